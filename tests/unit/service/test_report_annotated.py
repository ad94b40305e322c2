"""Highlights lie over the words of the quote: the text under them is extracted and compared."""

import io
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from corpus.documents import BlockKind
from corpus.limits import DocumentLimits
from corpus.parsing import parse
from corpus.passages import split
from models.alignment import Grade, Role
from models.assessment import Assessment
from service.reports import MissingOriginal, render
from service.reports.pdf_places import letters_of
from service.wording import wording_in
from tests.fakes.assessments import (
    CREATED_AT,
    REPORT_ID,
    a_strategy,
    an_alignment,
    an_assessment,
    an_evidence,
)
from tests.fakes.column_pdf import column_pdf

EXAMPLE = Path(__file__).parents[3] / "corpus" / "examples" / "afsprakenbouwsteen.pdf"


def assessed(content: bytes) -> Assessment:
    """Every passage as evidence for the first spearhead, and the first for the second as well."""
    document = parse(content, "plan.pdf", DocumentLimits())
    passages = tuple(split(document))
    evidence = tuple(an_evidence(passage, Role.ACTIVITY, 0.12, "Zin.") for passage in passages)
    first, second, *others = a_strategy().spearheads
    alignments = [
        an_alignment(first, Grade.CORE, None, (0.8, 0.9), evidence),
        an_alignment(second, Grade.CONTRIBUTES, None, (0.1, 0.6), evidence[:1]),
        *(an_alignment(spearhead) for spearhead in others),
    ]
    return an_assessment(document, passages, alignments)


def annotated(assessment: Assessment, content: bytes | None) -> bytes:
    return render(assessment, "annotated-pdf", id=REPORT_ID, created_at=CREATED_AT, original=content)


@dataclass(frozen=True, slots=True)
class Note:
    page: int
    name: str
    contents: str
    quads: tuple[float, ...]


def notes(content: bytes, subtype: str) -> list[Note]:
    with pikepdf.Pdf.open(io.BytesIO(content)) as pdf:
        return [
            Note(number, str(note.NM), str(note.Contents), tuple(map(float, note.get("/QuadPoints", []))))
            for number, page in enumerate(pdf.pages)
            for note in page.obj.get("/Annots", [])
            if note.get("/Subtype") == subtype and "/NM" in note
        ]


def text_under(content: bytes) -> dict[str, str]:
    """By passage: the text under all quadrilaterals of its highlights."""
    found: dict[str, str] = {}
    document = pypdfium2.PdfDocument(content)
    for note in notes(content, "/Highlight"):
        page = document[note.page]
        textpage = page.get_textpage()
        for at in range(0, len(note.quads), 8):
            xs, ys = note.quads[at : at + 8 : 2], note.quads[at + 1 : at + 8 : 2]
            text = textpage.get_text_bounded(min(xs), min(ys), max(xs), max(ys))
            name = note.name.split("-")[-2]
            found[name] = found.get(name, "") + letters_of(text.replace("\ufffe", ""))
        textpage.close()
        page.close()
    document.close()
    return found


@pytest.mark.parametrize("content", [column_pdf(), column_pdf(turned=True), EXAMPLE.read_bytes()])
def test_the_words_under_a_highlight_are_those_of_the_quote(content: bytes) -> None:
    assessment = assessed(content)
    under = text_under(annotated(assessment, content))
    assert set(under) == {passage.id for passage in assessment.passages}
    for passage in assessment.passages:
        quoted = letters_of(passage.text)
        if passage.kind is not BlockKind.TABLE_ROW:
            assert under[passage.id] == quoted
        # The parser puts the name of its column before a cell; in the row itself it does not stand.
        cells = "".join(part.partition(": ")[2] for part in passage.text.split("; "))
        assert Counter(letters_of(cells)) <= Counter(under[passage.id]) <= Counter(quoted)


def test_a_masked_passage_is_found_by_its_place_with_what_the_mask_hides() -> None:
    content = column_pdf(personal=True)
    assessment = assessed(content)
    under = text_under(annotated(assessment, content))
    (masked,) = [passage for passage in assessment.passages if "[e-mailadres]" in passage.text]
    whole = "De stad opent drie digipunten. Mail vragen naar jan.peeters@zavelrode.be of bel 03 123 45 67"
    assert "[telefoonnummer]" in masked.text
    assert letters_of(whole) in under[masked.id]
    assert set(under) == {passage.id for passage in assessment.passages}


def test_a_sentence_over_a_page_break_is_highlighted_on_both_pages() -> None:
    content = column_pdf()
    pages = [note.page for note in notes(annotated(assessed(content), content), "/Highlight")]
    names = [note.name for note in notes(annotated(assessed(content), content), "/Highlight")]
    (split_name,) = {name[:-2] for name in names if name.endswith("-2")} & {
        name[:-2] for name in names if name.endswith("-1")
    }
    assert "p0" in split_name
    assert set(pages) == {0, 1}


def test_a_note_tells_spearhead_grade_and_role_for_each_use() -> None:
    content = column_pdf()
    told = [note.contents for note in notes(annotated(assessed(content), content), "/Highlight")]
    first = told[0].splitlines()
    assert [line[:2] for line in first] == ["S1", "S2"]
    assert "kern" in first[0]
    assert "draagt bij" in first[1]
    assert all("activiteit" in line for line in first)


def test_the_content_of_the_proposal_stays_as_it_is() -> None:
    content = column_pdf()
    before = pikepdf.Pdf.open(io.BytesIO(content))
    after = pikepdf.Pdf.open(io.BytesIO(annotated(assessed(content), content)))
    for old, new in zip(before.pages, after.pages, strict=True):
        assert old.obj.Contents.read_bytes() == new.obj.Contents.read_bytes()


def test_the_same_file_gives_the_same_bytes() -> None:
    content = column_pdf()
    assert annotated(assessed(content), content) == annotated(assessed(content), content)


def test_passages_that_are_not_found_are_counted_on_the_first_page() -> None:
    content = column_pdf()
    assessment = assessed(content)
    first = assessment.passages[0]
    lost = replace(first, text="Deze woorden staan nergens in het bestand en dus ook niet op een blad.")
    broken = replace(assessment, passages=(lost, *assessment.passages[1:]))
    (cover,) = notes(annotated(broken, content), "/Text")
    assert cover.page == 0
    assert "1 passage kon niet" in cover.contents


def test_the_first_note_tells_that_a_program_made_it() -> None:
    content = column_pdf()
    (cover,) = notes(annotated(assessed(content), content), "/Text")
    assert "Speerwijzer 0.1.0" in cover.contents
    assert wording_in("nl").say("html.decides") in cover.contents


def test_only_the_very_file_that_was_assessed_is_annotated() -> None:
    content = column_pdf()
    with pytest.raises(MissingOriginal, match="another file"):
        annotated(assessed(content), EXAMPLE.read_bytes())
    with pytest.raises(MissingOriginal, match="Only a proposal"):
        annotated(assessed(content), None)
