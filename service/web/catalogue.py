"""The strategies that ship with the product, read once: their files do not change while the service runs."""

from functools import cache

from corpus.strategies import Strategy
from corpus.strategy_files import known_strategies, load_strategy


@cache
def shipped_strategies() -> tuple[Strategy, ...]:
    """All of them, by id."""
    return tuple(load_strategy(name) for name in known_strategies())
