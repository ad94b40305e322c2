"""Measured figures as a reader meets them: numbers with their interval, and words instead of codes."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from service.wording import Wording

if TYPE_CHECKING:
    from evaluation.card import Figures

Row = Mapping[str, Any]
CORE = "core"
"""The target that the weaknesses are told of."""


@dataclass(frozen=True, slots=True)
class Telling:
    """Figures and the language they are told in."""

    figures: "Figures"
    wording: Wording

    def say(self, key: str, **parameters: object) -> str:
        """A sentence of the catalogue."""
        return self.wording.say(key, **parameters)

    def rows(self, table: str, **wanted: str) -> Sequence[Row]:
        """The rows of a measured table whose columns hold what is wanted; none without the table."""
        names = {name.replace("_", " "): value for name, value in wanted.items()}
        rows: Sequence[Row] = self.figures["tables"].get(table, ())
        return [row for row in rows if all(row[name] == value for name, value in names.items())]

    def parts(self) -> Iterator[str]:
        """The parts of the documents that are measured apart, in the order of the figures."""
        overall = self.figures["tables"]["overall"]
        yield from dict.fromkeys(row["documents of"] for row in overall if ":" not in row["documents of"])

    def spearhead(self, name: str) -> str:
        """A spearhead by its id and title."""
        titles: Mapping[str, str] = self.figures["strategy"]["spearheads"].get(name, {})
        return f"{name} {self.local(titles)}".strip()

    def local(self, texts: Mapping[str, str]) -> str:
        """A text of the strategy in this language, else in Dutch."""
        return texts.get(self.wording.language) or texts.get("nl", "")

    def number(self, value: float | None, digits: int = 2) -> str:
        """A number with this language's decimal sign; a dash for what is not defined."""
        if value is None:
            return "–"
        rounded = round(value, digits) + 0.0  # no minus before zero
        return f"{rounded:.{digits}f}".replace(".", self.say("number.decimal")).replace("-", "−")

    def cell(self, estimate: Any, digits: int = 2) -> str:  # noqa: ANN401 -- whatever the file holds
        """An estimate with its interval, or a plain value."""
        if isinstance(estimate, Mapping):
            ends = (self.number(estimate[end], digits) for end in ("value", "low", "high"))
            return self.say("card.estimate", **dict(zip(("value", "low", "high"), ends, strict=True)))
        if isinstance(estimate, float):
            return self.number(estimate, digits)
        return "–" if estimate is None else str(estimate)

    def share(self, estimate: Any) -> str:  # noqa: ANN401 -- whatever the file holds
        """An estimate of a share as percentages with one decimal."""
        if not isinstance(estimate, Mapping):
            return self.cell(estimate)
        ends = {end: self.number(100 * estimate[end], 1) for end in ("value", "low", "high")}
        return self.say("card.percentages", **ends)

    def part(self, name: str) -> str:
        """The words for a part of the documents."""
        return self.wording.name("card.part", name.replace(":", ""))

    def target(self, name: str) -> str:
        """The words for a target."""
        return self.wording.name("card.target", name)

    def system(self, name: str) -> str:
        """The words for a system that is compared."""
        return self.wording.name("card.system", name.replace(" + ", "_"))

    def change(self, name: str) -> str:
        """The words for a change that should not matter."""
        return self._word(self.wording.name("card.change", code(name)), name)

    def feature(self, name: str) -> str:
        """The words for a variant of the ablation: `everything`, or `without` or `only` some features."""
        how, _, features = name.partition(" ")
        if not features:
            return self.say("card.ablation.everything")
        word = self._word(self.wording.name("card.feature", code(features)), features)
        return f"{self.wording.name('card.ablation', how)} {word}"

    def kind(self, by: str, value: str) -> str:
        """The words for a slice of the documents."""
        if by == "language":
            return self.wording.name("language", value)
        if by == "group":
            return self._word(self.wording.name("card.group", code(value)), value)
        if by == "length":
            return self._length(value)
        return self._word(self.wording.name("card.kind", code(value)), value)

    def _length(self, value: str) -> str:
        bounds = re.findall(r"\d+", value)
        if len(bounds) > 1:
            return self.say("card.words.between", low=bounds[0], high=bounds[1])
        return self.say("card.words.longer", low=bounds[0]) if bounds else value

    def _word(self, found: str, name: str) -> str:
        return name if found == code(name) else found


def code(name: str) -> str:
    """A name as the last word of a key of the catalogue."""
    return re.sub(r"\W+", "_", name).strip("_").lower()
