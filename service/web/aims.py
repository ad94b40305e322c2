"""The spearheads that a project lead says to aim for: kept in the address, and nowhere else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.datastructures import ImmutableMultiDict

from models.alignment import Element
from service.reports.sentences import capital

if TYPE_CHECKING:
    from models.alignment import Alignment
    from service.reports.content import AlignmentContent, Link, ReportContent
    from service.reports.places import Places

_MOST, _LONGEST = 50, 64


@dataclass(frozen=True, slots=True)
class Block:
    """A building block of a claim; `elsewhere` is a passage that has it, but not about this spearhead."""

    name: str
    found: bool
    elsewhere: "Link | None"


@dataclass(frozen=True, slots=True)
class Aim:
    """A spearhead that the lead can say to aim for; `blocks` where that was said."""

    alignment: "AlignmentContent"
    chosen: bool
    blocks: Sequence[Block]


def aims_of(values: ImmutableMultiDict[str, object]) -> list[str]:
    """The spearheads named in a form or an address; what is no id of the strategy is passed over later."""
    return [value[:_LONGEST] for value in values.getlist("aim")[:_MOST] if isinstance(value, str)]


def with_aims(path: str, aims: Iterable[str]) -> str:
    """A path that remembers the aims."""
    query = urlencode([("aim", aim) for aim in aims])
    return f"{path}?{query}" if query else path


def possible_aims(
    content: "ReportContent", alignments: "Sequence[Alignment]", places: "Places", chosen: Sequence[str]
) -> list[Aim]:
    """Every spearhead of a result, in its order."""
    return [
        Aim(told, told.id in chosen, _blocks(alignment, places) if told.id in chosen else ())
        for told, alignment in zip(content.alignments, alignments, strict=True)
    ]


def _blocks(alignment: "Alignment", places: "Places") -> list[Block]:
    lacking = alignment.counterfactual.missing
    there = {item.element: item.passage for item in alignment.counterfactual.elsewhere}
    return [
        Block(
            capital(places.wording.say(f"element.{element}")),
            element not in lacking,
            places.passage(there[element]) if element in there and places.knows(there[element]) else None,
        )
        for element in Element
    ]
