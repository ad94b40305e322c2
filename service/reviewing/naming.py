"""Names of people in what leaves the service: as they are, or each with a number instead."""

from collections.abc import Callable

Naming = Callable[[str], str]


def real_names(name: str) -> str:
    """The name itself."""
    return name


def numbered() -> Naming:
    """Names each person `reviewer 1`, `reviewer 2`, ... in the order in which they come up."""
    known: dict[str, str] = {}

    def name_for(name: str) -> str:
        return known.setdefault(name, f"reviewer {len(known) + 1}") if name else name

    return name_for
