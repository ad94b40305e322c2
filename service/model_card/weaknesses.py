"""Known weaknesses, chosen and worded from the measured figures alone."""

from collections.abc import Iterator, Sequence
from typing import Any

from service.model_card.telling import CORE, Row, Telling

_SHOWN = 3
_HEADLINE, _VALIDATION = "annotated", "validation"


def weaknesses(telling: Telling) -> Iterator[str]:
    """A sentence for each weakness that the figures show, the most telling ones first."""
    part = _hardest_real(telling)
    yield from _weakest_spearheads(telling, part)
    yield from _gap(telling)
    yield from _weakest_part(telling)
    yield from _beaten(telling)
    yield from _confused(telling, part)
    yield from _slices(telling)
    yield from _calibration(telling)
    yield from _over_bound(telling)
    yield from _missed_targets(telling)


def _hardest_real(telling: Telling) -> str:
    """Validation texts where there are any: they are the only ones that nobody wrote for this."""
    return _VALIDATION if telling.rows(f"spearheads_{_VALIDATION}") else _HEADLINE


def _value(cell: Any) -> float:  # noqa: ANN401 -- whatever the file holds
    return float(cell["value"]) if cell else float("inf")


def _lowest(rows: Sequence[Row], measure: str) -> list[Row]:
    return sorted((row for row in rows if row[measure]), key=lambda row: _value(row[measure]))


def _weakest_spearheads(telling: Telling, part: str) -> Iterator[str]:
    rows = [row for row in telling.rows(f"spearheads_{part}", target=CORE) if row["n true"]]
    for row in _lowest(rows, "F1")[:_SHOWN]:
        yield telling.say(
            "card.weak.spearhead",
            spearhead=telling.spearhead(row["spearhead"]),
            part=telling.part(part),
            f1=telling.cell(row["F1"]),
            precision=telling.number(_value(row["precision"])) if row["precision"] else "–",
            recall=telling.number(_value(row["recall"])) if row["recall"] else "–",
            count=row["n true"],
        )


def _gap(telling: Telling) -> Iterator[str]:
    whole = {row["documents of"]: row["micro-F1"] for row in telling.rows("overall", target=CORE)}
    if whole.get(_VALIDATION) and whole.get(_HEADLINE):
        yield telling.say(
            "card.weak.gap",
            annotated=telling.number(_value(whole[_HEADLINE])),
            validation=telling.number(_value(whole[_VALIDATION])),
        )


def _weakest_part(telling: Telling) -> Iterator[str]:
    rows = _lowest(telling.rows("overall", target=CORE), "micro-F1")
    if rows:
        names = {"f1": "micro-F1", "precision": "precision", "recall": "recall"}
        cells = {name: telling.cell(rows[0][column]) for name, column in names.items()}
        yield telling.say("card.weak.part", part=telling.part(rows[0]["documents of"]), **cells)


def _beaten(telling: Telling) -> Iterator[str]:
    """Simpler systems that reach a higher F1 somewhere."""
    for row in telling.rows("baselines"):
        above = row["engine above by (F1)"]
        if above and _value(above) < 0:
            yield telling.say("card.weak.beaten", system=telling.system(row["system"]),
                              part=telling.part(row["documents of"]), target=telling.target(row["target"]),
                              difference=telling.cell(above))  # fmt: skip


def _confused(telling: Telling, part: str) -> Iterator[str]:
    pairs = [
        (count, row["core"], claimed)
        for row in telling.rows(f"confusion_{part}")
        for claimed, count in row.items()
        if claimed not in ("core", "n", row["core"]) and row["core"] != "no core" and count
    ]
    for count, true, claimed in sorted(pairs, key=lambda pair: (-pair[0], *pair[1:]))[:_SHOWN]:
        yield telling.say("card.weak.confused", true=telling.spearhead(true),
                          claimed=telling.spearhead(claimed), count=count,
                          part=telling.part(part))  # fmt: skip


def _slices(telling: Telling) -> Iterator[str]:
    for by in ("language", "length"):
        rows = [row for row in telling.rows("slices", by=by) if row["F1 core"]]
        if len(rows) > 1:
            worst, best = (_lowest(rows, "F1 core")[place] for place in (0, -1))
            yield telling.say(
                f"card.weak.{by}",
                worst=telling.kind(by, worst["value"]),
                low=telling.cell(worst["F1 core"]),
                best=telling.kind(by, best["value"]),
                high=telling.cell(best["F1 core"]),
            )


def _calibration(telling: Telling) -> Iterator[str]:
    rows = _lowest(telling.rows("calibration"), "ECE")
    if rows:
        yield telling.say("card.weak.calibration", part=telling.part(rows[-1]["documents of"]),
                          target=telling.target(rows[-1]["target"]),
                          error=telling.cell(rows[-1]["ECE"], 3))  # fmt: skip


def _over_bound(telling: Telling) -> Iterator[str]:
    bound = telling.figures["thresholds"]["risk"]
    for row in telling.rows("risk"):
        if row["given and wrong"] and _value(row["given and wrong"]) > bound:
            yield telling.say("card.weak.bound", part=telling.part(row["documents of"]),
                              target=telling.target(row["target"]), risk=telling.wording.share(bound),
                              share=telling.share(row["given and wrong"]))  # fmt: skip


def _missed_targets(telling: Telling) -> Iterator[str]:
    aimed = [row for row in telling.rows("robustness") if row["target"] != "-"]
    missed = [row for row in aimed if row["target"] != "met"]
    if aimed:
        names = ", ".join(telling.change(row["change"]) for row in missed) or "–"
        yield telling.say("card.weak.targets", missed=len(missed), aimed=len(aimed), names=names)
