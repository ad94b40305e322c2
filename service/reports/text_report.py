"""The report for a terminal: 80 columns wherever it does not go to one, and readable without colour."""

import re
from collections.abc import Iterator
from io import StringIO
from typing import TYPE_CHECKING

from models.alignment import Grade
from service.reports.composing import compose
from service.reports.content import AlignmentContent, EvidenceContent, ReportContent
from service.reports.report import Report
from service.reports.signs import SIGNS
from service.wording import Wording

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table
    from rich.text import Text

WIDTH = 80
_WIDEST = 100
_SHOWN = 3
"""Passages shown for each spearhead; the other formats show all of them."""
_BAR = 10
_FINGERPRINT = 12
_SHA256 = re.compile("[0-9a-f]{64}")
_STYLES = {Grade.CORE: "bold green", Grade.CONTRIBUTES: "cyan", Grade.NONE: "dim", Grade.UNCERTAIN: "yellow"}


def render_text(report: Report) -> str:
    """The report in plain signs, 80 columns wide, whatever the surroundings."""
    from rich.console import Console

    stream = StringIO()
    console = Console(file=stream, width=WIDTH, color_system=None, legacy_windows=False, _environ={})
    print_report(report, console)
    return "".join(f"{line.rstrip()}\n" for line in stream.getvalue().splitlines())


def print_report(report: Report, console: "Console") -> None:
    """Print the report on a console, in colour where the console has it."""
    content = compose(report)
    for part in _parts(content, report.wording):
        console.print(part, width=min(console.width, _WIDEST), highlight=False, markup=False, emoji=False)


def _parts(content: ReportContent, wording: Wording) -> "Iterator[RenderableType]":
    yield _line(content.title, "bold")
    yield _facts(content)
    yield ""
    yield _line(content.generated_by, "italic")
    yield _overview(content, wording)
    yield _legend(wording)
    for sentence in content.method:
        yield _line(sentence, "dim")
    for alignment in content.alignments:
        yield ""
        yield from _alignment(alignment, wording)
    yield from _flags(content, wording)
    yield from _notice(content, wording)


def _line(text: str, style: str = "", indent: int = 0) -> "RenderableType":
    from rich.padding import Padding
    from rich.text import Text

    return Padding(Text(text, style=style), (0, 0, 0, indent))


def _labelled(label: str, text: str, indent: int = 0) -> "RenderableType":
    """A label with its text hanging beside it, so that a long text keeps its left edge."""
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column()
    grid.add_row(Text(label, style="dim"), Text(text))
    return Padding(grid, (0, 0, 0, indent))


def _facts(content: ReportContent) -> "Table":
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2, 0, 0))
    for fact in content.facts:
        grid.add_row(Text(fact.label, style="dim"), Text(fact.value))
    return grid


def _overview(content: ReportContent, wording: Wording) -> "Table":
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, padding=(0, 1), pad_edge=False, expand=True)
    table.add_column(wording.say("report.spearhead"), ratio=1)
    table.add_column(wording.say("report.grade"), no_wrap=True)
    table.add_column("", width=_BAR, no_wrap=True)
    table.add_column(wording.say("report.core_short"), justify="right", no_wrap=True)
    table.add_column(wording.say("report.at_least_short"), justify="right", width=15)
    for alignment in content.alignments:
        table.add_row(*_row(alignment))
    return table


def _row(alignment: AlignmentContent) -> "Iterator[Text]":
    from rich.text import Text

    style = _STYLES[alignment.grade]
    yield Text(f"{alignment.id} {alignment.title}")
    yield Text(f"{SIGNS[alignment.grade]} {alignment.grade_word}", style=style)
    yield Text(_bar(alignment), style=style)
    yield Text(alignment.core.percent)
    yield Text(f"{alignment.at_least.percent} ({alignment.at_least.interval})")


def _bar(alignment: AlignmentContent) -> str:
    core = round(alignment.core.value * _BAR)
    at_least = max(core, round(alignment.at_least.value * _BAR))
    return "█" * core + "▒" * (at_least - core) + "·" * (_BAR - at_least)


def _legend(wording: Wording) -> "RenderableType":
    core, at_least = wording.say("probability.core"), wording.say("probability.at_least")
    return _line(f"█ {core}  ▒ {at_least}\n{wording.say('report.interval_note')}", "dim")


def _alignment(alignment: AlignmentContent, wording: Wording) -> "Iterator[RenderableType]":
    grade = f"{SIGNS[alignment.grade]} {alignment.grade_word}"
    yield _line(f"{alignment.id} {alignment.title}", "bold")
    yield _line(f"{grade} – {alignment.reason}" if alignment.reason else grade, _STYLES[alignment.grade])
    for sentence in (*alignment.why, *alignment.answers):
        yield _line(sentence)
    for number, evidence in enumerate(alignment.evidence[:_SHOWN], 1):
        yield from _evidence(number, evidence, wording)
    hidden = len(alignment.evidence) - _SHOWN
    if hidden > 0:
        yield _line(wording.count("evidence.more", hidden), "dim", indent=3)


def _evidence(number: int, evidence: EvidenceContent, wording: Wording) -> "Iterator[RenderableType]":
    proposal, strategy = wording.say("evidence.proposal"), wording.say("evidence.strategy")
    width = max(len(proposal), len(strategy))
    place = f" ({evidence.place})" if evidence.place else ""
    yield _line(f"{number}. {evidence.role}{place}", "bold dim", indent=0)
    yield _labelled(proposal.ljust(width), f"“{evidence.quote}”", indent=3)
    yield _labelled(strategy.ljust(width), f"“{evidence.strategy_text}” ({evidence.source})", indent=3)
    if evidence.terms:
        yield _line(evidence.terms, indent=3)
    yield _line(evidence.contribution, "dim", indent=3)


def _flags(content: ReportContent, wording: Wording) -> "Iterator[RenderableType]":
    if not content.flags:
        return
    yield ""
    yield _line(wording.say("report.flags"), "bold")
    yield _line(wording.say("report.flags_intro"), "dim")
    for flag in content.flags:
        place = f" ({flag.pages})" if flag.pages else ""
        yield _labelled("-", f"{flag.title}{place}: {flag.message}")


def _notice(content: ReportContent, wording: Wording) -> "Iterator[RenderableType]":
    yield ""
    yield _line(wording.say("report.about"), "bold")
    yield _line(content.intended_use)
    yield from _listed(wording.say("report.excluded_uses"), content.excluded_uses)
    yield from _listed(wording.say("report.limits"), content.limits)
    yield from _listed(wording.say("faithfulness.title"), content.faithfulness)
    yield ""
    for fact in content.identity:
        yield _line(f"{fact.label}: {_shortened(fact.value)}", "dim")


def _shortened(value: str) -> str:
    """A fingerprint as its first signs; the other formats show it in full."""
    return f"{value[:_FINGERPRINT]}…" if _SHA256.fullmatch(value) else value


def _listed(title: str, items: tuple[str, ...]) -> "Iterator[RenderableType]":
    yield _line(title if title.endswith("?") else f"{title}:")
    for item in items:
        yield _labelled("-", item)
