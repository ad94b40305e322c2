import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from corpus.strategy_files import load_strategy
from evaluation.card import Figures, UnusableFigures, figures_path, figures_text, outdated, read_figures
from evaluation.card_cost import WATTS_PER_CORE
from evaluation.card_figures import measure_card, risk_table
from evaluation.intervals import Estimate
from evaluation.predictions import Facts, Predictions
from models.artefact import Artefact, artefact_path, read_artefact
from models.encoders.base import Encoder
from tests.fakes.artefacts import GROUPS, garden_proposals
from tests.fakes.strategies import garden_strategy

SHIPPED = load_strategy("vlaanderen-2025")
CARDS = Path(__file__).parents[3] / "docs"


@pytest.fixture(scope="module")
def figures(words_encoder: Encoder, artefact: Artefact) -> Figures:
    return measure_card(
        garden_strategy(),
        garden_proposals(),
        words_encoder,
        today=date(2026, 11, 23),
        artefact=artefact,
        sample=2,
    )


def test_every_table_that_a_card_tells_of_is_measured(figures: Figures) -> None:
    expected = {"overall", "spearheads_annotated", "confusion_annotated", "calibration", "abstention", "risk"}
    expected |= {"slices", "baselines", "ablation", "robustness", "faithfulness"}
    assert set(figures["tables"]) == expected
    assert all(figures["tables"].values())


def test_an_estimate_is_kept_with_its_interval_and_number(figures: Figures) -> None:
    row = figures["tables"]["spearheads_annotated"][0]
    assert set(row["F1"]) == {"value", "low", "high", "n"}
    assert row["F1"]["low"] <= row["F1"]["value"] <= row["F1"]["high"]
    assert row["F1"]["n"] == len(garden_proposals())


def test_training_counts_every_proposal_once(figures: Figures) -> None:
    training = figures["training"]
    assert [row["group"] for row in training["groups"]] == sorted(GROUPS)
    assert sum(row["documents"] for row in training["groups"]) == training["documents"]
    assert all(row["nl"] + row["en"] + row["fr"] == row["documents"] for row in training["groups"])
    assert training["validation"] == 0


def test_energy_follows_from_processor_time_and_the_assumption(figures: Figures) -> None:
    cost = figures["cost"]
    assert cost["watts_per_core"] == WATTS_PER_CORE
    assert cost["watt_hours"] == pytest.approx(cost["processor_seconds"] * WATTS_PER_CORE / 3600, abs=1e-4)
    assert cost["seconds"] > 0


def test_figures_survive_their_file(figures: Figures, tmp_path: Path) -> None:
    path = tmp_path / "figures.json"
    path.write_text(figures_text(figures), encoding="utf-8")
    assert figures_text(read_figures(path)) == figures_text(figures)


@pytest.mark.parametrize("content", [None, "{", "[]", '{"format": "other"}'])
def test_what_is_no_file_of_figures_is_refused(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "figures.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(UnusableFigures, match=r"figures\.json"):
        read_figures(path)


def test_risk_is_what_is_given_and_wrong_among_all_cells() -> None:
    true = np.array([[2.0, 0.0], [0.0, 0.0]])
    claimed = np.array([[False, False], [True, True]])
    uncertain = np.array([[False, False], [True, False]])
    facts = Facts(("a", "b"), ("g", "g"), ("nl", "nl"), ("plain", "plain"), ("x", "x"), (9, 9))
    found = Predictions(facts, ("A", "B"), true, true / 2, true / 2, claimed, claimed, uncertain)
    share = risk_table({"annotated": found}).rows[0][3]
    assert isinstance(share, Estimate)
    assert share.value == pytest.approx(0.5)


def test_figures_of_another_artefact_are_outdated(figures: Figures, artefact: Artefact) -> None:
    assert not outdated(figures, artefact.sha256)
    assert outdated(figures, "f" * 64)


def test_committed_figures_are_those_of_the_shipped_artefact() -> None:
    figures = read_figures(figures_path(SHIPPED.id))
    assert not outdated(figures, read_artefact(artefact_path(SHIPPED)).sha256), "run `make evaluate`"
    assert figures["strategy"]["sha256"] == SHIPPED.sha256, "run `make evaluate`"


def test_committed_figures_are_as_the_program_writes_them() -> None:
    path = figures_path(SHIPPED.id)
    text = path.read_text(encoding="utf-8")
    assert figures_text(json.loads(text)) == text
