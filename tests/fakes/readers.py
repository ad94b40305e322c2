"""Readers of rendered reports: the text that a person finds in a file, by format."""

import io
import re
from collections.abc import Callable

import pypdfium2
from docx import Document
from selectolax.lexbor import LexborHTMLParser


def text_of_html(page: str | bytes) -> str:
    return LexborHTMLParser(page).body.text(separator=" ")  # type: ignore[union-attr]


def text_of_pdf(content: str | bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    texts = []
    for page in document:
        textpage = page.get_textpage()
        texts.append(textpage.get_text_bounded())
        textpage.close()
        page.close()
    document.close()
    return "\n".join(texts)


def text_of_docx(content: str | bytes) -> str:
    assert isinstance(content, bytes)
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def text_of_markdown(content: str | bytes) -> str:
    return re.sub(r"\\(?=[^\w\s])", "", str(content))


READERS: dict[str, Callable[[str | bytes], str]] = {
    "md": text_of_markdown,
    "html": text_of_html,
    "pdf": text_of_pdf,
    "docx": text_of_docx,
}
