"""What a strategy file says otherwise than the one before it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.strategies import Spearhead, Strategy

_PARTS = ("title", "statement", "belongs", "excludes", "terms", "actions", "examples")


@dataclass(frozen=True, slots=True)
class Difference:
    """What a file does to a spearhead: `kind` is added, removed or changed, `parts` what was changed."""

    spearhead: str
    kind: str
    parts: tuple[str, ...] = ()


def differences(old: "Strategy", new: "Strategy") -> list[Difference]:
    """What changes from one version of a strategy to another, in the order of the new one."""
    before = {spearhead.id: spearhead for spearhead in old.spearheads}
    found = []
    for spearhead in new.spearheads:
        if spearhead.id not in before:
            found.append(Difference(spearhead.id, "added"))
        elif parts := _changed(before[spearhead.id], spearhead):
            found.append(Difference(spearhead.id, "changed", parts))
    there = {spearhead.id for spearhead in new.spearheads}
    return found + [Difference(name, "removed") for name in before if name not in there]


def _changed(old: "Spearhead", new: "Spearhead") -> tuple[str, ...]:
    return tuple(part for part in _PARTS if getattr(old, part) != getattr(new, part))
