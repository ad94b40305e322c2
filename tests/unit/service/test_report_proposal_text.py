from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.documents import Block, BlockKind, Document, Page, Passage
from models.alignment import Role
from models.assessment import Assessment
from service.reports.places import Places
from service.reports.proposal_text import text_blocks
from service.wording import wording_in
from tests.fakes.assessments import a_strategy, an_alignment, an_assessment, an_evidence
from tests.fakes.report_cases import library

TEXT = "Een lange zin over hulp. " * 8
SPANS = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), max_size=5)


def an_assessment_of(
    blocks: list[tuple[int, int]], marks: list[tuple[int, int]], pages: list[int]
) -> Assessment:
    document = Document(
        "x.pdf",
        "d" * 64,
        "application/pdf",
        TEXT,
        tuple(Page(number, start, len(TEXT), height=842.0) for number, start in enumerate(sorted(pages), 1)),
        tuple(Block(BlockKind.PARAGRAPH, min(b), max(b), 1) for b in blocks),
    )
    passages = tuple(
        Passage(f"p{at}", min(m), max(m), 1, "", "nl", TEXT[min(m) : max(m)]) for at, m in enumerate(marks)
    )
    evidence = tuple(an_evidence(passage, Role.ACTIVITY, 0.1, "Zin") for passage in passages)
    return an_assessment(document, passages, [an_alignment(a_strategy().spearheads[0], evidence=evidence)])


@settings(deadline=None)
@given(blocks=SPANS, marks=SPANS, pages=st.lists(st.integers(0, 150), max_size=4))
def test_no_sign_is_lost_or_shown_twice(
    blocks: list[tuple[int, int]], marks: list[tuple[int, int]], pages: list[int]
) -> None:
    assessment = an_assessment_of(blocks, marks, pages)
    shown = text_blocks(assessment, Places(assessment, wording_in("nl")))
    text = "".join(piece.text for block in shown for piece in block.pieces)
    assert "".join(text.split()) == "".join(TEXT.split())


@settings(deadline=None)
@given(marks=SPANS, pages=st.lists(st.integers(0, 150), max_size=4))
def test_each_page_is_marked_once_and_in_order(marks: list[tuple[int, int]], pages: list[int]) -> None:
    assessment = an_assessment_of([], marks, pages)
    shown = text_blocks(assessment, Places(assessment, wording_in("nl")))
    numbers = [page for block in shown for piece in block.pieces for page in piece.pages]
    assert numbers == [page.number for page in assessment.document.pages]


def test_a_passage_over_two_pages_is_cut_where_the_page_begins() -> None:
    assessment = an_assessment_of([(0, 200)], [(0, 100)], [0, 40])
    (block,) = text_blocks(assessment, Places(assessment, wording_in("nl")))
    first, second, rest = block.pieces
    assert (first.text, first.pages, first.marked) == (TEXT[:40], (1,), True)
    assert (second.text, second.pages, second.marked) == (TEXT[40:100], (2,), True)
    assert (len(first.uses), len(second.uses), second.anchor) == (0, 1, "")
    assert not rest.marked


def test_a_passage_that_only_a_flag_names_is_a_target_without_a_mark() -> None:
    assessment = library()
    bare = replace(assessment, alignments=tuple(replace(item, evidence=()) for item in assessment.alignments))
    pieces = [piece for block in text_blocks(bare, Places(bare, wording_in("nl"))) for piece in block.pieces]
    assert [(piece.anchor, piece.marked) for piece in pieces if piece.anchor] == [("passage-11", False)]
