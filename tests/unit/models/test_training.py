"""Training on annotated proposals: out of fold, deterministic, and refused without labels."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from models.artefact import Artefact, write_artefact
from models.channels.trained import whole_features
from models.commitment import ROLES
from models.encoders.base import Encoder
from models.engine import Reader, zero_label_reader
from models.examples import read_examples
from models.heads import fit_heads
from models.training import prepare, train
from tests.fakes.artefacts import garden_artefact, garden_proposals
from tests.fakes.strategies import garden_strategy


@pytest.fixture(scope="module")
def reader(words_encoder: Encoder) -> Reader:
    return zero_label_reader(garden_strategy(), words_encoder)


def test_examples_are_what_was_annotated(reader: Reader) -> None:
    proposal = garden_proposals()[0]
    (example,) = read_examples(reader, [proposal])
    assert example.grades.tolist() == [2, 1, 0]
    assert example.topics.shape == (len(proposal.passages), 3)
    assert example.topics.sum() == sum(len(passage.spearheads) for passage in proposal.passages)
    assert example.roles.sum(axis=1).tolist() == [1.0] * len(proposal.passages)
    tags = [passage.role in {"act", "goal"} for passage in proposal.passages]
    assert example.committed.tolist() == tags


def test_every_role_can_be_learned(reader: Reader) -> None:
    examples = read_examples(reader, garden_proposals())
    times = np.vstack([example.roles for example in examples]).sum(axis=0)
    assert len(times) == len(ROLES)
    assert (times > 0).all()


def test_the_whole_is_the_mean_of_what_counts(reader: Reader) -> None:
    (example,) = read_examples(reader, garden_proposals()[:1])
    whole = whole_features(example.reading)
    centre = example.reading.vectors.mean(axis=0)
    np.testing.assert_allclose(whole[:512], centre / np.linalg.norm(centre))
    np.testing.assert_allclose(whole[512:], 0.5 * example.reading.title)


def test_a_word_of_one_passage_gets_no_weight(reader: Reader) -> None:
    first, *others = garden_proposals()[:20]
    odd = replace(first.passages[0], text=f"{first.passages[0].text} Zyxwvutsr.")
    examples = read_examples(reader, [replace(first, passages=(odd, *first.passages[1:])), *others])
    heads = fit_heads(examples)
    times = np.sum([(example.reading.words > 0).sum(axis=0) for example in examples], axis=0).ravel()
    assert (times == 1).any()
    assert not heads.inverse_frequency[times < 2].any()
    assert heads.inverse_frequency[times >= 2].all()


def test_features_never_come_from_heads_that_saw_the_proposal(words_encoder: Encoder) -> None:
    proposals = garden_proposals()
    lied = tuple(
        replace(proposal, grades={"W": 2, "B": 2, "M": 2}) if proposal.group == "noord" else proposal
        for proposal in proposals
    )
    honest, lying = (
        prepare(garden_strategy(), found, words_encoder).stacked.table for found in (proposals, lied)
    )
    rows = np.array(honest.groups) == "noord"
    np.testing.assert_allclose(honest.values[rows], lying.values[rows])
    assert np.abs(honest.values[~rows] - lying.values[~rows]).max() > 0.01


def test_training_twice_gives_the_same_bytes(
    artefact: Artefact, words_encoder: Encoder, tmp_path: Path
) -> None:
    write_artefact(artefact, tmp_path / "first")
    write_artefact(garden_artefact(words_encoder), tmp_path / "second")
    assert (tmp_path / "first").read_bytes() == (tmp_path / "second").read_bytes()


def test_too_few_labels_are_refused(words_encoder: Encoder) -> None:
    with pytest.raises(ValueError, match="20 positive labels"):
        train(garden_strategy(), garden_proposals()[::6], words_encoder)


def test_the_artefact_knows_what_it_was_made_for(artefact: Artefact, words_encoder: Encoder) -> None:
    assert artefact.model_sha256 == words_encoder.model_sha256
    assert artefact.strategy_sha256 == garden_strategy().texts_sha256
    assert artefact.trained.grader.stack.names != artefact.zero_label.stack.names
