"""What was measured of the explanations, as sentences: from the committed figures, or nothing."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from models.assessment import Assessment
from service.wording import Wording

if TYPE_CHECKING:
    from evaluation.card import Figures

Row = Mapping[str, Any]


def measured_row(assessment: Assessment) -> Row | None:
    """The figures for both grades together; None where they are of another model or strategy, or absent."""
    from evaluation.card import UnusableFigures, figures_path, read_figures

    try:
        figures = read_figures(figures_path(assessment.strategy.id))
    except UnusableFigures:
        return None
    return row_of(figures, assessment)


def row_of(figures: "Figures", assessment: Assessment) -> Row | None:
    """The row of `figures` that speaks of the engine behind `assessment`, if there is one."""
    from evaluation.card import outdated

    engine = assessment.engine
    if not engine.trained or outdated(figures, engine.artefact_sha256):
        return None
    rows = figures["tables"].get("faithfulness", ())
    return next((row for row in rows if row["grade"] == "both"), None)


def faithfulness(row: Row | None, wording: Wording) -> tuple[str, ...]:
    """How far grades rest on the evidence shown; that it was not measured where it was not."""
    if row is None:
        return (wording.say("faithfulness.unmeasured"),)
    falls = wording.say(
        "faithfulness.falls",
        alignments=row["alignments"],
        fall=_points(row["comprehensiveness"], wording),
        lot=_points(row["control"], wording),
    )
    changes = wording.say(
        "faithfulness.changes",
        changed=_share(row["changed without evidence"], wording),
        changed_lot=_share(row["changed by lot"], wording),
        lowered=_share(row["lowered with evidence only"], wording),
    )
    if not row.get("changed by lot, set"):
        return falls, changes
    found, lot = row["smallest set found"], row["changed by lot, set"]
    smallest = wording.say(
        "faithfulness.smallest", found=_share(found, wording), set_lot=_share(lot, wording)
    )
    return falls, changes, smallest


def _points(measured: Any, wording: Wording) -> str:  # noqa: ANN401 -- a number or an estimate of a file
    if not isinstance(measured, Mapping):
        return wording.number(round(100 * measured))
    return wording.say("faithfulness.points", **_rounded(measured, wording))


def _share(measured: Any, wording: Wording) -> str:  # noqa: ANN401
    if not isinstance(measured, Mapping):
        return wording.share(measured)
    return wording.say("faithfulness.share", **_rounded(measured, wording))


def _rounded(estimate: Mapping[str, float], wording: Wording) -> dict[str, str]:
    return {end: wording.number(round(100 * estimate[end])) for end in ("value", "low", "high")}
