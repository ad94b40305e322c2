"""The strategies of calls, read once: those that ship with the product never change while it runs."""

from functools import cache
from typing import TYPE_CHECKING

from service.submissions import known_strategy

if TYPE_CHECKING:
    from corpus.strategies import Strategy


@cache
def strategy_of(name: str) -> "Strategy":
    """The strategy of an id; raises Problem where there is none."""
    return known_strategy(name)
