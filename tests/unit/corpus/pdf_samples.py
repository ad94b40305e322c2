"""Small PDFs, drawn with reportlab, that each show one thing a PDF can hold."""

import io
from collections.abc import Callable, Iterable, Sequence

from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = float(A4[0]), float(A4[1])
LEFT = 70.0
SENTENCE = (
    "We bouwen een digitaal loket dat de gegevens ophaalt bij de bron zodat inwoners niets "
    "dubbel invullen en medewerkers meer tijd hebben voor de vragen die er echt toe doen."
)


def drawn(*pages: Callable[[Canvas], object], encrypt: object = None, title: str = "") -> bytes:
    """A PDF of A4 pages, each drawn by one function; the same bytes every time."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1, encrypt=encrypt)
    if title:
        canvas.setTitle(title)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` characters."""
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def put(
    canvas: Canvas,
    lines: Iterable[str],
    top: float,
    *,
    left: float = LEFT,
    size: float = 10,
    bold: bool = False,
    leading: float = 1.3,
) -> float:
    """Write lines below `top` (points from the upper side) and return where the next line would stand."""
    canvas.setFont("Helvetica-Bold" if bold else "Helvetica", size)
    for line in lines:
        canvas.drawString(left, HEIGHT - top, line)
        top += size * leading
    return top


def grid(
    canvas: Canvas, rows: Sequence[Sequence[str]], top: float, widths: Sequence[float], *, lines: bool = True
) -> float:
    """Draw a table with a bold first row, with or without ruling lines."""
    height = 18.0
    for number, row in enumerate(rows):
        left = LEFT
        for text, width in zip(row, widths, strict=True):
            put(canvas, [text], top + height - 5, left=left + 4, bold=number == 0)
            if lines:
                canvas.rect(left, HEIGHT - top - height, width, height)
            left += width
        top += height
    return top


def prose(top: float = 150) -> Callable[[Canvas], float]:
    """A page with one paragraph."""
    return lambda canvas: put(canvas, wrapped(SENTENCE, 80), top)


def picture(canvas: Canvas) -> None:
    """A grey picture over the whole page, as a scan is."""
    canvas.drawInlineImage(Image.new("L", (20, 28), 200), 0, 0, WIDTH, HEIGHT)


def invisible(canvas: Canvas, text: str, top: float) -> None:
    """Text in the mode that draws nothing, as text recognition writes it."""
    canvas.saveState()
    written = canvas.beginText(LEFT, HEIGHT - top)
    written.setTextRenderMode(3)
    written.setFont("Helvetica", 10)
    written.textLine(text)
    canvas.drawText(written)
    canvas.restoreState()


def two_columns(canvas: Canvas) -> None:
    """A title and an introduction over the whole width, two columns, and a last line below them."""
    put(canvas, ["Nota over gedeelde gegevens"], 90, size=22, bold=True)
    put(canvas, wrapped(f"Inleiding. {SENTENCE}", 90), 130)
    for left, side in ((LEFT, "linkse"), (320.0, "rechtse")):
        top = put(canvas, [f"De {side} kolom"], 190, left=left, size=12, bold=True)
        for number in range(3):
            lines = wrapped(f"Alinea {number} van de {side} kolom. {SENTENCE}", 42)
            top = put(canvas, lines, top + 8, left=left)
    put(canvas, wrapped(f"Slot. {SENTENCE}", 90), 600)
