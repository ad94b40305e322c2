"""A reading holds for each passage whatever stands around it, and can lose passages exactly."""

import numpy as np
import pytest

from models.engine import Engine
from models.matrices import unit_rows
from models.reading import ANY_LANGUAGE, NEIGHBOUR_WEIGHT, TITLE_WEIGHT, Reading, VectorSpace, centres_of
from tests.fakes.encoders import FakeEncoder
from tests.fakes.strategies import passages_of

TEXTS = (
    "We plaatsen in de lente een waterput en herstellen daarna de regenton met vrijwilligers.",
    "De beiaard klinkt elke zondag.",
    "Een boomgaard valt buiten de scope van dit dossier.",
)

NO_CENTRE = {ANY_LANGUAGE: np.zeros(256)}
NL_AND_EN = ["nl", "nl", "en", "en"]


@pytest.fixture(scope="module")
def reading(engine: Engine) -> Reading:
    return engine.reader.read("Dorpsplan", passages_of(*TEXTS, section="Aanpak"))


def test_a_row_a_passage_in_everything(reading: Reading) -> None:
    assert reading.vectors.shape == (3, 512)
    assert reading.sections.shape == (3, 512)
    assert reading.words.shape[0] == 3
    assert all(scores.shape == (3, 3) for scores in reading.alone.values())


def test_context_mixes_neighbours_and_title(reading: Reading) -> None:
    first, second, third = reading.vectors
    title = TITLE_WEIGHT * reading.title
    expected = np.stack(
        [
            first + title + NEIGHBOUR_WEIGHT * second,
            second + title + NEIGHBOUR_WEIGHT * (first + third),
            third + title + NEIGHBOUR_WEIGHT * second,
        ]
    )
    np.testing.assert_allclose(reading.in_context(), unit_rows(expected))


def test_looking_at_context_changes_no_vector(reading: Reading) -> None:
    before = reading.vectors.copy()
    reading.in_context()
    np.testing.assert_array_equal(reading.vectors, before)


def test_a_repeat_counts_once(engine: Engine) -> None:
    repeated = engine.reader.read("", passages_of(TEXTS[0], TEXTS[1], TEXTS[0], TEXTS[0]))
    assert repeated.counted().tolist() == [True, True, False, False]


def test_a_repeat_counts_again_when_the_first_is_deleted(engine: Engine) -> None:
    repeated = engine.reader.read("", passages_of(TEXTS[0], TEXTS[1], TEXTS[0]))
    assert repeated.without([0]).counted().tolist() == [True, True]


def test_without_is_the_reading_of_the_shorter_proposal(engine: Engine, reading: Reading) -> None:
    shorter = reading.without([1])
    again = engine.reader.read("Dorpsplan", shorter.passages)
    assert [passage.id for passage in shorter.passages] == ["p001", "p003"]
    np.testing.assert_allclose(shorter.in_context(), again.in_context())
    np.testing.assert_allclose(shorter.words.toarray(), again.words.toarray())
    for family, scores in again.alone.items():
        np.testing.assert_allclose(shorter.alone[family], scores, err_msg=family)


def test_nothing_may_be_left(reading: Reading) -> None:
    nothing = reading.without([0, 1, 2])
    assert nothing.passages == ()
    assert nothing.in_context().shape == (0, 512)


def test_a_space_leaves_out_what_all_texts_share() -> None:
    encoder = FakeEncoder()
    texts = ["waterput en meer", "beiaard en meer"]
    raw = encoder.encode(texts)
    centres = centres_of(raw.astype(float), ["nl", "nl"])
    placed = VectorSpace(encoder, centres).place(texts, ["nl", "nl"])
    assert float(raw[0] @ raw[1]) > 0.3
    assert float(placed[0] @ placed[1]) == pytest.approx(-1.0, abs=1e-6)


def test_what_texts_of_one_language_share_tells_nothing() -> None:
    encoder = FakeEncoder()
    texts, languages = ["de put en de", "de beiaard en de", "the well and the", "the bell and the"], NL_AND_EN
    centres = centres_of(encoder.encode(texts).astype(float), languages)
    placed = VectorSpace(encoder, centres).place(texts, languages)
    np.testing.assert_allclose(placed[:2].sum(axis=0), 0.0, atol=1e-6)
    np.testing.assert_allclose(placed[2:].sum(axis=0), 0.0, atol=1e-6)


def test_a_language_without_ordinary_text_is_held_against_all_of_it() -> None:
    encoder = FakeEncoder()
    vectors = encoder.encode(["put", "well"]).astype(float)
    space = VectorSpace(encoder, centres_of(vectors, ["nl", "en"]))
    placed = space.place(["brunnen"], ["de"])[0]
    expected = encoder.encode(["brunnen"])[0] - vectors.mean(axis=0)
    np.testing.assert_allclose(placed, expected / np.linalg.norm(expected), atol=1e-6)


def test_an_empty_text_is_the_zero_vector_and_costs_nothing() -> None:
    encoder = FakeEncoder()
    placed = VectorSpace(encoder, NO_CENTRE).place(["", "beiaard", " ", "beiaard"], ["nl"] * 4)
    assert np.abs(placed[[0, 2]]).max() == 0.0
    np.testing.assert_array_equal(placed[1], placed[3])
    assert encoder.calls == [("beiaard",)]


def test_only_empty_texts_need_no_encoder() -> None:
    encoder = FakeEncoder()
    assert VectorSpace(encoder, NO_CENTRE).place(["", " "], ["nl", "nl"]).shape == (2, 256)
    assert encoder.calls == []


def test_which_municipality_and_how_much_money_change_no_vector() -> None:
    space = VectorSpace(FakeEncoder(), NO_CENTRE)
    texts = ["De stad Leuven vraagt 9.500 euro.", "De stad Herstappe vraagt € 2,5 miljoen."]
    first, second = space.place(texts, ["nl", "nl"])
    np.testing.assert_array_equal(first, second)
