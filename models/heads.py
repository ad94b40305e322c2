"""Fitting the heads of the trained and lexical channels and the role head on examples."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.channels.exemplar import ExemplarChannel, exemplars_of
from models.channels.lexical import weighted
from models.channels.trained import TrainedChannel, whole_features
from models.commitment import RoleHead, role_features
from models.engine import Reader
from models.examples import CORE, Example
from models.features import Features, features_of
from models.linear import Linear, fit_linear
from models.matrices import Vector
from models.reading import Reading

_STRENGTH = 1.0
_LEXICAL_STRENGTH = 3.0
_FEWEST_PASSAGES = 2
"""A word feature that one passage has is noise, and may be a name: it gets no weight at all."""


@dataclass(frozen=True, slots=True)
class Heads:
    """Everything that is fitted on passages, before any stacking."""

    roles: RoleHead
    channel: TrainedChannel
    exemplars: ExemplarChannel
    inverse_frequency: Vector
    words: Linear

    def features(self, reader: Reader, reading: Reading) -> Features:
        """The features of a proposal that these heads were not fitted on."""
        words = self.words(weighted(reading.words, self.inverse_frequency))
        alone = {
            **reading.alone,
            "lexical.words": words,
            **self.channel.alone(reading.passages, reading.vectors, reading.words),
            **self.exemplars.alone(reading.passages, reading.vectors, reading.words),
        }
        channels = (*reader.channels, self.channel, self.exemplars)
        return features_of(replace(reading, alone=alone), channels, self.roles)


def fit_heads(examples: Sequence[Example]) -> Heads:
    """Fit on every passage of `examples`: what it is about, what it commits to, what role it has."""
    vectors = np.vstack([example.reading.vectors for example in examples])
    mixed = np.vstack([example.reading.in_context() for example in examples])
    topics = np.vstack([example.topics for example in examples])
    committed = np.concatenate([example.committed for example in examples])
    whole = np.stack([whole_features(example.reading) for example in examples])
    grades = np.stack([example.grades for example in examples])
    roles = np.vstack([example.roles for example in examples])
    channel = TrainedChannel(
        fit_linear(vectors, topics, strength=_STRENGTH),
        fit_linear(mixed, topics, strength=_STRENGTH),
        fit_linear(mixed, topics * committed[:, np.newaxis], strength=_STRENGTH),
        fit_linear(whole, (grades == CORE).astype(float), strength=_STRENGTH, balanced=True),
        fit_linear(whole, (grades >= 1).astype(float), strength=_STRENGTH, balanced=True),
    )
    seen = np.vstack([role_features(example.reading) for example in examples])
    inverse_frequency, words = _fit_words(examples, topics)
    role_head = RoleHead(fit_linear(seen, roles, strength=_STRENGTH))
    exemplars = exemplars_of(vectors, topics, committed)
    return Heads(role_head, channel, exemplars, inverse_frequency, words)


def _fit_words(
    examples: Sequence[Example], topics: np.ndarray[tuple[int, int], np.dtype[np.float64]]
) -> tuple[Vector, Linear]:
    from scipy.sparse import csr_matrix, vstack

    words = csr_matrix(vstack([example.reading.words for example in examples]))
    frequency = np.asarray((words > 0).sum(axis=0)).ravel()
    inverse = np.where(
        frequency >= _FEWEST_PASSAGES, np.log((1 + words.shape[0]) / (1 + frequency)) + 1.0, 0.0
    )
    return inverse, fit_linear(weighted(words, inverse), topics, strength=_LEXICAL_STRENGTH)
