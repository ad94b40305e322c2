"""A PDF that cannot be read is refused with the right sentence; one that is read with doubt says so."""

import io

import pypdfium2
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from corpus.documents import Remark, RemarkKind
from corpus.errors import DamagedDocument, EmptyDocument, EncryptedDocument, LimitExceeded, NoTextLayer
from corpus.limits import DocumentLimits
from corpus.parsing.pdf import parse_pdf
from tests.unit.corpus.pdf_samples import SENTENCE, drawn, invisible, picture, prose, put

LIMITS = DocumentLimits()


def test_password_is_refused() -> None:
    content = drawn(prose(), encrypt=StandardEncryption("geheim", ownerPassword="eigenaar"))
    with pytest.raises(EncryptedDocument):
        parse_pdf(content, "voorstel.pdf", LIMITS)


def test_owner_password_alone_is_no_obstacle() -> None:
    content = drawn(prose(), encrypt=StandardEncryption("", ownerPassword="eigenaar", canPrint=0))
    assert parse_pdf(content, "voorstel.pdf", LIMITS).text == SENTENCE


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8, 0.95, 0.99])
def test_file_that_breaks_off_is_refused(share: float) -> None:
    content = drawn(prose(), prose(), prose())
    with pytest.raises(DamagedDocument):
        parse_pdf(content[: int(len(content) * share)], "voorstel.pdf", LIMITS)


def test_second_half_of_an_updated_file_may_not_be_missing() -> None:
    content = drawn(prose()) + b"\n9 0 obj\n<< /Type /Page >>\nendobj\n"
    with pytest.raises(DamagedDocument):
        parse_pdf(content, "voorstel.pdf", LIMITS)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"geen pdf", b"%PDF-1.7\nstartxref\n0\n%%EOF"])
def test_file_that_is_no_pdf_inside_is_refused(content: bytes) -> None:
    with pytest.raises(DamagedDocument):
        parse_pdf(content, "voorstel.pdf", LIMITS)


def test_white_space_after_the_end_is_harmless() -> None:
    assert parse_pdf(drawn(prose()) + b"\0" * 5000, "voorstel.pdf", LIMITS).text == SENTENCE


def test_pictures_alone_hold_no_text() -> None:
    with pytest.raises(NoTextLayer):
        parse_pdf(drawn(picture, picture), "scan.pdf", LIMITS)


def test_stamp_on_a_scan_is_no_text_layer() -> None:
    def page(canvas: Canvas) -> None:
        picture(canvas)
        put(canvas, ["Ontvangen"], 60)

    with pytest.raises(NoTextLayer):
        parse_pdf(drawn(page, page), "scan.pdf", LIMITS)


def test_blank_pages_alone_are_empty() -> None:
    with pytest.raises(EmptyDocument):
        parse_pdf(drawn(lambda _: None, lambda _: None), "leeg.pdf", LIMITS)


def test_hidden_text_alone_is_empty() -> None:
    with pytest.raises(EmptyDocument):
        parse_pdf(drawn(lambda canvas: invisible(canvas, "verborgen woorden", 100)), "leeg.pdf", LIMITS)


def test_page_without_text_among_others_is_remarked() -> None:
    document = parse_pdf(drawn(prose(), picture, prose(300)), "voorstel.pdf", LIMITS)
    remarks = [(remark.kind, remark.pages) for remark in document.remarks]
    assert remarks == [(RemarkKind.PICTURE_OF_TEXT, (2,))]


def test_a_blank_page_hides_nothing() -> None:
    document = parse_pdf(drawn(prose(), lambda _: None, prose(300)), "voorstel.pdf", LIMITS)
    assert document.remarks == ()


def test_a_drawing_without_text_is_remarked_as_such() -> None:
    def drawing(canvas: Canvas) -> None:
        canvas.rect(100, 100, 200, 200, fill=1)

    document = parse_pdf(drawn(prose(), drawing, prose(300)), "voorstel.pdf", LIMITS)
    remarks = [(remark.kind, remark.pages) for remark in document.remarks]
    assert remarks == [(RemarkKind.PAGES_WITHOUT_TEXT, (2,))]
    assert [page.number for page in document.pages] == [1, 2, 3]


def test_too_many_pages_are_refused() -> None:
    with pytest.raises(LimitExceeded) as refusal:
        parse_pdf(drawn(*[prose()] * 3), "lang.pdf", DocumentLimits(pages=2))
    assert refusal.value.parameters == {"maximum": 2, "unit": "pages"}


def test_time_is_bounded() -> None:
    with pytest.raises(LimitExceeded) as refusal:
        parse_pdf(drawn(prose()), "traag.pdf", DocumentLimits(seconds=0))
    assert refusal.value.parameters["unit"] == "seconds"


def test_comments_are_not_read_and_remarked() -> None:
    def page(canvas: Canvas) -> None:
        prose()(canvas)
        canvas.textAnnotation("Is dit haalbaar?", Rect=[100, 100, 120, 120])

    document = parse_pdf(drawn(prose(), page), "voorstel.pdf", LIMITS)
    assert document.remarks == (Remark(RemarkKind.NOT_READ, (2,), "comments"),)
    assert "haalbaar" not in document.text


def test_embedded_file_is_not_read_and_remarked() -> None:
    buffer = io.BytesIO()
    with pypdfium2.PdfDocument(drawn(prose())) as pdf:
        pdf.new_attachment("bijlage.txt").set_data(b"inhoud")
        pdf.save(buffer)
    document = parse_pdf(buffer.getvalue(), "voorstel.pdf", LIMITS)
    assert document.remarks == (Remark(RemarkKind.NOT_READ, (), "embedded file"),)


def test_characters_without_meaning_are_remarked() -> None:
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))

    def page(canvas: Canvas) -> None:
        canvas.setFont("Vera", 10)
        canvas.drawString(70, 600, "Leesbaar en \ue001\ue002\ue003\ue004\ue005 onleesbaar.")

    document = parse_pdf(drawn(page), "voorstel.pdf", LIMITS)
    assert [remark.kind for remark in document.remarks] == [RemarkKind.POOR_TEXT]


def test_recognised_text_of_a_scan_is_read() -> None:
    def page(canvas: Canvas) -> None:
        picture(canvas)
        invisible(canvas, "Dit is de herkende tekst van een ingescande bladzijde.", 100)
        invisible(canvas, "Ze staat onzichtbaar over het beeld.", 113)

    document = parse_pdf(drawn(page), "scan.pdf", LIMITS)
    assert document.text.startswith("Dit is de herkende tekst")
    assert [(remark.kind, remark.pages) for remark in document.remarks] == [
        (RemarkKind.RECOGNISED_TEXT, (1,))
    ]


def test_recognised_text_under_the_picture_of_a_scan_is_read() -> None:
    def page(canvas: Canvas) -> None:
        put(
            canvas,
            ["Dit is de herkende tekst van een ingescande bladzijde.", "Ze staat onder het beeld."],
            100,
        )
        picture(canvas)

    document = parse_pdf(drawn(page), "scan.pdf", LIMITS)
    assert document.text.startswith("Dit is de herkende tekst")
    assert [(remark.kind, remark.pages) for remark in document.remarks] == [
        (RemarkKind.RECOGNISED_TEXT, (1,))
    ]
