"""What the check of a report found, as data."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Result(StrEnum):
    """How a check ended; UNKNOWN where there is nothing to check with."""

    SAME = "same"
    DIFFERS = "differs"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; `details` fills the sentence about its result."""

    name: str
    result: Result
    details: Mapping[str, str] = field(default_factory=dict)


def check(name: str, same: bool, **details: str) -> Check:
    """A check that could be made."""
    return Check(name, Result.SAME if same else Result.DIFFERS, details)


def outcome(checks: tuple[Check, ...]) -> str:
    """`differs`, `partly` or `same`: the worst of all checks."""
    results = {item.result for item in checks}
    if Result.DIFFERS in results:
        return "differs"
    return "partly" if Result.UNKNOWN in results else "same"


def differences(old: object, new: object, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The paths of every value that is not the same in two JSON objects."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for name in dict.fromkeys((*old, *new)):
            if name in old and name in new:
                yield from differences(old[name], new[name], (*path, str(name)))
            else:
                yield (*path, str(name))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for place, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from differences(one, other, (*path, str(place)))
    elif old != new:
        yield path
