"""One proposal against one strategy, from document to grades and flags."""

from dataclasses import replace

import pytest

from corpus.documents import Remark, RemarkKind
from models.alignment import FlagKind, Grade
from models.assessment import Assessment, assess, identity
from models.engine import Engine
from tests.fakes.artefacts import FILLERS, Claim, activity, goal, mention
from tests.fakes.garden_documents import a_document, a_garden_document, padded
from tests.fakes.strategies import WORDS, garden_strategy

ORDER = {Grade.NONE: 0, Grade.UNCERTAIN: 1, Grade.CONTRIBUTES: 2, Grade.CORE: 3}
STATEMENT = garden_strategy().spearheads[2].statement["nl"]
M = WORDS["M"]
W = WORDS["W"]


def grades(assessment: Assessment) -> dict[str, Grade]:
    return {alignment.spearhead.id: alignment.grade for alignment in assessment.alignments}


def flagged(assessment: Assessment, kind: FlagKind) -> tuple[str, ...]:
    """The texts of the passages under a flag."""
    texts = {passage.id: passage.text for passage in assessment.passages}
    return tuple(texts[name] for flag in assessment.flags if flag.kind is kind for name in flag.passages)


def test_an_alignment_a_spearhead_in_order(engine: Engine) -> None:
    assessment = assess(a_garden_document(Claim("W", 2)), engine)
    assert list(grades(assessment)) == ["W", "B", "M"]
    assert len(assessment.roles) == len(assessment.passages)
    assert sum(assessment.languages.values()) == pytest.approx(1.0)


def test_the_same_document_gives_the_same_assessment(engine: Engine) -> None:
    document = a_garden_document(Claim("W", 2), Claim("B", 1))
    assert assess(document, engine) == assess(document, engine)


def test_evidence_is_what_stands_in_the_text(engine: Engine) -> None:
    assessment = assess(a_garden_document(Claim("W", 2), Claim("B", 1), Claim("M", 0)), engine)
    shown = [found.passage for alignment in assessment.alignments for found in alignment.evidence]
    assert shown
    assert all(assessment.document.text[found.start : found.end] == found.text for found in shown)


def test_an_empty_document_is_uncertain(engine: Engine) -> None:
    assert set(grades(assess(a_document(), engine)).values()) == {Grade.UNCERTAIN}


@pytest.mark.parametrize("text", [activity(M[0], M[1]), mention(M[0], M[1]), FILLERS[0][1]])
def test_saying_it_ten_times_does_not_raise_a_grade(engine: Engine, text: str) -> None:
    around = (activity(W[0], W[1]), goal(W[2], W[3]))
    once, often = (assess(padded(*around, *[text] * times), engine) for times in (1, 10))
    for name, grade in grades(once).items():
        assert ORDER[grades(often)[name]] <= ORDER[grade], name


def test_pasted_strategy_text_does_not_count_and_is_flagged(engine: Engine) -> None:
    without = assess(padded(activity(W[0], W[1])), engine)
    pasted = assess(padded(STATEMENT, activity(W[0], W[1])), engine)
    assert grades(pasted)["M"] is grades(without)["M"] is Grade.NONE
    assert flagged(pasted, FlagKind.COPIED_TEXT) == (STATEMENT,)
    assert without.flags == ()


def test_a_list_of_terms_does_not_count_and_is_flagged(engine: Engine) -> None:
    listed = ", ".join(M) + "."
    assessment = assess(a_document(activity(W[0], W[1]), *(text for _, text in FILLERS), listed), engine)
    assert grades(assessment)["M"] is Grade.NONE
    assert flagged(assessment, FlagKind.KEYWORD_STUFFING) == (listed,)


def test_text_that_may_not_count_lends_nothing_to_its_neighbours(engine: Engine) -> None:
    text = f"{', '.join(M)}."
    around = (activity(W[0], W[1]), goal(W[2], W[3]))
    without, within = (assess(padded(around[0], *pasted, around[1]), engine) for pasted in ((), (text,)))
    for first, second in zip(without.alignments, within.alignments, strict=True):
        before, after = (found.probability.at_least_contributes for found in (first, second))
        assert after == pytest.approx(before, abs=0.02), first.spearhead.id


def test_only_pasted_text_earns_nothing(engine: Engine) -> None:
    statements = [spearhead.statement["nl"] for spearhead in garden_strategy().spearheads]
    assessment = assess(a_document(*statements, *statements), engine)
    assert Grade.CORE not in grades(assessment).values()
    assert Grade.CONTRIBUTES not in grades(assessment).values()


def test_the_numbering_of_another_programme_is_flagged(engine: Engine) -> None:
    foreign = "Dit dossier past in speerpunt 3 van het oude plan."
    assert flagged(assess(padded(foreign), engine), FlagKind.FOREIGN_SCHEME) == (foreign,)


@pytest.mark.parametrize(
    ("remark", "kind"),
    [
        (RemarkKind.HIDDEN_TEXT, FlagKind.HIDDEN_TEXT),
        (RemarkKind.POOR_TEXT, FlagKind.POOR_TEXT),
        (RemarkKind.NOT_READ, FlagKind.TRUNCATED),
    ],
)
def test_what_the_parser_confesses_is_flagged(engine: Engine, remark: RemarkKind, kind: FlagKind) -> None:
    document = a_document(activity(W[0], W[1]), remarks=[Remark(remark, (3,), "comments")])
    (flag,) = assess(document, engine).flags
    assert (flag.kind, flag.pages, flag.detail) == (kind, (3,), "comments")


@pytest.mark.parametrize(
    ("remark", "kind", "detail"),
    [
        (RemarkKind.PICTURE_OF_TEXT, FlagKind.OCR, "picture of text"),
        (RemarkKind.RECOGNISED_TEXT, FlagKind.OCR, "recognised text"),
        (RemarkKind.PAGES_WITHOUT_TEXT, FlagKind.TRUNCATED, "page without text"),
    ],
)
def test_a_page_as_a_picture_is_told_from_a_drawing(
    engine: Engine, remark: RemarkKind, kind: FlagKind, detail: str
) -> None:
    (flag,) = assess(a_document(activity(W[0], W[1]), remarks=[Remark(remark, (3,))]), engine).flags
    assert (flag.kind, flag.pages, flag.detail) == (kind, (3,), detail)


def test_a_remark_with_places_names_the_passages_there(engine: Engine) -> None:
    first, second, third = activity(W[0], W[1]), goal(W[2], W[3]), activity(W[4], W[5])
    end = len(first)
    hidden = Remark(RemarkKind.HIDDEN_TEXT, spans=((end, end),))
    masked = Remark(RemarkKind.PERSONAL_DATA_MASKED, spans=((end + 3, end + 9),))
    made = assess(a_document(first, second, third, remarks=[hidden, masked]), engine)
    assert flagged(made, FlagKind.HIDDEN_TEXT) == (first,)
    assert flagged(made, FlagKind.PERSONAL_DATA_MASKED) == (second,)


def test_all_masked_kinds_are_one_flag(engine: Engine) -> None:
    kinds = ("e-mail address", "phone number")
    remarks = [Remark(RemarkKind.PERSONAL_DATA_MASKED, (page,), kind) for page, kind in enumerate(kinds, 1)]
    (flag,) = assess(a_document(activity(W[0], W[1]), remarks=remarks), engine).flags
    assert (flag.kind, flag.pages) == (FlagKind.PERSONAL_DATA_MASKED, (1, 2))
    assert flag.detail == "e-mail address, phone number"


def test_identity_names_all_that_decides(engine: Engine) -> None:
    named = identity(engine)
    grader = replace(engine.grader, thresholds=replace(engine.grader.thresholds, core=0.123))
    changed = identity(replace(engine, grader=grader, artefact_sha256="f" * 64))
    assert named.encoder == "fake words"
    assert changed.settings_sha256 != named.settings_sha256
    assert changed.artefact_sha256 != named.artefact_sha256
    assert identity(replace(engine, trained=False)).settings_sha256 != named.settings_sha256
