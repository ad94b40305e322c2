"""Which passages are about a spearhead, whatever they do about it."""

import numpy as np

from models.channels.base import Families
from models.matrices import Matrix, logistic

ABOUT = 0.5
"""Relevance from which a passage is about a spearhead."""
_CLEARLY_CLOSER = 1.0
"""Standard deviations of ordinary text beyond which similarity alone means "about"."""
_STEEPNESS = 2.0


def relevance(families: Families) -> Matrix:
    """How much each passage is about each spearhead, 0 to 1, (passages, spearheads)."""
    if "trained.topic" in families:
        return logistic(np.maximum(families["trained.topic"], families["trained.topic_in_context"]))
    return logistic(_STEEPNESS * (families["zero_label.all"] - _CLEARLY_CLOSER))
