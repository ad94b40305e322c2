"""The entry for an algorithm register: fields with limits, filled in as far as the program knows."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from service.dossier.facts import LANGUAGE, TO_FILL, Facts
from service.dossier.texts import read_text
from service.pages.blocks import Block, Heading, Page, Paragraph

SCHEMA = "speerwijzer/register/1"
_NAME = "algoritmeregister"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the register with its value; None for what the organisation has to fill in.

    `check` says what the organisation must look at again, `why` what belongs in an empty field.
    """

    key: str
    label: str
    value: str | None
    why: str
    check: str
    limits: Mapping[str, Any]

    @property
    def to_fill(self) -> str:
        """What belongs in the field, and whether the register refuses an entry without it."""
        return f"{self.why} (verplicht)" if self.limits.get("required") else self.why

    def problems(self) -> Iterator[str]:
        """The limits that the value breaks, by name; none for an empty field."""
        if self.value is None:
            return
        if len(self.value) > self.limits.get("longest", len(self.value)):
            yield "longest"
        if "one_of" in self.limits and self.value not in self.limits["one_of"]:
            yield "one_of"
        if "pattern" in self.limits and not re.fullmatch(self.limits["pattern"], self.value):
            yield "pattern"


def register_fields(facts: Facts) -> tuple[Field, ...]:
    """All fields in the order of the register."""
    words = facts.placeholders()
    given = {"organisation": facts.organisation, "contact": facts.contact}
    return tuple(_field(source, words, given) for source in read_text(_NAME)["fields"])


def _field(source: Mapping[str, Any], words: Mapping[str, str], given: Mapping[str, str | None]) -> Field:
    value = source["value"]
    if "option" in source:
        value = given[source["option"]]
    elif value is not None:
        value = value.strip().format_map(words)
    limits = {name: source[name] for name in ("longest", "one_of", "pattern", "required") if name in source}
    return Field(
        source["key"], source["label"], value, source.get("why", ""), source.get("check", ""), limits
    )


def register_json(facts: Facts) -> str:
    """The entry as JSON, with the fields that are still empty and those to look at again."""
    found = register_fields(facts)
    entry = {
        "schema": SCHEMA,
        "velden": {field.key: field.value for field in found},
        "nogInTeVullen": {field.key: field.to_fill for field in found if field.value is None},
        "naTeKijken": {field.key: field.check for field in found if field.check},
    }
    return json.dumps(entry, ensure_ascii=False, indent=2) + "\n"


def register_page(facts: Facts) -> Page:
    """The entry as a page for people."""
    content = read_text(_NAME)
    blocks: list[Block] = [Paragraph(content["intro"].strip())]
    for field in register_fields(facts):
        blocks += [Heading(2, field.label), Paragraph(field.value or TO_FILL.format(what=field.to_fill))]
        if field.check:
            blocks.append(Paragraph(f"[Na te kijken: {field.check}]"))
    return Page(LANGUAGE, content["title"], tuple(blocks))
