"""The content of an example proposal, apart from how it is set: read from tools/examples/*.yaml."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parent / "examples"
SOFT_HYPHEN = "\u00ad"
# First halves of the long compounds in the examples: where a typesetter would break the word.
FIRST_HALVES = re.compile(
    r"\b(afspraken|beheer|burgerzaken|communicatie|gegevens|gemeente|informatie|loket|penetratie|product|"
    r"project|verwerkers|veiligheids|leveranciers|raads|ontwikkelings|dienst|bibliotheek|vrijwilligers)(?=[a-z]{4})"
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first row is its head; `widths` are shares of the line."""

    caption: str
    widths: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of the text; `kind` is heading, subheading, text, list, table or columns."""

    kind: str
    text: str = ""
    items: tuple[str, ...] = ()
    table: Table | None = None
    parts: tuple["Part", ...] = ()


@dataclass(frozen=True, slots=True)
class ExampleProposal:
    """A fictional proposal with its title page."""

    title: str
    subtitle: str
    organisation: str
    call: str
    reference: str
    date: str
    header: str
    facts: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]


def hyphenatable(text: str) -> str:
    """Puts soft hyphens in long compounds, so that a narrow column may break them."""
    return FIRST_HALVES.sub(lambda match: match.group(0) + SOFT_HYPHEN, text)


def read(name: str) -> ExampleProposal:
    """Reads tools/examples/NAME.yaml."""
    content = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    facts = tuple((label, text) for label, text in content.pop("facts"))
    parts = _parts(content.pop("parts"))
    return ExampleProposal(**content, facts=facts, parts=parts)


def _parts(items: Sequence[Mapping[str, Any]]) -> tuple[Part, ...]:
    return tuple(_part(kind, value) for item in items for kind, value in item.items())


def _part(kind: str, value: Any) -> Part:  # noqa: ANN401  # YAML: the kind decides the type
    if kind == "list":
        return Part(kind, items=tuple(value))
    if kind == "columns":
        return Part(kind, parts=_parts(value))
    if kind == "table":
        rows = tuple(tuple(row) for row in value["rows"])
        return Part(kind, table=Table(value["caption"], tuple(value["widths"]), rows))
    return Part(kind, text=value)
