"""What the texts of the dossier are filled in with: settings, measured figures, and who uses the program."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.model_card.telling import CORE, Telling
from service.wording import wording_in

if TYPE_CHECKING:
    from evaluation.card import Figures
    from service.settings import Settings

LANGUAGE = "nl"
"""The dossier is for Flemish authorities, so it exists in Dutch only."""
TO_FILL = "[In te vullen: {what}]"
_REAL = ("validation", "annotated")
"""The texts whose figures are told in a sentence: real ones, else written ones, all unseen by the model."""
_PASTED = ("keyword", "pasted")


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything behind a dossier; None for what only the organisation knows and has not told."""

    figures: "Figures"
    settings: "Settings"
    organisation: str | None = None
    contact: str | None = None

    @property
    def telling(self) -> Telling:
        """The measured figures, told in Dutch."""
        return Telling(self.figures, wording_in(LANGUAGE))

    def placeholders(self) -> Mapping[str, str]:
        """The words for every {placeholder} of the texts."""
        figures, telling = self.figures, self.telling
        wording = telling.wording
        return {
            "organisation": self.organisation or TO_FILL.format(what="naam van de organisatie"),
            "contact": self.contact or TO_FILL.format(what="mailadres of webadres"),
            "strategy": telling.local(figures["strategy"]["title"]),
            "strategy_version": str(figures["strategy"]["version"]),
            "spearheads": str(len(figures["strategy"]["spearheads"])),
            "version": str(figures["version"]),
            "measured_on": str(figures["measured_on"]),
            "encoder": str(figures["encoder"]["name"]),
            "core": wording.share(figures["thresholds"]["core"]),
            "contributes": wording.share(figures["thresholds"]["contributes"]),
            "documents": wording.number(figures["training"]["documents"]),
            "validation": wording.number(figures["training"]["validation"]),
            "intended_use": wording.say("notice.intended_use"),
            **self._accuracy(),
            **self._changes("applicant", family="swap"),
            **self._changes("style", family="style"),
            **self._changes("attack", family="attack", named=_PASTED),
        }

    def _accuracy(self) -> dict[str, str]:
        telling = self.telling
        rows = [row for part in _REAL for row in telling.rows("overall", target=CORE, documents_of=part)]
        return {f"real_{name}": telling.cell(rows[0][name]) for name in ("precision", "recall")}

    def _changes(self, prefix: str, *, family: str, named: tuple[str, ...] = ("",)) -> dict[str, str]:
        """How often changes of one family turned a grade, in counts."""
        rows = [
            row
            for row in self.telling.rows("robustness", family=family)
            if any(name in row["change"] for name in named)
        ]
        counts = {
            "flips": sum(row["flips"] for row in rows),
            "uncertain": sum(row["flips, uncertain too"] - row["flips"] for row in rows),
            "raises": sum(row["raises"] for row in rows),
            "cells": sum(row["alignments"] for row in rows),
        }
        return {f"{prefix}_{name}": self.telling.wording.number(count) for name, count in counts.items()}
