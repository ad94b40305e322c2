"""Short texts, each by itself."""

import pytest

from models.alignment import Grade
from models.engine import Engine
from models.scoring import ScoredText, score_texts
from tests.fakes.artefacts import FILLERS, activity, goal
from tests.fakes.strategies import WORDS

FILLING = " ".join(text for _, text in FILLERS)
TEXTS = [
    f"{activity(*words[:2])} {goal(*words[2:4])} {activity(*words[4:])} {FILLING}" for words in WORDS.values()
]
SHORT = f"Over {WORDS['W'][0]} en {WORDS['W'][1]}."


@pytest.fixture(scope="module")
def together(engine: Engine) -> list[ScoredText]:
    return score_texts([*TEXTS, SHORT, ""], engine)


def test_a_text_says_what_it_is_about(together: list[ScoredText]) -> None:
    for scored, name in zip(together, WORDS, strict=False):
        assert max(scored.probabilities, key=lambda key: scored.probabilities[key]) == name
        assert scored.grades[name] in {Grade.CORE, Grade.CONTRIBUTES}


def test_neighbours_do_not_matter(engine: Engine, together: list[ScoredText]) -> None:
    backwards = score_texts(["", SHORT, *TEXTS[::-1]], engine)[::-1]
    alone = [score_texts([text], engine)[0] for text in [*TEXTS, SHORT, ""]]
    assert backwards == together
    assert alone == together


def test_an_empty_text_has_a_probability_and_no_grade(together: list[ScoredText]) -> None:
    empty = together[-1]
    assert set(empty.grades.values()) == {Grade.UNCERTAIN}
    assert all(0.0 <= probability < 0.5 for probability in empty.probabilities.values())


def test_white_space_is_empty(engine: Engine, together: list[ScoredText]) -> None:
    assert score_texts([" \n "], engine) == [together[-1]]


def test_a_short_text_has_a_probability_and_no_grade(together: list[ScoredText]) -> None:
    assert set(together[3].grades.values()) == {Grade.UNCERTAIN}
    assert together[3].probabilities != together[-1].probabilities


def test_the_batch_as_background_changes_scores(engine: Engine) -> None:
    # Texts of one topic lie within a hair of 0 and 1; this one aims at all topics.
    vague = " ".join(goal(*words[:2]) for words in WORDS.values())
    shipped = score_texts([*TEXTS, vague], engine)[-1]
    batch = score_texts([*TEXTS, vague], engine, background="batch")[-1]
    moved = [abs(shipped.probabilities[name] - batch.probabilities[name]) for name in WORDS]
    assert max(moved) > 1e-6


@pytest.mark.parametrize("texts", [[], [""], [TEXTS[0]]])
def test_a_small_batch_is_scored_too(engine: Engine, texts: list[str]) -> None:
    scored = score_texts(texts, engine, background="batch")
    assert [set(found.grades) for found in scored] == [set(WORDS)] * len(texts)


def test_progress_ends_at_the_number_of_texts(engine: Engine) -> None:
    steps: list[tuple[str, int, int]] = []
    score_texts([*TEXTS, *[SHORT] * 300], engine, progress=lambda *step: steps.append(step))
    assert steps[-1][1:] == (303, 303)
    assert [done for _, done, _ in steps] == sorted(done for _, done, _ in steps)
