"""`speerwijzer text`: the canonical text of a proposal, to which all offsets refer."""

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.errors import naming
from service.services import open_session
from service.streams import write_out
from service.use_cases import read_passages

if TYPE_CHECKING:
    from corpus.documents import Document


class TextFormat(StrEnum):
    """How the canonical text is shown."""

    TEXT = "text"
    JSON = "json"


def text(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The proposal.", show_default=False)],
    format: Annotated[
        TextFormat, typer.Option(help="text: as it is; json: with its pages and passages.")
    ] = TextFormat.TEXT,
) -> None:
    """Show the canonical text of a proposal: what is assessed, and what all offsets refer to."""
    session = open_session(context)
    with naming(path):
        document = session.services.read_document(path, session.settings.limits)
    write_out(document.text if format is TextFormat.TEXT else text_json(document))


def text_json(document: "Document") -> str:
    """The canonical text with its pages and passages as JSON; offsets count code points."""
    content = {
        "text": document.text,
        "pages": [{"number": page.number, "start": page.start, "end": page.end} for page in document.pages],
        "passages": [
            {
                "id": passage.id,
                "start": passage.start,
                "end": passage.end,
                "page": passage.page,
                "section": passage.section,
                "language": passage.language,
            }
            for passage in read_passages(document)
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2)
