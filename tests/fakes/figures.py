"""Measured figures of a card without any measuring: a few rows of each table, with made-up numbers."""

from typing import Any

from evaluation.card import FORMAT

PARTS = ("annotated", "validation")
TARGETS = ("core", "at least contributes")
_TITLES = {
    "A": {"nl": "Bomen", "en": "Trees"},
    "B": {"nl": "Water"},
    "C": {"nl": "Muziek"},
    "D": {"nl": "Tuin"},
}
_F1 = {"A": 0.91, "B": 0.31, "C": 0.72, "D": 0.52}


def an_estimate(value: float) -> dict[str, float]:
    """An estimate with an interval around it."""
    return {"value": value, "low": round(value - 0.02, 4), "high": round(value + 0.02, 4), "n": 40}


def made_up_figures() -> dict[str, Any]:
    """Figures of a strategy of four spearheads, of which B is the weakest and C the third weakest."""
    thresholds = {"core": 0.5, "contributes": 0.4, "core_band": 0.1, "contributes_band": 0.12, "risk": 0.05}
    group = {"group": "local", "apart": False, "documents": 40, "nl": 30, "en": 5, "fr": 5}
    cost = {"pages": 12, "runs": 3, "seconds": 1.44, "processor_seconds": 2.5, "watts_per_core": 15.0}
    return {
        "format": FORMAT,
        "measured_on": "2026-11-23",
        "machine": "test machine <1 core>",
        "version": "0.1.0",
        "strategy": {"id": "proef", "version": "1", "sha256": "a" * 64, "title": {"nl": "Proefstrategie"},
                     "spearheads": _TITLES},
        "encoder": {"name": "fake", "sha256": "b" * 64},
        "artefact": {"sha256": "c" * 64},
        "thresholds": thresholds,
        "training": {"documents": 40, "passages": 1234, "validation": 20, "groups": [group]},
        "cost": {**cost, "watt_hours": 0.0104},
        "tables": _tables(),
    }  # fmt: skip


def _tables() -> dict[str, list[dict[str, Any]]]:
    cells = [(part, target) for target in TARGETS for part in PARTS]
    both = [{"target": target, "documents of": part, "n": 40} for part, target in cells]
    measures = dict.fromkeys(("precision", "recall", "micro-F1", "macro-F1", "mAP"), an_estimate(0.8))
    rated = dict.fromkeys(("share uncertain", "wrong among given", "F1 among given"), an_estimate(0.1))
    return {
        "overall": [{**row, **measures} for row in both],
        **{f"spearheads_{part}": _spearheads() for part in PARTS},
        **{f"confusion_{part}": _confusion() for part in PARTS},
        "calibration": _calibration(both),
        "abstention": [{**row, **rated} for row in both],
        "risk": [
            {**row, "given and wrong": an_estimate(0.03 + 0.01 * place)} for place, row in enumerate(both)
        ],
        "slices": _slices(),
        "baselines": [
            {**both[0], "system": "engine", **measures, "engine above by (F1)": None},
            {**both[0], "system": "keyword list", **measures, "engine above by (F1)": an_estimate(0.3)},
            {**both[0], "system": "raw cosine", **measures, "engine above by (F1)": an_estimate(-0.1)},
        ],
        "ablation": [{"features": name, **_worth()} for name in ("everything", "without lexical.words")],
        "robustness": [_trial("province", "swap", "met"), _trial("upper case", "style", "-"),
                       _trial("strategy pasted, words left out", "attack", "not met")],
        "faithfulness": [_faithfulness()],
    }  # fmt: skip


def _spearheads() -> list[dict[str, Any]]:
    return [
        {"target": target, "spearhead": name, "n true": 10, "precision": an_estimate(0.8),
         "recall": an_estimate(0.7), "F1": an_estimate(_F1[name]), "average precision": None}
        for target in TARGETS
        for name in _TITLES
    ]  # fmt: skip


def _confusion() -> list[dict[str, Any]]:
    none = dict.fromkeys(_TITLES, 0)
    rows = [{"core": name, "n": 10, **none, name: 9} for name in _TITLES]
    rows[0]["D"] = 4
    return [*rows, {"core": "no core", "n": 5, **none, "A": 8}]


def _calibration(both: list[dict[str, Any]]) -> list[dict[str, Any]]:
    scores = {"Brier": an_estimate(0.1), "Brier of the base rates": 0.2}
    return [{**row, "ECE": an_estimate(0.03 + 0.01 * place), **scores} for place, row in enumerate(both)]


def _slices() -> list[dict[str, Any]]:
    values = (("language", "nl", 0.9), ("language", "fr", 0.7), ("group", "local", 0.8))
    lengths = (("length", "600 or more words", 0.8), ("length", "0-149 words", 0.6))
    return [_slice(by, value, f1) for by, value, f1 in (*values, *lengths)]


def _slice(by: str, value: str, f1: float) -> dict[str, Any]:
    return {"by": by, "value": value, "n": 20, "F1 core": an_estimate(f1),
            "F1 at least contributes": an_estimate(f1), "wrong core claim in": an_estimate(0.1),
            "share uncertain": an_estimate(0.1)}  # fmt: skip


def _worth() -> dict[str, Any]:
    columns = (f"{measure}, {part}" for measure in ("mAP core", "rises by") for part in PARTS)
    return dict.fromkeys(columns, an_estimate(-0.04))


def _trial(name: str, family: str, target: str) -> dict[str, Any]:
    return {"change": name, "family": family, "proposals": 9, "alignments": 81, "flips": 2, "raises": 1,
            "flips, uncertain too": 5,
            "largest move, contributes": 0.12, "largest move, core": 0.08, "target": target}  # fmt: skip


def _faithfulness() -> dict[str, Any]:
    names = ("comprehensiveness", "control", "sufficiency", "changed without evidence", "changed by lot",
             "lowered with evidence only", "smallest set found", "changed by lot, set")  # fmt: skip
    return {"grade": "both", "alignments": 30, "evidence": 2.5, **dict.fromkeys(names, an_estimate(0.2))}
