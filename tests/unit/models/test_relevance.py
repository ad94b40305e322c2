"""Which passages are about a spearhead."""

import numpy as np
import pytest

from models.relevance import ABOUT, relevance


def test_without_training_similarity_must_be_clear() -> None:
    about = relevance({"zero_label.all": np.array([[0.0, 1.0, 2.0]])})[0]
    assert about[0] < about[1] == ABOUT < about[2]


def test_with_training_either_head_will_do() -> None:
    about = relevance(
        {
            "zero_label.all": np.array([[9.0, 9.0, 9.0]]),
            "trained.topic": np.array([[-2.0, 1.0, -3.0]]),
            "trained.topic_in_context": np.array([[-1.0, -1.0, 2.0]]),
        }
    )[0]
    assert about == pytest.approx(1 / (1 + np.exp([1.0, -1.0, -2.0])))
