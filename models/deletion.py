"""What the verdict becomes when passages are deleted: computed, never estimated."""

import math
from collections.abc import Collection

from models.engine import Engine
from models.grading import Judgement
from models.reading import Reading

_SMALLEST = 1e-12


class Deletions:
    """Judgements of one reading without some of its passages, each computed once.

    Everything that the engine computes of a passage holds whatever stands around it, or is computed
    again here, so the judgement is the one of a new assessment of the shorter proposal.
    """

    def __init__(self, engine: Engine, reading: Reading) -> None:
        self._engine = engine
        self._reading = reading
        self._known: dict[frozenset[int], Judgement] = {}

    def without(self, positions: Collection[int]) -> Judgement:
        """The judgement after deleting the passages at `positions`."""
        deleted = frozenset(positions)
        if deleted not in self._known:
            self._known[deleted] = self._engine.judge(self._reading.without(deleted))
        return self._known[deleted]

    def contribution(self, position: int, column: int) -> float:
        """Fall of the probability of at least contributes when one passage is deleted."""
        whole, less = self.without(()), self.without((position,))
        return float(whole.at_least_contributes[column] - less.at_least_contributes[column])

    def contribution_to_core(self, position: int, column: int) -> float:
        """Fall of the probability of core when one passage is deleted."""
        whole, less = self.without(()), self.without((position,))
        return float(whole.core[column] - less.core[column])

    def pull(self, position: int, column: int, *, after: Collection[int] = (), core: bool = False) -> float:
        """The fall in log-odds, which still tells passages apart where the probability is near 1.

        It is the fall after deleting the passages `after`; with `core` it is core's.
        """
        whole, less = self.without(after), self.without((*after, position))
        return _log_odds(whole, column, core=core) - _log_odds(less, column, core=core)


def _log_odds(judgement: Judgement, column: int, *, core: bool) -> float:
    values = judgement.core if core else judgement.at_least_contributes
    probability = min(max(float(values[column]), _SMALLEST), 1.0 - _SMALLEST)
    return math.log(probability / (1.0 - probability))
