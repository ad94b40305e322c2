"""The canonical text of a proposal as JSON: what all offsets in the product refer to."""

import json
from collections.abc import Sequence

from corpus.documents import Document, Passage


def text_content(document: Document, passages: Sequence[Passage]) -> str:
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
            for passage in passages
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2)
