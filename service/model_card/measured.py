"""The measured part of a card: one table for each question that a reader may have."""

import re
from collections.abc import Iterator

from service.model_card.telling import Row, Telling
from service.pages.blocks import Block, Grid, Heading, Paragraph

_MEASURES = ("precision", "recall", "F1", "average precision")
_SLICES = ("language", "length", "kind", "group")


def measured(telling: Telling) -> Iterator[Block]:
    """Every measured table, each with what it says above it."""
    yield Heading(2, telling.say("card.figures.title"))
    yield Paragraph(telling.say("card.figures.text"))
    yield Paragraph(telling.say("card.figures.words"))
    yield from overall(telling)
    for part in telling.parts():
        yield from _spearheads(telling, part)
    yield from _calibration(telling)
    yield from _abstention(telling)
    yield from slices(telling)
    yield from _baselines(telling)
    yield from _ablation(telling)
    yield from robustness(telling)
    yield from _faithfulness(telling)


def _headings(telling: Telling, *names: str) -> tuple[str, ...]:
    return tuple(telling.say(f"card.column.{name}") for name in names)


def overall(telling: Telling) -> Iterator[Block]:
    """All spearheads together, a row for each part of the documents."""
    columns = ("precision", "recall", "micro-F1", "macro-F1", "mAP")
    rows = tuple(
        (
            telling.part(row["documents of"]),
            telling.target(row["target"]),
            str(row["n"]),
            *(telling.cell(row[name]) for name in columns),
        )
        for row in telling.rows("overall")
    )
    headings = _headings(telling, "part", "target", "n", "precision", "recall", "micro_f1", "macro_f1", "map")
    yield Heading(3, telling.say("card.overall"))
    yield Grid(telling.say("card.overall"), headings, rows)


def _spearheads(telling: Telling, part: str) -> Iterator[Block]:
    yield Heading(3, telling.say("card.spearheads.title", part=telling.part(part)))
    yield Paragraph(telling.say("card.spearheads.text"))
    headings = _headings(telling, "spearhead", "n_true", "precision", "recall", "f1", "average_precision")
    for target in dict.fromkeys(row["target"] for row in telling.rows(f"spearheads_{part}")):
        rows = tuple(
            (
                telling.spearhead(row["spearhead"]),
                str(row["n true"]),
                *(telling.cell(row[name]) for name in _MEASURES),
            )
            for row in telling.rows(f"spearheads_{part}", target=target)
        )
        caption = telling.say("card.spearheads.caption", part=telling.part(part),
                              target=telling.target(target))  # fmt: skip
        yield Grid(caption, headings, rows)


def _calibration(telling: Telling) -> Iterator[Block]:
    yield Heading(3, telling.say("card.calibration.title"))
    yield Paragraph(telling.say("card.calibration.text"))
    columns = ("ECE", "Brier", "Brier of the base rates")
    rows = tuple(
        (
            telling.part(row["documents of"]),
            telling.target(row["target"]),
            str(row["n"]),
            *(telling.cell(row[name], 3) for name in columns),
        )
        for row in telling.rows("calibration")
    )
    headings = _headings(telling, "part", "target", "n", "ece", "brier", "brier_base")
    yield Grid(telling.say("card.calibration.title"), headings, rows)


def _abstention(telling: Telling) -> Iterator[Block]:
    percentages = {
        name: telling.wording.share(value) for name, value in telling.figures["thresholds"].items()
    }
    yield Heading(3, telling.say("card.abstention.title"))
    yield Paragraph(telling.say("card.abstention.thresholds", **percentages))
    yield Paragraph(telling.say("card.abstention.bound", risk=percentages["risk"]))
    rows = []
    for row in telling.rows("abstention"):
        (bound,) = telling.rows("risk", target=row["target"], documents_of=row["documents of"])
        rows.append(
            (
                telling.part(row["documents of"]),
                telling.target(row["target"]),
                telling.share(row["share uncertain"]),
                telling.share(bound["given and wrong"]),
                telling.share(row["wrong among given"]),
                telling.cell(row["F1 among given"]),
            )
        )
    headings = _headings(telling, "part", "target", "uncertain", "bounded", "wrong_given", "f1_given")
    yield Grid(telling.say("card.abstention.title"), headings, tuple(rows))


def _shortest_first(row: Row) -> int:
    """Orders classes of length; other slices stay in the order that they are measured in."""
    digits = re.match(r"\d+", row["value"])
    return int(digits[0]) if row["by"] == "length" and digits else 0


def slices(telling: Telling) -> Iterator[Block]:
    """The same by language, length, kind and group of texts."""
    yield Heading(3, telling.say("card.slices.title"))
    yield Paragraph(telling.say("card.slices.text"))
    for by in _SLICES:
        rows = tuple(
            (
                telling.kind(by, row["value"]),
                str(row["n"]),
                telling.cell(row["F1 core"]),
                telling.cell(row["F1 at least contributes"]),
                telling.share(row["wrong core claim in"]),
                telling.share(row["share uncertain"]),
            )
            for row in sorted(telling.rows("slices", by=by), key=_shortest_first)
        )
        headings = _headings(telling, by, "n", "f1_core", "f1_contributes", "wrong_core", "uncertain")
        if rows:
            yield Grid(telling.say(f"card.slices.{by}"), headings, rows)


def _baselines(telling: Telling) -> Iterator[Block]:
    yield Heading(3, telling.say("card.baselines.title"))
    yield Paragraph(telling.say("card.baselines.text"))
    rows = tuple(
        (
            telling.system(row["system"]),
            telling.part(row["documents of"]),
            telling.target(row["target"]),
            telling.cell(row["mAP"]),
            telling.cell(row["micro-F1"]),
            telling.cell(row["engine above by (F1)"]),
        )
        for row in telling.rows("baselines")
    )
    headings = _headings(telling, "system", "part", "target", "map", "micro_f1", "above")
    yield Grid(telling.say("card.baselines.title"), headings, rows)


def _ablation(telling: Telling) -> Iterator[Block]:
    yield Heading(3, telling.say("card.ablation.title"))
    yield Paragraph(telling.say("card.ablation.text"))
    parts = tuple(telling.parts())
    rows = tuple(
        (
            telling.feature(row["features"]),
            *(telling.cell(row[f"{measure}, {part}"], 3) for part in parts for measure in
              ("mAP core", "rises by")),
        )
        for row in telling.rows("ablation")
    )  # fmt: skip
    names = [telling.say(key, part=telling.part(part)) for part in parts for key in
             ("card.column.map_of", "card.column.rise_of")]  # fmt: skip
    yield Grid(telling.say("card.ablation.title"), (telling.say("card.column.features"), *names), rows)


def robustness(telling: Telling) -> Iterator[Block]:
    """Changes that should not move a grade, and attacks, with how often they did."""
    if not telling.rows("robustness"):
        return
    yield Heading(3, telling.say("card.robustness.title"))
    yield Paragraph(telling.say("card.robustness.text"))
    rows = tuple(
        (
            telling.change(row["change"]),
            telling.wording.name("card.family", row["family"]),
            str(row["proposals"]),
            str(row["alignments"]),
            telling.number(row["largest move, contributes"]),
            telling.number(row["largest move, core"]),
            str(row["flips"]),
            str(row["raises"]),
            telling.wording.name("card.met", row["target"]).replace("-", "–"),
        )
        for row in telling.rows("robustness")
    )
    headings = _headings(telling, "change", "family", "proposals", "alignments", "move_contributes",
                         "move_core", "flips", "raises", "target_met")  # fmt: skip
    yield Grid(telling.say("card.robustness.title"), headings, rows)


def _faithfulness(telling: Telling) -> Iterator[Block]:
    if not telling.rows("faithfulness"):
        return
    yield Heading(3, telling.say("card.faithfulness.title"))
    yield Paragraph(telling.say("card.faithfulness.text"))
    measures = ("comprehensiveness", "control", "sufficiency", "changed without evidence", "changed by lot",
                "lowered with evidence only", "smallest set found", "changed by lot, set")  # fmt: skip
    rows = tuple(
        (
            telling.wording.name("card.grade", row["grade"]),
            str(row["alignments"]),
            telling.cell(row["evidence"], 1),
            *(telling.cell(row.get(name)) for name in measures),
        )
        for row in telling.rows("faithfulness")
    )
    headings = _headings(telling, "grade", "alignments", "passages", "fall_without", "fall_lot", "fall_only",
                         "changed_without", "changed_lot", "lowered_only",
                         "set_found", "set_lot")  # fmt: skip
    yield Grid(telling.say("card.faithfulness.title"), headings, rows)
