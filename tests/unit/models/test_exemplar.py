"""The channel of nearest annotated passages."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from models.channels.exemplar import ExemplarChannel, exemplars_of, packed, unpacked
from models.matrices import Matrix, unit_rows
from models.words import word_features

NEAR, FAR = [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]
TOLERANCE = 1e-9


def a_channel() -> ExemplarChannel:
    """Two annotated passages: one commits to the first spearhead, one only mentions the second."""
    return exemplars_of(np.array([NEAR, FAR]), np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([True, False]))


def scores(channel: ExemplarChannel, vectors: Matrix) -> dict[str, Matrix]:
    return dict(channel.alone([], vectors, word_features([""])))


def test_a_passage_is_about_what_the_nearest_exemplar_is_about() -> None:
    found = scores(a_channel(), np.array([NEAR, FAR]))
    assert (found["exemplar.topic"][0] > 0).tolist() == [True, False]
    assert (found["exemplar.topic"][1] > 0).tolist() == [False, True]


def test_only_an_exemplar_that_commits_speaks_for_commitment() -> None:
    found = scores(a_channel(), np.array([NEAR, FAR]))["exemplar.commitment"]
    assert found[0, 0] > 0
    assert found[1, 1] < 0


def test_no_passage_gives_no_row() -> None:
    found = scores(a_channel(), np.zeros((0, 3)))
    assert {name: matrix.shape for name, matrix in found.items()} == {
        "exemplar.topic": (0, 2),
        "exemplar.commitment": (0, 2),
    }


def test_a_passage_scores_the_same_alone_and_among_many() -> None:
    vectors = unit_rows(np.random.default_rng(0).normal(size=(150, 3)))
    together = scores(a_channel(), vectors)["exemplar.topic"]
    alone = np.vstack([scores(a_channel(), vectors[[row]])["exemplar.topic"] for row in range(150)])
    assert together == pytest.approx(alone, abs=TOLERANCE)


@given(arrays(np.float64, (5, 4), elements=st.floats(-1.0, 1.0)))
def test_packing_twice_changes_nothing(vectors: Matrix) -> None:
    once = packed(vectors)
    assert (packed(unpacked(once)) == once).all()
