"""What a claim lacks, and where else the proposal has it."""

import pytest

from corpus.documents import Passage
from models.alignment import Alignment, Element, Grade
from models.engine import Engine
from models.explaining.findings import findings
from models.explanation import explain
from tests.fakes.artefacts import FILLERS, activity, goal, mention
from tests.fakes.strategies import WORDS, passages_of

W, B = WORDS["W"], WORDS["B"]
PADDING = tuple(text for _, text in FILLERS)
CORE = (activity(W[0], W[1]), goal(W[2], W[3]), activity(W[4], W[5]))


def explained(engine: Engine, column: int, *passages: Passage) -> Alignment:
    return explain(findings(engine, engine.reader.read("", passages)), column, None)


def numbered(*groups: tuple[Passage, ...]) -> tuple[Passage, ...]:
    flat = [passage for group in groups for passage in group]
    return tuple(
        Passage(f"p{number:03}", one.start, one.end, 1, one.section, one.language, one.text)
        for number, one in enumerate(flat, 1)
    )


def test_elements_without_a_cue_are_missing(engine: Engine) -> None:
    found = explained(engine, 0, *passages_of(*CORE[:1], *PADDING))
    assert set(found.counterfactual.missing) >= {Element.INDICATOR, Element.BUDGET}
    full = f"{CORE[0]} We leveren een handleiding, meten het bereik, en dat kost 9.000 euro tegen 2029."
    assert explained(engine, 0, *passages_of(full, *CORE[1:], *PADDING)).counterfactual.missing == ()


def test_core_claims_the_whole_proposal(engine: Engine) -> None:
    budget = passages_of("Notaris en aktes: 9.000.", section="Budget")
    passages = numbered(passages_of(*CORE, *PADDING, section="Aanpak"), budget)
    found = explained(engine, 0, *passages)
    assert found.grade is Grade.CORE
    assert Element.BUDGET not in found.counterfactual.missing


def test_an_element_elsewhere_is_missing_and_the_likest_is_pointed_at(engine: Engine) -> None:
    of_another, nearest = "Post: waterput; Totaal: 9.000", "Post: notaris; Totaal: 700"
    passages = numbered(
        passages_of(*CORE, activity(B[0], B[1]), *PADDING, section="Aanpak"),
        passages_of(nearest, of_another, section="Begroting"),
    )
    found = explained(engine, 1, *passages).counterfactual
    assert Element.BUDGET in found.missing
    places = [one.passage for one in found.elsewhere if one.element is Element.BUDGET]
    assert [passage.text for passage in passages if passage.id in places] == [nearest]


def test_a_row_under_a_heading_needs_a_number(engine: Engine) -> None:
    passages = numbered(
        passages_of(*CORE, *PADDING, section="Aanpak"), passages_of("Wordt later bezorgd.", section="Budget")
    )
    assert Element.BUDGET in explained(engine, 0, *passages).counterfactual.missing


def test_figures_in_the_background_are_no_target(engine: Engine) -> None:
    described = f"{mention(W[0], W[1])[:-1]}, waaraan minstens 400 inwoners dachten."
    found = explained(engine, 0, *passages_of(activity(W[0], W[1]), described, *PADDING))
    assert Element.TARGET in found.counterfactual.missing


@pytest.mark.parametrize("column", [1, 2])
def test_a_spearhead_without_a_grade_points_nowhere(engine: Engine, column: int) -> None:
    found = explained(engine, column, *passages_of(*CORE, *PADDING, "Alles samen kost dat 9.000 euro."))
    assert found.grade is Grade.NONE
    assert found.counterfactual.elsewhere == ()
