"""What the service and its parser processes say to each other: JSON, never pickled objects.

A parser process may have been taken over by the file it read: what it answers is data, checked on arrival.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

from corpus.documents import Document
from corpus.errors import (
    CorpusError,
    DamagedDocument,
    EmptyDocument,
    EncryptedDocument,
    LimitExceeded,
    MissingFile,
    NoTextLayer,
    UnreadableDocument,
    UnsupportedType,
)
from corpus.limits import DocumentLimits

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_ERRORS: Mapping[str, type[UnreadableDocument]] = {
    error.code: error
    for error in (
        DamagedDocument, EmptyDocument, EncryptedDocument, LimitExceeded, MissingFile, NoTextLayer,
        UnsupportedType,
    )
}  # fmt: skip
_LONGEST_PARAMETER = 200


class Ending(StrEnum):
    """How a parser process ended."""

    READ = "read"
    REFUSED = "refused"
    TIME = "time"
    MEMORY = "memory"
    CRASH = "crash"


@dataclass(frozen=True, slots=True)
class Request:
    """One file to read; the file itself is handed over as an open descriptor."""

    name: str
    limits: DocumentLimits
    memory_bytes: int
    wall_seconds: float
    answer_bytes: int

    def packed(self) -> bytes:
        """The request in one message."""
        return json.dumps(asdict(self)).encode()


def unpack_request(message: bytes) -> Request:
    """The request in a message."""
    content = json.loads(message)
    return Request(**{**content, "limits": DocumentLimits(**content["limits"])})


def pack_document(document: Document) -> bytes:
    """A document as an answer."""
    return _documents().dump_json(document)


def unpack_document(answer: bytes) -> Document:
    """The document in an answer; raises ValueError for anything that is not one."""
    document = _documents().validate_json(answer, strict=True)
    end = len(document.text)
    spans = [(page.start, page.end) for page in document.pages]
    spans += [(block.start, block.end) for block in document.blocks]
    if not all(0 <= first <= last <= end for first, last in spans):
        raise ValueError("offsets outside the text")
    return document


def pack_error(error: CorpusError) -> bytes:
    """An error as an answer."""
    return json.dumps({"code": error.code, "parameters": dict(error.parameters)}, default=str).encode()


def unpack_error(answer: bytes) -> UnreadableDocument:
    """The error in an answer; an answer that is not one stands for a damaged document."""
    try:
        content = json.loads(answer)
        parameters: dict[str, Any] = {
            str(name): _plain(value) for name, value in content["parameters"].items()
        }
        error = _ERRORS[content["code"]]
        parameters.pop("description", None)  # told by the code of what was found
        return error(**parameters)
    except (ValueError, KeyError, TypeError, AttributeError):
        return DamagedDocument()


def _plain(value: object) -> object:
    return value if isinstance(value, int | float) else str(value)[:_LONGEST_PARAMETER]


@cache
def _documents() -> "TypeAdapter[Document]":
    from pydantic import TypeAdapter

    return TypeAdapter(Document)
