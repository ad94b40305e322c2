"""The parts of a Word file: found by their relationships, read with bounds, parsed without entities."""

import posixpath
from typing import TYPE_CHECKING

from corpus.errors import DamagedDocument
from corpus.parsing.archives import Archive

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_USUAL_MAIN_PART = "word/document.xml"
# "Strict" files use other namespaces for the same elements.
_STRICT_NAMESPACES = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        b"http://purl.oclc.org/ooxml/drawingml/main",
        b"http://schemas.openxmlformats.org/drawingml/2006/main",
    ),
)


class WordPackage:
    """Gives the XML parts of a Word file by the last word of their relationship type."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._names = set(archive.names)
        self._main = self._related("").get("officeDocument", _USUAL_MAIN_PART)
        self._parts = self._related(self._main)

    def body(self) -> "BaseOxmlElement":
        """Return the root of the main part. Raises `DamagedDocument` if there is none."""
        return self._parsed(self._main)

    def part(self, kind: str) -> "BaseOxmlElement | None":
        """Return the root of the related part of a kind such as "styles", or None when the file has none."""
        name = self._parts.get(kind)
        return self._parsed(name) if name in self._names and name is not None else None

    def _related(self, name: str) -> dict[str, str]:
        folder, base = posixpath.split(name)
        relations = posixpath.join(folder, "_rels", f"{base}.rels")
        if relations not in self._names:
            return {}
        found: dict[str, str] = {}
        for relation in self._parsed(relations):
            kind, target = relation.get("Type", ""), relation.get("Target", "")
            path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found.setdefault(kind.rsplit("/", 1)[-1], path)
        return found

    def _parsed(self, name: str) -> "BaseOxmlElement":
        from docx.oxml.parser import parse_xml
        from lxml.etree import XMLSyntaxError  # type: ignore[import-untyped]

        xml = self._archive.read_xml(name)
        for strict, usual in _STRICT_NAMESPACES:
            xml = xml.replace(strict, usual)
        try:
            return parse_xml(xml)
        except XMLSyntaxError as error:
            raise DamagedDocument from error


def value(parent: "BaseOxmlElement | None", name: str, attribute: str = "val") -> str | None:
    """Return an attribute of the child `name` of `parent`: None without the child, "" when it states none."""
    child = None if parent is None else parent.find(W + name)
    return None if child is None else child.get(W + attribute, "")


def is_on(parent: "BaseOxmlElement | None", name: str) -> bool | None:
    """Return a switch such as "b" or "vanish", or None when it is not stated."""
    stated = value(parent, name)
    return None if stated is None else stated not in {"0", "false", "off"}
