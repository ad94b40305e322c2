"""What a reader of the page cannot see is no part of the text, and is told."""

from collections.abc import Callable

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from corpus.documents import RemarkKind
from corpus.limits import DocumentLimits
from corpus.parsing.pdf import parse_pdf
from tests.unit.corpus.pdf_samples import HEIGHT, LEFT, SENTENCE, drawn, invisible, prose, put

SECRET = "open data en artificiële intelligentie"


def white(canvas: Canvas) -> None:
    canvas.setFillColorRGB(1, 1, 1)
    put(canvas, [SECRET], 300)


def nearly_white(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0.96, 0.97, 0.98)
    put(canvas, [SECRET], 300)


def dark_on_dark(canvas: Canvas) -> None:
    canvas.rect(LEFT - 5, HEIGHT - 310, 300, 30, fill=1)
    put(canvas, [SECRET], 300)


def tiny(canvas: Canvas) -> None:
    put(canvas, [SECRET], 300, size=1)


def beside_the_page(canvas: Canvas) -> None:
    put(canvas, [SECRET], 300, left=-500)


def below_the_page(canvas: Canvas) -> None:
    put(canvas, [SECRET], HEIGHT + 50)


def drawing_nothing(canvas: Canvas) -> None:
    invisible(canvas, SECRET, 300)


def transparent(canvas: Canvas) -> None:
    canvas.setFillAlpha(0)
    put(canvas, [SECRET], 300)


def covered(canvas: Canvas) -> None:
    put(canvas, [SECRET], 300)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.rect(LEFT - 5, HEIGHT - 310, 300, 30, fill=1, stroke=0)


def behind_a_picture(canvas: Canvas) -> None:
    put(canvas, [SECRET], 300)
    canvas.drawInlineImage(Image.new("RGB", (20, 20), (90, 120, 90)), LEFT - 5, HEIGHT - 320, 300, 40)


@pytest.mark.parametrize(
    "hide",
    [
        white,
        nearly_white,
        dark_on_dark,
        tiny,
        beside_the_page,
        below_the_page,
        drawing_nothing,
        transparent,
        covered,
        behind_a_picture,
    ],
)
def test_hidden_text_is_left_out_and_remarked(hide: Callable[[Canvas], None]) -> None:
    def page(canvas: Canvas) -> None:
        prose()(canvas)
        hide(canvas)

    document = parse_pdf(drawn(prose(), page), "voorstel.pdf", DocumentLimits())
    assert SECRET not in document.text
    assert [(remark.kind, remark.pages) for remark in document.remarks] == [(RemarkKind.HIDDEN_TEXT, (2,))]


def on_blue(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0, 0, 0.5)
    canvas.rect(LEFT - 5, HEIGHT - 310, 300, 30, fill=1)
    white(canvas)


def on_a_curve(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0, 0, 0.5)
    canvas.roundRect(LEFT - 5, HEIGHT - 310, 300, 30, 6, fill=1)
    white(canvas)


def grey(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0.6, 0.6, 0.6)
    put(canvas, [SECRET], 300)


def under_a_picture_that_lets_through(canvas: Canvas) -> None:
    put(canvas, [SECRET], 300)
    clear = ImageReader(Image.new("RGBA", (20, 20), (90, 120, 90, 40)))
    canvas.drawImage(clear, LEFT - 5, HEIGHT - 320, 300, 40, mask="auto")


def on_a_picture(canvas: Canvas) -> None:
    canvas.drawInlineImage(Image.new("RGB", (20, 20), (90, 120, 90)), LEFT - 5, HEIGHT - 320, 300, 40)
    put(canvas, [SECRET], 300)


def beside_a_picture(canvas: Canvas) -> None:
    put(canvas, [SECRET], 300)
    canvas.drawInlineImage(Image.new("RGB", (20, 20), (90, 120, 90)), LEFT - 5, HEIGHT - 420, 300, 40)


@pytest.mark.parametrize(
    "show",
    [on_blue, on_a_curve, grey, under_a_picture_that_lets_through, on_a_picture, beside_a_picture],
)
def test_text_that_stands_out_is_kept(show: Callable[[Canvas], None]) -> None:
    document = parse_pdf(drawn(show), "voorstel.pdf", DocumentLimits())
    assert document.text == SECRET
    assert not document.remarks


def test_white_rectangle_that_is_cut_to_a_corner_covers_only_that() -> None:
    def page(canvas: Canvas) -> None:
        prose()(canvas)
        corner = canvas.beginPath()
        corner.rect(400, 50, 50, 50)
        canvas.clipPath(corner, stroke=0, fill=0)
        canvas.setFillColorRGB(1, 1, 1)
        canvas.rect(0, 0, 600, HEIGHT, fill=1, stroke=0)

    document = parse_pdf(drawn(page), "voorstel.pdf", DocumentLimits())
    assert document.text == SENTENCE
    assert not document.remarks


def test_text_before_a_frame_without_filling_is_kept() -> None:
    def page(canvas: Canvas) -> None:
        put(canvas, [SENTENCE[:40]], 300)
        canvas.rect(LEFT - 5, HEIGHT - 310, 300, 30)

    assert not parse_pdf(drawn(page), "voorstel.pdf", DocumentLimits()).remarks


def test_slanted_watermark_is_not_read_and_told() -> None:
    def page(canvas: Canvas) -> None:
        prose()(canvas)
        canvas.rotate(45)
        canvas.setFont("Helvetica", 60)
        canvas.drawString(300, 100, "ONTWERP")

    document = parse_pdf(drawn(page), "voorstel.pdf", DocumentLimits())
    assert document.text == SENTENCE
    assert [(remark.kind, remark.detail) for remark in document.remarks] == [
        (RemarkKind.NOT_READ, "slanted text")
    ]
