"""The report as one HTML file that asks nothing of the network and runs no script."""

import json
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from itertools import groupby
from typing import TYPE_CHECKING

from corpus.documents import BlockKind
from models.alignment import Grade
from service.reports.composing import compose
from service.reports.illustrating import pictures_of
from service.reports.json_report import assessment_object
from service.reports.places import Places
from service.reports.proposal_text import TextBlock, text_blocks
from service.reports.report import Report
from service.saved_reports import EMBEDDED_ID

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATE = "assessment.html.j2"
_STYLE = "assessment.css"


@dataclass(frozen=True, slots=True)
class TextGroup:
    """Neighbouring blocks that are shown as one whole: the items of a list, the rows of a table."""

    kind: str
    blocks: tuple[TextBlock, ...]


def render_html(report: Report) -> str:
    """The report as a complete HTML page; every text is escaped where it enters the page."""
    style = _style()
    places = Places(report.assessment, report.wording)
    content = compose(report)
    return (
        _environment()
        .get_template(_TEMPLATE)
        .render(
            content=content,
            pictures=pictures_of(report, content),
            groups=tuple(grouped(text_blocks(report.assessment, places))),
            say=report.wording.say,
            grades=tuple(Grade),
            style=style,
            policy=_policy(style),
            version=report.assessment.engine.version,
            embedded=_embedded(report),
            embedded_id=EMBEDDED_ID,
        )
    )


def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("service", "reports/templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _style() -> str:
    return files("service").joinpath("reports", "templates", _STYLE).read_text(encoding="utf-8")


def _embedded(report: Report) -> str:
    """The report as JSON that cannot end the element it stands in: `speerwijzer verify` finds it there."""
    text = json.dumps(assessment_object(report), allow_nan=False)
    return text.translate({ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\x7f"})


def _policy(style: str) -> str:
    """A content security policy that allows this very style and nothing else."""
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    )


def grouped(blocks: tuple[TextBlock, ...]) -> Iterator[TextGroup]:
    """The blocks with those that belong together as one group."""
    for kind, members in groupby(blocks, key=_group_kind):
        if kind in ("list", "table"):
            yield TextGroup(kind, tuple(members))
        else:
            yield from (TextGroup(kind, (block,)) for block in members)


def _group_kind(block: TextBlock) -> str:
    kinds = {
        BlockKind.TITLE: "heading",
        BlockKind.HEADING: "heading",
        BlockKind.LIST_ITEM: "list",
        BlockKind.TABLE_ROW: "table",
    }
    return kinds.get(block.kind, "paragraph")
