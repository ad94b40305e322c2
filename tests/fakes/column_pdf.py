"""A proposal as a PDF with two columns, words broken at line ends and a sentence over a page break."""

import io

import pikepdf
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

_LEFT = (
    "De stad opent drie digipunten waar vrijwil-",
    "ligers inwoners leren werken met een com-",
    "puter. Elke week zijn er twaalf uren hulp.",
    "We lenen zestig laptops uit aan gezinnen",
    "die er zelf geen hebben.",
)
_RIGHT = (
    "Na twee jaar hebben 600 inwoners een reeks",
    "lessen gevolgd. Het aandeel zonder digitale",
    "basisvaardigheden daalt van 38 naar 25 %.",
    "De formulieren van het loket herschrijven we in",
)
_NEXT = (
    "gewone taal en we testen ze met twaalf inwoners",
    "voor ze online gaan. Elke week zijn er twaalf uren hulp.",
)


_PERSONAL = (
    "De stad opent drie digipunten. Mail vragen naar",
    "jan.peeters@zavelrode.be of bel 03 123 45 67 voor",
    "een plek. Elke week zijn er twaalf uren hulp.",
)


def column_pdf(*, turned: bool = False, personal: bool = False) -> bytes:
    """Two pages with a running head and a foot; `turned` shows them a quarter turn round.

    With `personal` the first column tells an address and a number.
    """
    left = _PERSONAL if personal else _LEFT
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, invariant=1)
    for number, columns in enumerate((((56, left), (310, _RIGHT)), ((56, _NEXT),)), 1):
        if number == 1:
            canvas.setFont("Helvetica-Bold", 14)
            canvas.drawString(56, 780, "Digitale hulp in de wijk")
        canvas.setFont("Helvetica", 10)
        for x, lines in columns:
            for place, line in enumerate(lines):
                canvas.drawString(x, 740 - 14 * place, line)
        canvas.setFont("Helvetica", 8)
        canvas.drawString(56, 40, f"Voorstel Zavelrode, bladzijde {number}")
        canvas.showPage()
    canvas.save()
    return _turned(stream.getvalue()) if turned else stream.getvalue()


def _turned(content: bytes) -> bytes:
    stream = io.BytesIO()
    with pikepdf.Pdf.open(io.BytesIO(content)) as pdf:
        for page in pdf.pages:
            page.rotate(90, relative=False)
        pdf.save(stream, deterministic_id=True)
    return stream.getvalue()
