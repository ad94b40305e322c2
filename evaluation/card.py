"""The measured figures behind a model card: one committed file a strategy, written by measuring only."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

FORMAT: Final = "speerwijzer/card/1"
_FOLDER: Final = Path(__file__).parent / "results"

Figures = Mapping[str, Any]
"""What `measure_card` gives: plain values, with every estimate as {value, low, high, n}."""


class UnusableFigures(Exception):
    """There are no measured figures for a strategy, or they are in a form that is not known here."""


def figures_path(strategy_id: str) -> Path:
    """Where the measured figures of a strategy are kept."""
    return _FOLDER / f"{strategy_id}.json"


def read_figures(path: Path) -> Figures:
    """The figures in a file that `figures_text` made.

    Raises:
        UnusableFigures: there is no such file, or it is not of this form.
    """
    try:
        figures = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UnusableFigures(f"{path.name} is missing or damaged.") from error
    if not isinstance(figures, dict) or figures.get("format") != FORMAT:
        raise UnusableFigures(f"{path.name} does not have the format {FORMAT}.")
    return figures


def figures_text(figures: Figures) -> str:
    """The figures as the text of their file; the same figures give the same text."""
    return json.dumps(figures, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def outdated(figures: Figures, artefact_sha256: str) -> bool:
    """Whether the figures were measured on another trained artefact than this one."""
    return bool(figures["artefact"]["sha256"] != artefact_sha256)
