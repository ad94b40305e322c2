"""The one catalogue of sentences: service/messages/<language>.yaml, the same keys in every language.

A key is a path of words with dots, such as `report.title`. A message may hold {placeholders}; a
message that depends on a number has the keys `one` and `other`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from math import ceil, floor
from types import MappingProxyType

from corpus.errors import CorpusError, InvalidStrategy

LANGUAGES = ("nl", "en", "fr")
"""The languages of the interface; Dutch is the model that the others follow."""

_MEGABYTE = 1_000_000
_FOUND_FAMILIES = MappingProxyType({"unsupported_type": "type", "missing_file": "absent"})
"""The family of words for the parameter `found` of an error, by the error's code."""


class UnknownLanguage(ValueError):
    """The interface does not exist in this language; the message lists the languages there are."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The catalogue in one language."""

    language: str
    messages: Mapping[str, str]

    def say(self, key: str, **parameters: object) -> str:
        """The message with its placeholders filled in; KeyError for a key that does not exist."""
        return self.messages[key].format_map(parameters)

    def count(self, key: str, number: int, **parameters: object) -> str:
        """The singular or plural of a message; `number` is also its placeholder {count}."""
        singular = number in (0, 1) if self.language == "fr" else number == 1
        form = "one" if singular else "other"
        return self.say(f"{key}.{form}", count=self.number(number), **parameters)

    def name(self, family: str, code: str) -> str:
        """The word for a code of a family such as `channel`; a code without a word stands for itself."""
        return self.messages.get(f"{family}.{code.replace(' ', '_')}", code)

    def listing(self, items: tuple[str, ...]) -> str:
        """The items as they are written in a sentence: a, b and c."""
        if len(items) < 2:  # noqa: PLR2004 -- two items are the least that need the word "and"
            return "".join(items)
        return f"{', '.join(items[:-1])} {self.say('missing.and')} {items[-1]}"

    def number(self, number: float) -> str:
        """A number with this language's separators, whole where it is whole, else one decimal."""
        text = f"{number:,.0f}" if float(number).is_integer() else f"{number:,.1f}"
        separators = {",": self.messages["number.thousands"], ".": self.messages["number.decimal"]}
        return "".join(separators.get(character, character) for character in text)

    def percent(self, share: float) -> str:
        """A probability, 0 to 1, as a percentage that never claims to be certain."""
        rounded = round(share * 100)
        if rounded < 1:
            return self.say("number.very_low")
        if rounded > 99:  # noqa: PLR2004 -- 100 % would claim what no calibration can give
            return self.say("number.very_high")
        return self.say("number.percent", value=rounded)

    def share(self, share: float) -> str:
        """A plain proportion, 0 to 1, as a whole percentage."""
        return self.say("number.percent", value=round(share * 100))

    def score(self, score: float) -> str:
        """A raw score, 0 to 1, with two decimals, so that nobody takes it for a probability."""
        return f"{score:.2f}".replace(".", self.messages["number.decimal"])

    def interval(self, bounds: tuple[float, float]) -> str:
        """The interval of a probability as a range of whole percentages."""
        low, high = outward(bounds)
        return self.say("number.interval", low=low, high=high)

    def moment(self, moment: datetime) -> str:
        """A moment, written out in coordinated universal time."""
        there = moment.astimezone(UTC)
        month = self.messages[f"month.{there:%m}"]
        return self.say("report.moment", day=there.day, month=month, year=there.year,
                        hour=f"{there:%H}", minute=f"{there:%M}")  # fmt: skip


def outward(bounds: tuple[float, float]) -> tuple[int, int]:
    """An interval in whole percentages that never looks narrower than it is, nor empty."""
    # What floating point adds to a bound such as 0.29 may not move it by a whole percentage.
    low, high = (round(bound * 100, 6) for bound in bounds)
    return floor(low), ceil(high)


@cache
def wording_in(language: str) -> Wording:
    """The catalogue in a language, read once; raises UnknownLanguage."""
    import yaml

    if language not in LANGUAGES:
        raise UnknownLanguage(f"There is no language {language!r}. Known languages: {', '.join(LANGUAGES)}.")
    catalogue = files("service").joinpath("messages", f"{language}.yaml").read_text(encoding="utf-8")
    return Wording(language, MappingProxyType(dict(_flattened(yaml.safe_load(catalogue)))))


def _flattened(node: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in node.items():
        if isinstance(value, Mapping):
            yield from _flattened(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", str(value)


def error_sentence(error: Exception, language: str) -> str:
    """What went wrong with the input and what to do, in a language; else the error's own text."""
    wording = wording_in(language)
    if not isinstance(error, CorpusError) or f"error.{error.code}" not in wording.messages:
        return str(error)
    try:
        return wording.say(f"error.{error.code}", **_worded_parameters(error, wording))
    except KeyError:
        # An error raised with other parameters than its sentence asks for still has its own text.
        return str(error)


def _worded_parameters(error: CorpusError, wording: Wording) -> dict[str, object]:
    parameters = dict(error.parameters)
    if isinstance(error, InvalidStrategy):
        parameters["summary"] = "; ".join(
            wording.say("error.problem", line=problem.line, message=problem.message)
            for problem in error.problems
        )
    if error.code in _FOUND_FAMILIES:
        family, found = _FOUND_FAMILIES[error.code], str(parameters.get("found"))
        parameters["found"] = wording.name(family, found)
    if "unit" in parameters:
        parameters.update(_worded_limit(parameters.get("maximum"), str(parameters["unit"]), wording))
    return parameters


def _worded_limit(maximum: object, unit: str, wording: Wording) -> dict[str, object]:
    if not isinstance(maximum, int | float):
        return {"unit": wording.name("unit", unit)}
    if unit.startswith("bytes") and maximum >= _MEGABYTE:
        return {"maximum": wording.number(maximum / _MEGABYTE), "unit": wording.name("unit", f"mega{unit}")}
    return {"maximum": wording.number(maximum), "unit": wording.name("unit", unit)}
