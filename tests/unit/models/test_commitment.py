"""Roles: what a passage does, whatever it is about."""

import numpy as np
import pytest

from corpus.cues import load_cues
from models.alignment import Role
from models.commitment import cue_features
from models.engine import Engine
from tests.fakes.artefacts import FILLERS, activity, exclusion, goal, mention
from tests.fakes.strategies import WORDS, passages_of

PAIR = WORDS["B"][4], WORDS["M"][2]


def test_cues_are_found_in_the_passage_and_in_its_heading() -> None:
    own = passages_of("Wifi valt buiten de scope.", "Wifi.", "Wifi komt in een latere fase.")
    headed = passages_of("Wifi.", section="Buiten scope")
    assert cue_features([*own, *headed], load_cues()).tolist() == [
        [1, 0, 0, 0],
        [0, 0, 0, 0],
        [0, 0, 1, 0],
        [0, 1, 0, 0],
    ]


def test_no_passages_have_no_cues() -> None:
    assert cue_features([], load_cues()).shape == (0, 4)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        (activity(*PAIR), Role.ACTIVITY),
        (goal(*PAIR), Role.GOAL),
        (mention(*PAIR), Role.CONTEXT),
        (FILLERS[0][1], Role.BOILERPLATE),
        (exclusion(*PAIR), Role.EXCLUDED),
    ],
)
def test_roles_are_recognised_on_words_not_seen_together(engine: Engine, text: str, role: Role) -> None:
    assert engine.roles.roles(engine.reader.read("", passages_of(text))) == (role,)


def test_only_activities_and_goals_commit(engine: Engine) -> None:
    texts = (activity(*PAIR), goal(*PAIR), mention(*PAIR), exclusion(*PAIR))
    commitment = engine.roles.commitment(engine.reader.read("", passages_of(*texts)))
    assert (commitment[:2] > 0.5).all()
    assert (commitment[2:] < 0.5).all()


def test_probabilities_of_roles_sum_to_one(engine: Engine) -> None:
    read = engine.reader.read("", passages_of(activity(*PAIR), "42", "…"))
    np.testing.assert_allclose(engine.roles.probabilities(read).sum(axis=1), 1.0)


def test_no_passages_have_no_roles(engine: Engine) -> None:
    nothing = engine.reader.read("", ())
    assert engine.roles.roles(nothing) == ()
    assert engine.roles.commitment(nothing).shape == (0,)
