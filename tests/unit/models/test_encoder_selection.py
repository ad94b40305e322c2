import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.encoders.batches import FEWEST_TOKENS, TOKENS, batches, copies
from models.encoders.precision import Precision, resolve_precision
from models.encoders.selection import load_encoder
from models.encoders.sentence_transformer import SentenceTransformerEncoder
from models.encoders.tokens import windows
from models.errors import EncoderUnavailable


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "modules.json").write_text("[]")
    return tmp_path


@pytest.mark.parametrize("name", ["/no/such/folder", "someone/no-such-model", "not a name at all"])
def test_an_unknown_name_says_what_to_do(name: str) -> None:
    with pytest.raises(EncoderUnavailable, match="default"):
        load_encoder(name)


def test_a_folder_without_a_model_is_explained(tmp_path: Path) -> None:
    with pytest.raises(EncoderUnavailable, match=r"modules\.json"):
        load_encoder(str(tmp_path))


def test_an_unknown_precision_is_refused(folder: Path) -> None:
    with pytest.raises(ValueError, match="float8"):
        load_encoder(str(folder), precision="float8")


def test_hash_follows_content_prefix_and_precision(folder: Path) -> None:
    def encoder(prefix: str = "", precision: str = "float32") -> SentenceTransformerEncoder:
        return SentenceTransformerEncoder(folder, prefix=prefix, precision=precision)

    hashes = {encoder().sha256, encoder(prefix="query: ").sha256, encoder(precision="bfloat16").sha256}
    before = encoder()
    assert before.model_sha256 == encoder(precision="bfloat16").model_sha256
    (folder / "config.json").write_text("{}")
    hashes.add(encoder().sha256)
    assert len(hashes) == 4
    assert before.sha256 in hashes


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("processor : 0\nflags\t\t: fpu avx512_bf16 sse\n", Precision.BFLOAT16),
        ("flags : fpu amx_bf16\n", Precision.BFLOAT16),
        ("flags : fpu avx2\nbugs : avx512_bf16\n", Precision.FLOAT32),
        ("", Precision.FLOAT32),
    ],
)
def test_auto_takes_what_the_processor_does_itself(tmp_path: Path, description: str, expected: str) -> None:
    cpuinfo = tmp_path / "cpuinfo"
    cpuinfo.write_text(description)
    assert resolve_precision("auto", processor_description=cpuinfo) == expected
    assert resolve_precision("auto", processor_description=tmp_path / "absent") == Precision.FLOAT32
    assert resolve_precision("float32", processor_description=cpuinfo) == Precision.FLOAT32


@given(st.lists(st.integers(1, 512)), st.integers(1, 32))
def test_batches_hold_each_text_once_with_its_equals(lengths: list[int], rows: int) -> None:
    groups = list(batches(lengths, rows=rows))
    assert sorted(position for group in groups for position in group) == list(range(len(lengths)))
    for group in groups:
        (length,) = {lengths[position] for position in group}
        assert len(group) <= rows
        assert length * len(group) <= TOKENS


@given(st.integers(1, 512))
def test_a_short_text_is_repeated_just_enough(length: int) -> None:
    assert copies(length) * length >= FEWEST_TOKENS > (copies(length) - 1) * length


def letters(text: str | list[str], **_: object) -> dict[str, list[object]]:
    """A tokenizer with one token a letter, between 1 and 2."""
    if isinstance(text, str):
        return {"input_ids": [1, *map(ord, text), 2]}
    return {"input_ids": [[ord(letter) for letter in one] for one in text]}


@given(st.lists(st.text("abc", max_size=30)), st.integers(3, 12))
def test_windows_lose_no_token(texts: list[str], longest: int) -> None:
    for text, parts in zip(texts, windows(letters, texts, longest), strict=True):
        assert all(part[0] == 1 and part[-1] == 2 and len(part) <= longest for part in parts)
        assert "".join(chr(token) for part in parts for token in part[1:-1]) == text
        assert len(parts) == max(1, -(-len(text) // (longest - 2)))


def test_selection_imports_nothing_heavy() -> None:
    heavy = "{'torch', 'transformers', 'sentence_transformers', 'sklearn'}"
    script = f"import models.encoders.selection, sys; raise SystemExit(len({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
