"""Tiny office files, built in memory from the XML of their bodies."""

import io
import zipfile
from collections.abc import Mapping

from corpus.documents import Document

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD_SPACES = (
    f'xmlns:w="{_WORD}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_ODF_SPACES = " ".join(
    f'xmlns:{prefix}="{_ODF}{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "text": "text",
        "table": "table",
        "style": "style",
        "draw": "drawing",
        "fo": "xsl-fo-compatible",
    }.items()
)
ODT_MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
STYLES = (
    '<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Kop2"><w:name w:val="Kop 2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Eigen"><w:name w:val="Onze kop"/>'
    '<w:basedOn w:val="Kop2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Inhopg1"><w:name w:val="toc 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Diep"><w:name w:val="Diep"/>'
    '<w:pPr><w:outlineLvl w:val="3"/></w:pPr></w:style>'
    '<w:style w:type="character" w:styleId="Weg"><w:name w:val="Weg"/><w:rPr><w:vanish/></w:rPr></w:style>'
)


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """Return a compressed zip of `members`."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def word_file(body: str, **parts: str) -> bytes:
    """Return a DOCX with `body`; further parts such as `footnotes` by the name of their relationship."""
    parts.setdefault("styles", STYLES)
    relations = "".join(
        f'<Relationship Id="r{kind}" Type="{_RELATIONS}/{kind}" Target="{kind}.xml"/>' for kind in parts
    )
    members = {
        "[Content_Types].xml": "<Types><!-- wordprocessingml --></Types>",
        "_rels/.rels": _relations(
            f'<Relationship Id="r1" Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/>'
        ),
        "word/_rels/document.xml.rels": _relations(relations),
        "word/document.xml": f"<w:document {_WORD_SPACES}><w:body>{body}</w:body></w:document>",
    }
    for kind, xml in parts.items():
        members[f"word/{kind}.xml"] = f"<w:{kind} {_WORD_SPACES}>{xml}</w:{kind}>"
    return zipped(members)


def word_paragraph(text: str, *, style: str = "", run: str = "") -> str:
    """Return the XML of a paragraph of one run; `run` holds its properties."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{properties}<w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def word_table(*rows: tuple[str, ...]) -> str:
    """Return the XML of a table; a cell is its text or, when it starts with "<", its XML."""
    cells = [[cell if cell.startswith("<") else word_paragraph(cell) for cell in row] for row in rows]
    lines = ["".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in cells]
    return "<w:tbl>" + "".join(f"<w:tr>{line}</w:tr>" for line in lines) + "</w:tbl>"


def open_document(body: str, styles: str = "", manifest: str = "<manifest/>") -> bytes:
    """Return an ODT with `body` and automatic `styles`."""
    return zipped(
        {
            "mimetype": ODT_MEDIA_TYPE,
            "content.xml": _open_document_xml("document-content", "", body, styles),
            "META-INF/manifest.xml": manifest,
        }
    )


def flat_open_document(body: str) -> bytes:
    """Return an ODT as one XML file."""
    return _open_document_xml("document", f'office:mimetype="{ODT_MEDIA_TYPE}"', body, "").encode()


def lines_of(document: Document) -> list[str]:
    """Return the blocks as "kind: text", with the level after the kind of a heading."""
    return [
        f"{block.kind.value}{block.level or ''}: {document.text[block.start : block.end]}"
        for block in document.blocks
    ]


def _relations(content: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{content}</Relationships>'


def _open_document_xml(root: str, attributes: str, body: str, styles: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:{root} {_ODF_SPACES} {attributes} '
        f'office:version="1.3">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:{root}>"
    )
