"""The set of passages whose deletion changes a grade: it does, and every member is needed."""

from collections.abc import Iterator
from itertools import product

import pytest

from corpus.annotated import as_document
from corpus.documents import Passage
from models.abstention import decide
from models.alignment import Alignment, Grade
from models.engine import Engine
from models.explaining.findings import Findings, findings
from models.explaining.smallest_set import MOST_DELETED
from models.explanation import explain
from tests.fakes.artefacts import Claim, activity, annotated, garden_proposals, goal
from tests.fakes.garden_documents import padded
from tests.fakes.strategies import WORDS, passages_of

SPEARHEADS = range(3)


def found_in(engine: Engine, *passages: Passage) -> Findings:
    return findings(engine, engine.reader.read("", passages))


def claimed(found: Findings) -> Iterator[tuple[int, Alignment]]:
    for column in SPEARHEADS:
        alignment = explain(found, column, None)
        if alignment.grade is not Grade.NONE:
            yield column, alignment


def grade_without(found: Findings, column: int, ids: set[str]) -> Grade:
    """The grade after reading and judging the shorter proposal from scratch."""
    kept = [passage for passage in found.reading.passages if passage.id not in ids]
    judgement = found.engine.judge(found.engine.reader.read("", kept))
    return decide(judgement, column, found.engine.grader.thresholds)[0]


@pytest.fixture(scope="module")
def sets(engine: Engine) -> list[tuple[Findings, int, Alignment]]:
    proposals = garden_proposals()[::4]
    read = [found_in(engine, *as_document(proposal)[1]) for proposal in proposals]
    return [(found, column, alignment) for found in read for column, alignment in claimed(found)]


def test_there_is_a_set_for_most_grades(sets: list[tuple[Findings, int, Alignment]]) -> None:
    changing = [one for *_, one in sets if one.counterfactual.without_evidence is not one.grade]
    assert len(changing) > 0.8 * len(sets) > 8


def test_deleting_the_set_gives_the_grade_that_is_said(sets: list[tuple[Findings, int, Alignment]]) -> None:
    for found, column, alignment in sets:
        said = alignment.counterfactual
        assert grade_without(found, column, set(said.deleted)) is said.without_evidence


def test_no_member_of_a_set_can_be_kept(sets: list[tuple[Findings, int, Alignment]]) -> None:
    checked = 0
    for (found, column, alignment), place in product(sets, range(MOST_DELETED)):
        said = alignment.counterfactual
        if said.without_evidence is alignment.grade or place >= len(said.deleted) or len(said.deleted) == 1:
            continue
        fewer = set(said.deleted) - {said.deleted[place]}
        assert grade_without(found, column, fewer) is alignment.grade
        checked += 1
    assert checked


def test_a_set_is_in_reading_order_and_counted(sets: list[tuple[Findings, int, Alignment]]) -> None:
    for found, _, alignment in sets:
        said = alignment.counterfactual
        order = [passage.id for passage in found.reading.passages if passage.id in said.deleted]
        assert order == list(said.deleted)
        assert said.passages_deleted == len(said.deleted)


def test_a_grade_that_nothing_changes_says_so_with_what_was_tried(engine: Engine) -> None:
    words = WORDS["W"]
    pairs = list(product(words, words))
    texts = [write(*pair) for pair in pairs for write in (activity, goal) if pair[0] != pair[1]]
    found = found_in(engine, *passages_of(*texts, section="Aanpak"))
    said = explain(found, 0, None)
    assert said.grade is Grade.CORE
    assert said.counterfactual.without_evidence is Grade.CORE
    assert said.counterfactual.passages_deleted <= MOST_DELETED
    assert grade_without(found, 0, set(said.counterfactual.deleted)) is Grade.CORE


def test_core_contributions_are_exact(engine: Engine) -> None:
    _, passages = as_document(annotated(3, "west", (Claim("W", 2), Claim("B", 1))))
    found = found_in(engine, *passages)
    for column, alignment in claimed(found):
        for evidence in alignment.evidence:
            kept = [passage for passage in passages if passage.id != evidence.passage.id]
            again = engine.judge(engine.reader.read("", kept)).core[column]
            fall = alignment.probability.core - float(again)
            assert evidence.contribution_to_core == pytest.approx(fall, abs=1e-6)


def test_one_promise_is_its_own_set(engine: Engine) -> None:
    document = padded(activity(*WORDS["B"][:2]))
    found = found_in(engine, *passages_of(*document.text.split("\n")))
    said = explain(found, 1, None).counterfactual
    assert said.deleted == ("p001",)
