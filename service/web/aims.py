"""The spearheads that a project lead says to aim for: kept in the address, and nowhere else."""

from collections.abc import Iterable
from urllib.parse import urlencode

from starlette.datastructures import ImmutableMultiDict

_MOST, _LONGEST = 50, 64


def aims_of(values: ImmutableMultiDict[str, object]) -> list[str]:
    """The spearheads named in a form or an address; what is no id of the strategy is passed over later."""
    return [value[:_LONGEST] for value in values.getlist("aim")[:_MOST] if isinstance(value, str)]


def with_aims(path: str, aims: Iterable[str]) -> str:
    """A path that remembers the aims."""
    query = urlencode([("aim", aim) for aim in aims])
    return f"{path}?{query}" if query else path
