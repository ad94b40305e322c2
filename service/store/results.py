"""A whole assessment as bytes, so that a report can be rendered from it later and elsewhere."""

import zlib
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import TypeAdapter

    from corpus.documents import Document
    from models.assessment import Assessment


def pack_assessment(assessment: "Assessment") -> bytes:
    """The assessment with its document; the same assessment gives the same bytes."""
    return zlib.compress(_assessments().dump_json(assessment), level=6)


def unpack_assessment(content: bytes) -> "Assessment":
    """The assessment that was packed."""
    return _assessments().validate_json(zlib.decompress(content))


def pack_document(document: "Document") -> bytes:
    """A parsed proposal."""
    return zlib.compress(_documents().dump_json(document), level=6)


def unpack_document(content: bytes) -> "Document":
    """The parsed proposal that was packed."""
    return _documents().validate_json(zlib.decompress(content))


@cache
def _assessments() -> "TypeAdapter[Assessment]":
    from pydantic import TypeAdapter

    from models.assessment import Assessment

    return TypeAdapter(Assessment)


@cache
def _documents() -> "TypeAdapter[Document]":
    from pydantic import TypeAdapter

    from corpus.documents import Document

    return TypeAdapter(Document)
