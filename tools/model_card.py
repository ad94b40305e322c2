"""Measures the engine anew and writes evaluation/results and docs/model-card.*; --cards: the cards alone."""

import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from evaluation.card import Figures, figures_path, figures_text, read_figures
from service.model_card.rendering import FORMATS, render_card

ROOT = Path(__file__).resolve().parents[1]
STRATEGY = "vlaanderen-2025"
LANGUAGES = ("nl", "en")
"""The languages of the cards in docs; the command gives others too."""
_SECONDS_BETWEEN = 10.0


class Told:
    """Tells how far each step is, on standard error, and not too often."""

    def __init__(self) -> None:
        self._start = time.monotonic()
        self._last = ("", -_SECONDS_BETWEEN)

    def __call__(self, step: str, done: int, total: int) -> None:
        """One line where a step begins, ends, or has gone on for a while."""
        now = time.monotonic() - self._start
        before, moment = self._last
        if step != before or done == total or now - moment >= _SECONDS_BETWEEN:
            print(f"{now:6.0f} s  {step} {done}/{total}", file=sys.stderr, flush=True)
            self._last = step, now


def pages(figures: Figures) -> Iterator[tuple[Path, str]]:
    """Every card that is kept in docs, with its text."""
    for language in LANGUAGES:
        for format in FORMATS:
            path = ROOT / "docs" / f"model-card.{language}.{format}"
            yield path, render_card(figures, format, language=language)


def measured() -> Figures:
    """Figures measured now, on this machine."""
    from service.settings import load_settings
    from service.use_cases import measure_card

    return measure_card(load_settings(), STRATEGY, datetime.now(UTC).date(), Told())


def main(arguments: list[str]) -> None:
    """Measures unless only cards are asked for; then writes the cards."""
    place = figures_path(STRATEGY)
    if "--cards" not in arguments:
        text = figures_text(measured())
        place.parent.mkdir(exist_ok=True)
        place.write_text(text, encoding="utf-8", newline="\n")
        print(f"written: {place.relative_to(ROOT)}")
    for path, page in pages(read_figures(place)):
        path.write_text(page, encoding="utf-8", newline="\n")
        print(f"written: {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main(sys.argv[1:])
