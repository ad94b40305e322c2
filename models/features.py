"""One proposal as features for each spearhead: every channel by every pooling."""

from collections.abc import Mapping, Sequence

import numpy as np

from models.channels.base import Channel, Families
from models.commitment import RoleHead
from models.matrices import Vector
from models.pooling import POOLINGS, pool
from models.reading import Reading

Features = Mapping[str, Vector]
"""Values of shape (spearheads,) by name; not a number where no passage counts."""


def families_of(reading: Reading, channels: Sequence[Channel]) -> Families:
    """The scores of every passage by every channel, (passages, spearheads) each."""
    in_context = [channel.in_context(reading) for channel in channels]
    return {**reading.alone, **{name: scores for found in in_context for name, scores in found.items()}}


def features_of(reading: Reading, channels: Sequence[Channel], roles: RoleHead) -> Features:
    """Pooled scores of the passages that count, with what channels say of the whole."""
    families = families_of(reading, channels)
    rows = reading.counted()
    if not rows.any():
        spearheads = next(iter(families.values())).shape[1]
        nothing = np.full(spearheads, np.nan)
        return {f"{family}.{pooling}": nothing for family in families for pooling in POOLINGS}
    commitment = roles.commitment(reading)[rows]
    pooled = pool({family: scores[rows] for family, scores in families.items()}, commitment)
    for channel in channels:
        pooled |= channel.whole(reading)
    return pooled
