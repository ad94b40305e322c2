"""Why a spearhead got its grade, on proposals that say it plainly."""

from dataclasses import replace

import pytest

from corpus.documents import Document, Remark, RemarkKind
from corpus.strategies import Term
from models.alignment import Alignment, Grade, Reason, Role
from models.assessment import assess
from models.channels.lexical import term_finder
from models.engine import Engine
from models.explaining.evidence import distinct, found_terms
from tests.fakes.artefacts import Claim, activity, exclusion, goal, mention
from tests.fakes.garden_documents import a_document, a_garden_document, padded
from tests.fakes.strategies import WORDS, garden_strategy

W, B, M = WORDS["W"], WORDS["B"], WORDS["M"]


def aligned(document: Document, engine: Engine, spearhead: str) -> Alignment:
    found = assess(document, engine).alignments
    return next(alignment for alignment in found if alignment.spearhead.id == spearhead)


PLAIN = (Claim("W", 2), Claim("B", 1), Claim("M", 0))


@pytest.mark.parametrize(("spearhead", "grade"), [("W", Grade.CORE), ("M", Grade.NONE)])
def test_a_plain_proposal_gets_its_grades(engine: Engine, spearhead: str, grade: Grade) -> None:
    assert aligned(a_garden_document(*PLAIN), engine, spearhead).grade is grade


def test_what_only_contributes_lies_between_core_and_none(engine: Engine) -> None:
    document = a_garden_document(*PLAIN)
    core, between, none = (aligned(document, engine, spearhead) for spearhead in "WBM")
    assert between.grade in {Grade.CONTRIBUTES, Grade.UNCERTAIN}  # 54 proposals leave it near the threshold
    chances = [found.probability.at_least_contributes for found in (core, between, none)]
    assert chances == sorted(chances, reverse=True)
    assert between.probability.core < engine.grader.thresholds.core


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


def test_a_document_that_cannot_be_graded_has_no_passages_to_delete_and_no_rival(engine: Engine) -> None:
    found = aligned(a_document(activity(W[0], W[1])), engine, "W")
    assert (found.counterfactual.without_evidence, found.counterfactual.passages_deleted) == (
        Grade.UNCERTAIN,
        0,
    )
    assert found.counterfactual.deleted == ()
    assert found.runner_up is None


def test_both_sides_of_evidence_are_located(engine: Engine) -> None:
    made = assess(a_garden_document(*PLAIN), engine)
    for alignment in made.alignments:
        spearhead = alignment.spearhead
        texts = {"title": spearhead.title, "statement": spearhead.statement, "belongs": spearhead.belongs}
        for evidence in alignment.evidence:
            match, passage = evidence.match, evidence.passage
            assert made.document.text[passage.start : passage.end] == passage.text
            assert texts[match.source][match.language][match.start : match.end] == match.spearhead_text
            assert all(passage.text[term.start : term.end] == term.text for term in match.found)
            assert {term.text for term in match.found} >= set(match.terms)


def test_terms_do_not_overlap_and_each_is_named_once() -> None:
    terms = {"nl": (Term("regenton"), Term("regen", weak=True))}
    finder = term_finder(replace(garden_strategy().spearheads[0], terms=terms))
    found = found_terms(finder, "Regenton en regen: een regenton.")
    assert [(term.text, term.start, term.end) for term in found] == [
        ("Regenton", 0, 8),
        ("regenton", 23, 31),
        ("regen", 12, 17),
    ]
    assert distinct(found) == ("Regenton", "regen")


def test_the_rival_is_the_likeliest_of_the_confusable_ones(engine: Engine) -> None:
    rival = aligned(a_garden_document(*PLAIN), engine, "W").runner_up
    assert rival is not None
    assert rival.spearhead.id == "B"
    assert rival.grade is aligned(a_garden_document(*PLAIN), engine, "B").grade
    assert rival.question["nl"] == "Stroomt het of groeit het?"


def test_passages_count_for_one_spearhead_the_other_or_both(engine: Engine) -> None:
    document = a_garden_document(*PLAIN)
    texts = {passage.id: passage.text for passage in assess(document, engine).passages}
    rival = aligned(document, engine, "W").runner_up
    assert rival is not None
    assert rival.only_here
    assert all(any(word in texts[one] for word in W) for one in rival.only_here)
    # Behind the strongest may come a neighbour, which is read in the light of it.
    assert any(word in texts[rival.only_there[0]] for word in B)
    groups = (rival.only_here, rival.only_there, rival.both)
    assert len({one for group in groups for one in group}) == sum(map(len, groups))


def test_a_rival_is_named_from_both_sides(engine: Engine) -> None:
    document = a_garden_document(*PLAIN)
    here, there = (aligned(document, engine, name).runner_up for name in ("W", "B"))
    assert here is not None
    assert there is not None
    assert (here.only_here, here.only_there, here.both) == (there.only_there, there.only_here, there.both)


def test_without_confusable_pairs_or_a_grade_there_is_no_rival(engine: Engine) -> None:
    reader = replace(engine.reader, strategy=replace(engine.strategy, confusable=()))
    assert aligned(a_garden_document(*PLAIN), replace(engine, reader=reader), "W").runner_up is None
    assert aligned(a_garden_document(*PLAIN), engine, "M").runner_up is None
