"""The artefact on disk: exact, small, the same every time, and refused when it is not right."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from corpus.strategy_files import load_strategy
from models.artefact import FORMAT, Artefact, artefact_path, load_artefact, read_artefact, write_artefact
from models.encoders.base import Encoder
from models.engine import Engine, load_engine
from models.errors import ArtefactError
from tests.fakes.artefacts import garden_proposals
from tests.fakes.encoders import FakeEncoder
from tests.fakes.strategies import garden_strategy, passages_of


@pytest.fixture
def written(artefact: Artefact, tmp_path: Path) -> Path:
    path = tmp_path / "tuinproef.safetensors"
    write_artefact(artefact, path)
    return path


def test_what_is_read_is_what_was_written(written: Path, tmp_path: Path) -> None:
    once = read_artefact(written)
    write_artefact(once, tmp_path / "again.safetensors")
    assert (tmp_path / "again.safetensors").read_bytes() == written.read_bytes()


def test_the_bytes_do_not_depend_on_the_run(artefact: Artefact, written: Path, tmp_path: Path) -> None:
    write_artefact(artefact, tmp_path / "again.safetensors")
    assert (tmp_path / "again.safetensors").read_bytes() == written.read_bytes()


def test_facts_survive(artefact: Artefact, written: Path) -> None:
    again = read_artefact(written)
    assert (again.model_sha256, again.strategy_sha256) == (artefact.model_sha256, artefact.strategy_sha256)
    for name in ("zero_label", "trained"):
        before, after = (
            found.zero_label if name == "zero_label" else found.trained.grader for found in (artefact, again)
        )
        assert before.thresholds == after.thresholds
        assert before.stack.names == after.stack.names
        assert (before.company is None) == (after.company is None) == (name == "zero_label")
        assert before.verdicts.keys() == after.verdicts.keys()


def test_the_engine_judges_as_before(engine: Engine, words_encoder: Encoder, written: Path) -> None:
    again = load_engine(garden_strategy(), words_encoder, artefact=read_artefact(written))
    for proposal in garden_proposals()[:6]:
        passages = passages_of(*(passage.text for passage in proposal.passages))
        first, second = (found.judge(found.reader.read("", passages)) for found in (engine, again))
        np.testing.assert_allclose(first.at_least_contributes, second.at_least_contributes, atol=0.005)
        np.testing.assert_allclose(first.core, second.core, atol=0.005)


def test_the_hash_is_that_of_the_file(written: Path) -> None:
    sha256 = read_artefact(written).sha256
    tensors, facts = load_file(written), {"facts": stored_facts(written)}
    tensors["roles.bias"][0] += 1.0
    save_file(tensors, written, metadata=facts)
    assert read_artefact(written).sha256 != sha256
    assert len(sha256) == 64


def stored_facts(path: Path) -> str:
    from safetensors import safe_open

    with safe_open(path, framework="np") as file:
        return str(file.metadata()["facts"])


def test_half_a_file_is_refused(written: Path) -> None:
    written.write_bytes(written.read_bytes()[: written.stat().st_size // 2])
    with pytest.raises(ArtefactError, match=r"tuinproef\.safetensors is missing or damaged"):
        read_artefact(written)


@pytest.mark.parametrize("content", [b"", b"no artefact at all", b"\xff" * 100])
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.safetensors"
    path.write_bytes(content)
    with pytest.raises(ArtefactError, match="speerwijzer train"):
        read_artefact(path)


def test_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArtefactError, match="missing"):
        read_artefact(tmp_path / "nothing.safetensors")


@pytest.mark.parametrize("lost", ["roles.weights", "trained.stack.mean", "zero_label.core.slopes"])
def test_a_file_that_lacks_numbers_is_refused(written: Path, lost: str) -> None:
    facts, tensors = stored_facts(written), load_file(written)
    del tensors[lost]
    save_file(tensors, written, metadata={"facts": facts})
    with pytest.raises(ArtefactError, match="damaged"):
        read_artefact(written)


def test_another_format_is_refused_by_name(written: Path) -> None:
    facts = json.loads(stored_facts(written)) | {"format": "speerwijzer/artefact/0"}
    save_file(load_file(written), written, metadata={"facts": json.dumps(facts)})
    with pytest.raises(ArtefactError, match=rf"artefact/0, not {FORMAT}"):
        read_artefact(written)


def test_a_file_without_facts_is_refused(written: Path) -> None:
    save_file(load_file(written), written)
    with pytest.raises(ArtefactError, match="damaged"):
        read_artefact(written)


@pytest.mark.parametrize("own", [True, False])
def test_an_artefact_for_another_model_is_refused(own: bool) -> None:
    strategy = load_strategy("vlaanderen-2025") if own else garden_strategy()
    with pytest.raises(ArtefactError, match=r"made for another encoder than fake words.*speerwijzer train"):
        load_artefact(strategy, FakeEncoder())


def test_every_strategy_has_a_place() -> None:
    assert artefact_path(replace(garden_strategy(), id="eigen")).name == "eigen.safetensors"
