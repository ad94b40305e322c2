"""The map shows nearness: its directions are those in which proposals differ most."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from models.matrices import Matrix
from service.reviewing.mapping import nearest, plane_of

NAMES = ("S1", "S2", "S3", "S4")
CHANCES = arrays(np.float64, st.tuples(st.integers(3, 12), st.just(4)), elements=st.floats(0, 1, width=16))


def test_the_first_direction_is_the_one_in_which_most_differs() -> None:
    matrix = np.array(
        [[0.0, 0.5, 0.1, 0.2], [0.5, 0.5, 0.1, 0.2], [1.0, 0.5, 0.1, 0.2], [0.5, 0.5, 0.2, 0.2]]
    )
    plane = plane_of(matrix, NAMES)
    assert plane is not None
    first, second = plane.axes
    assert (first.more, first.less) == (["S1"], [])
    assert second.more == ["S3"]
    assert first.share > 0.9
    assert plane.points[0, 0] == 0.0
    assert plane.points[2, 0] == 1.0


def test_two_themes_that_exclude_each_other_are_the_ends_of_one_direction() -> None:
    matrix = np.array([[0.9, 0.1, 0.5, 0.5], [0.1, 0.8, 0.5, 0.5], [0.5, 0.5, 0.5, 0.5]])
    plane = plane_of(matrix, NAMES)
    assert plane is not None
    assert (plane.axes[0].more, plane.axes[0].less) == (["S1"], ["S2"])


def test_there_is_no_map_of_too_few_or_of_all_the_same() -> None:
    assert plane_of(np.array([[0.1, 0.2, 0.3, 0.4], [0.4, 0.3, 0.2, 0.1]]), NAMES) is None
    assert plane_of(np.full((5, 4), 0.5), NAMES) is None
    assert plane_of(np.array([[0.1], [0.2], [0.3]]), ("S1",)) is None


@settings(deadline=None)
@given(CHANCES)
def test_places_lie_within_reach_and_keep_one_scale(matrix: Matrix) -> None:
    plane = plane_of(matrix, NAMES)
    if plane is None:
        return
    assert plane.points.min() >= 0.0
    assert np.allclose(plane.points.max(axis=0), plane.reach, atol=1e-3)
    assert max(plane.reach) == 1.0
    assert sum(axis.share for axis in plane.axes) <= 1.0 + 1e-9


def test_the_nearest_look_at_every_spearhead() -> None:
    matrix = np.array([[0.9, 0.1], [0.88, 0.1], [0.1, 0.9], [0.2, 0.9]])
    assert [near[0] for near in nearest(matrix, range(4))] == [1, 0, 3, 2]
