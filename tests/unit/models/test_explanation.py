"""Why a spearhead got its grade, on proposals that say it plainly."""

import pytest

from corpus.documents import Document, Remark, RemarkKind
from models.alignment import Alignment, Element, Grade, Reason, Role
from models.assessment import assess
from models.engine import Engine
from tests.fakes.artefacts import Claim, activity, exclusion, goal, mention
from tests.fakes.garden_documents import a_document, a_garden_document, padded
from tests.fakes.strategies import WORDS, garden_strategy

W, B, M = WORDS["W"], WORDS["B"], WORDS["M"]


def aligned(document: Document, engine: Engine, spearhead: str) -> Alignment:
    found = assess(document, engine).alignments
    return next(alignment for alignment in found if alignment.spearhead.id == spearhead)


PLAIN = (Claim("W", 2), Claim("B", 1), Claim("M", 0))


@pytest.mark.parametrize(
    ("spearhead", "grade"), [("W", Grade.CORE), ("B", Grade.CONTRIBUTES), ("M", Grade.NONE)]
)
def test_a_plain_proposal_gets_its_grades(engine: Engine, spearhead: str, grade: Grade) -> None:
    assert aligned(a_garden_document(*PLAIN), engine, spearhead).grade is grade


def test_evidence_are_the_passages_that_promise(engine: Engine) -> None:
    alignment = aligned(a_garden_document(*PLAIN), engine, "B")
    first = alignment.evidence[0]
    assert first.role is Role.ACTIVITY
    assert any(word in first.passage.text for word in B)
    assert first.contribution > 0.3


def test_evidence_stands_beside_the_strategys_own_words(engine: Engine) -> None:
    match = aligned(a_garden_document(*PLAIN), engine, "B").evidence[0].match
    spearhead = garden_strategy().spearheads[1]
    assert match.spearhead_text in {*spearhead.statement.values(), *spearhead.title.values()} or (
        match.source == "belongs" and match.spearhead_text in spearhead.belongs["nl"]
    )
    assert set(match.terms) <= set(B)
    assert match.terms
    assert 0.0 <= match.similarity <= 1.0


STATEMENTS = [spearhead.statement["nl"] for spearhead in garden_strategy().spearheads]
REASONS = [
    (Reason.NOTHING_FOUND, padded(activity(W[0], W[1]), goal(W[2], W[3])), "M"),
    (Reason.CONTEXT_ONLY, padded(activity(W[0], W[1]), mention(M[0], M[1]), mention(M[2], M[3])), "M"),
    (Reason.EXCLUDED, padded(activity(W[0], W[1]), exclusion(M[0], M[1])), "M"),
    (Reason.COPIED_TEXT, a_document(*STATEMENTS, *STATEMENTS), "M"),
]


@pytest.mark.parametrize(("reason", "document", "spearhead"), REASONS, ids=[str(r) for r, _, _ in REASONS])
def test_a_none_has_its_reason(engine: Engine, reason: Reason, document: Document, spearhead: str) -> None:
    alignment = aligned(document, engine, spearhead)
    assert alignment.grade is Grade.NONE
    assert alignment.reason is reason


def test_mentions_are_shown_where_there_is_no_grade(engine: Engine) -> None:
    document = padded(activity(W[0], W[1]), exclusion(M[0], M[1]))
    shown = aligned(document, engine, "M").evidence
    assert [found.role for found in shown] == [Role.EXCLUDED]


def test_a_grade_has_no_reason(engine: Engine) -> None:
    assert aligned(a_garden_document(*PLAIN), engine, "W").reason is None


def test_nothing_found_shows_nothing(engine: Engine) -> None:
    assert aligned(padded(activity(W[0], W[1]), goal(W[2], W[3])), engine, "M").evidence == ()


def test_without_its_evidence_the_grade_falls(engine: Engine) -> None:
    alignment = aligned(a_garden_document(*PLAIN), engine, "B")
    counterfactual = alignment.counterfactual
    assert counterfactual.without_evidence is not alignment.grade
    assert counterfactual.passages_deleted == 1


def test_missing_elements_are_those_without_a_cue(engine: Engine) -> None:
    words = W[1], W[2]
    bare = padded(activity(W[0], W[1]), goal(W[2], W[3]))
    full = padded(
        f"{activity(*words)} We leveren een handleiding en meten het aantal bezoekers.",
        f"{goal(*words)} De kosten zijn 9.000 euro.",
    )
    assert Element.BUDGET in aligned(bare, engine, "W").counterfactual.missing
    assert aligned(full, engine, "W").counterfactual.missing == ()


@pytest.mark.parametrize(
    ("reason", "document"),
    [
        (Reason.TOO_SHORT, a_document(activity(W[0], W[1]))),
        (
            Reason.UNKNOWN_LANGUAGE,
            a_document(
                *[
                    "Die Gemeinde baut im Frühjahr einen Brunnen und pflegt danach mit allen Nachbarn "
                    f"die alten Gräben im Ortsteil Nummer {number}."
                    for number in range(6)
                ]
            ),
        ),
        (
            Reason.POOR_TEXT,
            a_document(
                activity(W[0], W[1]),
                goal(W[2], W[3]),
                *(activity(W[2], W[4]), activity(W[5], W[0])),
                remarks=[Remark(RemarkKind.POOR_TEXT)],
            ),
        ),
    ],
    ids=["too_short", "unknown_language", "poor_text"],
)
def test_a_document_that_cannot_be_graded(engine: Engine, reason: Reason, document: Document) -> None:
    for alignment in assess(document, engine).alignments:
        assert (alignment.grade, alignment.reason) == (Grade.UNCERTAIN, reason)
