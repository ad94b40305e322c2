"""What python-docx has no words for: languages, header rows, and a text beside a picture."""

import io
from typing import TYPE_CHECKING, Any

from service.reports.pictures import Picture
from service.reports.typesetting import own_fonts

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Row
    from docx.text.run import Run

_LOCALES = {"nl": "nl-BE", "fr": "fr-BE", "en": "en-GB"}
_WIDTH = 17.0
"""Width of a picture, in centimetres."""


def set_language(document: "Document", language: str) -> None:
    """Make a language that of the whole document."""
    from docx.oxml.ns import qn

    styles: Any = document.styles.element
    for mark in styles.iter(qn("w:lang")):
        mark.set(qn("w:val"), _LOCALES[language])


def in_language(run: "Run", language: str) -> None:
    """Mark words that stand in another language; "" marks nothing."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    if language:
        mark = OxmlElement("w:lang")
        mark.set(qn("w:val"), _LOCALES.get(language, language))
        run._element.get_or_add_rPr().append(mark)


def header_row(row: "_Row") -> None:
    """Make a row the header of its table, repeated on each page and read out as such."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def with_picture(document: "Document", picture: Picture) -> None:
    """Add a picture with its text alternative."""
    from docx.shared import Cm

    shape = document.add_picture(io.BytesIO(as_png(picture)), width=Cm(_WIDTH))
    properties: Any = shape._inline.docPr
    properties.set("title", picture.title)
    properties.set("descr", picture.description)


def as_png(picture: Picture) -> bytes:
    """The picture in dots, set in the fonts of the typesetter, for programs that show no SVG."""
    import json

    from typst import compile

    source = b"#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(json(bytes(sys.inputs.svg))))"
    dots = compile(
        source,
        font_paths=own_fonts(),
        sys_inputs={"svg": json.dumps(picture.svg)},
        format="png",
        ppi=110,
        timestamp=0,
    )
    if not isinstance(dots, bytes):
        raise TypeError("The typesetter gave no bytes.")
    return dots
