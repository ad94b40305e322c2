"""Is a passage an activity or goal, or context, boilerplate, exclusion?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpus.cues import Cues
from corpus.documents import Passage
from models.alignment import Role
from models.linear import Linear
from models.matrices import Matrix, Vector
from models.reading import Reading

ROLES = (Role.ACTIVITY, Role.GOAL, Role.CONTEXT, Role.BOILERPLATE, Role.EXCLUDED)
CUES = ("excluded", "postponed")


def cue_features(passages: Sequence[Passage], cues: Cues) -> Matrix:
    """1 where a passage, or the heading it stands under, holds a cue; shape (passages, 2 x cues)."""
    rows = [
        [float(cues.found(cue, text)) for cue in CUES for text in (passage.text, passage.section)]
        for passage in passages
    ]
    return np.array(rows).reshape(len(passages), 2 * len(CUES))


def role_features(reading: Reading) -> Matrix:
    """What the role head looks at: the passage, the heading it stands under, and cues."""
    return np.hstack([reading.vectors, reading.sections, reading.cues])


@dataclass(frozen=True, slots=True)
class RoleHead:
    """One logistic model a role, made to sum to 1."""

    head: Linear

    def probabilities(self, reading: Reading) -> Matrix:
        """Probability of each of ROLES, shape (passages, 5), rows summing to 1."""
        values = self.head(role_features(reading))
        odds = np.exp(values - values.max(axis=1, keepdims=True)) if len(values) else values
        return np.asarray(odds / odds.sum(axis=1, keepdims=True))

    def roles(self, reading: Reading) -> tuple[Role, ...]:
        """The most probable role of each passage."""
        return tuple(ROLES[column] for column in self.probabilities(reading).argmax(axis=1))

    def commitment(self, reading: Reading) -> Vector:
        """Probability that a passage is an activity or goal, shape (passages,)."""
        return np.asarray(self.probabilities(reading)[:, :2].sum(axis=1))
