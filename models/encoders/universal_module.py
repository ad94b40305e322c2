"""Universal Sentence Encoder as a module for sentence-transformers, which trains and evaluates models.

Imports torch and sentence-transformers: import this module inside the function that needs it. The
product itself encodes with `UniversalEncoder`, which needs neither padding nor that package.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from sentence_transformers.base.modules import InputModule
from torch.nn.utils.rnn import pad_sequence

from models.encoders.universal import load_universal
from models.encoders.universal_folder import NETWORK_FILE, TOKENIZER_FILE
from models.encoders.universal_network import DIMENSIONS, UniversalNetwork

if TYPE_CHECKING:
    from tokenizers import Tokenizer


class UniversalModule(InputModule):
    """First module of a SentenceTransformer; put a Normalize module after it for unit vectors."""

    def __init__(self, tokenizer: "Tokenizer", network: UniversalNetwork) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # the package leaves it untyped
        self.tokenizer = tokenizer
        self.network = network

    def get_embedding_dimension(self) -> int:
        """Length of a vector."""
        return DIMENSIONS

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **_: Any) -> dict[str, Any]:  # noqa: ANN401
        """Token numbers of the texts, padded at the end, and the mask of what is no padding."""
        found = self.tokenizer.encode_batch_fast([(prompt or "") + text for text in inputs])
        tokens = [torch.tensor(text.ids) for text in found]
        masks = [torch.ones_like(numbers) for numbers in tokens]
        return {
            "input_ids": pad_sequence(tokens, batch_first=True),
            "attention_mask": pad_sequence(masks, batch_first=True),
        }

    def forward(self, features: dict[str, Any], **_: Any) -> dict[str, Any]:  # noqa: ANN401
        """Adds `sentence_embedding`; padding is cut off again, so that it changes nothing."""
        lengths = features["attention_mask"].sum(dim=1).tolist()
        rows = zip(features["input_ids"].tolist(), lengths, strict=True)
        vectors = [self.network(tokens[:length]) for tokens, length in rows]
        features["sentence_embedding"] = torch.stack(vectors)
        return features

    def save(self, output_path: str, *_: Any, **__: Any) -> None:  # noqa: ANN401
        """Writes the two files that `load` reads."""
        from safetensors.torch import save_file

        self.tokenizer.save(str(Path(output_path) / TOKENIZER_FILE), pretty=False)
        save_file(self.network.state_dict(), Path(output_path) / NETWORK_FILE, metadata={"format": "pt"})

    @classmethod
    def load(  # type: ignore[override]  # the other arguments are for models that are downloaded
        cls,
        model_name_or_path: str,
        subfolder: str = "",
        **_: Any,  # noqa: ANN401
    ) -> "UniversalModule":
        """The module from a folder that was unpacked or saved. Raises EncoderUnavailable."""
        return cls(*load_universal(Path(model_name_or_path) / subfolder))
