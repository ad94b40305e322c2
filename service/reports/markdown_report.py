"""The report as Markdown: the same content, every passage included."""

from collections.abc import Iterable, Iterator

from service.reports.composing import compose
from service.reports.content import AlignmentContent, EvidenceContent, Fact, FlagContent, ReportContent
from service.reports.escaping import escape_markdown as escape
from service.reports.report import Report
from service.reports.signs import SIGNS
from service.wording import Wording


def render_markdown(report: Report) -> str:
    """The report as Markdown blocks, each followed by an empty line."""
    blocks = _blocks(compose(report), report.wording)
    return "\n\n".join(blocks) + "\n"


def _blocks(content: ReportContent, wording: Wording) -> Iterator[str]:
    yield f"# {escape(content.title)}"
    yield _fact_list(content.facts)
    yield f"*{escape(content.generated_by)}*"
    yield f"## {wording.say('report.overview')}"
    yield "\n".join(_overview(content, wording))
    yield escape(wording.say("report.interval_note"))
    yield f"## {wording.say('report.details')}"
    for alignment in content.alignments:
        yield from _alignment(alignment, wording)
    if content.flags:
        yield from _flags(content.flags, wording)
    yield from _about(content, wording)


def _fact_list(facts: Iterable[Fact]) -> str:
    return "\n".join(f"- {escape(fact.label)}: {escape(fact.value)}" for fact in facts)


def _item_list(items: Iterable[str]) -> str:
    return "\n".join(f"- {escape(item)}" for item in items)


def _overview(content: ReportContent, wording: Wording) -> Iterator[str]:
    headings = ("report.spearhead", "report.grade", "report.core_short", "report.at_least_short")
    yield f"| {' | '.join(escape(wording.say(heading)) for heading in headings)} |"
    yield "| --- | --- | ---: | ---: |"
    for alignment in content.alignments:
        cells = (
            f"{escape(alignment.id)} {escape(alignment.title)}",
            _grade(alignment),
            escape(f"{alignment.core.percent} ({alignment.core.interval})"),
            escape(f"{alignment.at_least.percent} ({alignment.at_least.interval})"),
        )
        yield f"| {' | '.join(cells)} |"


def _grade(alignment: AlignmentContent) -> str:
    return f"{SIGNS[alignment.grade]} {escape(alignment.grade_word)}"


def _alignment(alignment: AlignmentContent, wording: Wording) -> Iterator[str]:
    reason = f" – {escape(alignment.reason)}" if alignment.reason else ""
    yield f"### {escape(alignment.id)} {escape(alignment.title)}"
    yield f"**{_grade(alignment)}**{reason}"
    yield f"{escape(wording.say('report.statement'))}: {escape(alignment.statement)}"
    yield _item_list(alignment.told)
    if alignment.evidence:
        yield f"#### {escape(alignment.evidence_heading)}"
    for evidence in alignment.evidence:
        yield from _evidence(evidence, wording)


def _evidence(evidence: EvidenceContent, wording: Wording) -> Iterator[str]:
    place = f" ({escape(evidence.place)})" if evidence.place else ""
    proposal, strategy = wording.say("evidence.proposal"), wording.say("evidence.strategy")
    yield f"**{escape(proposal)}** – {escape(evidence.role)}{place}"
    yield f"> {escape(evidence.quote)}"
    yield f"**{escape(strategy)}** – {escape(evidence.source)}"
    yield f"> {escape(evidence.strategy_text)}"
    yield _item_list(part for part in (evidence.contribution, evidence.terms) if part)


def _flags(flags: Iterable[FlagContent], wording: Wording) -> Iterator[str]:
    yield f"## {wording.say('report.flags')}"
    yield escape(wording.say("report.flags_intro"))
    lines = []
    for flag in flags:
        place = f" ({escape(flag.pages)})" if flag.pages else ""
        lines.append(f"- **{escape(flag.title)}**{place}: {escape(flag.message)}")
    yield "\n".join(lines)


def _about(content: ReportContent, wording: Wording) -> Iterator[str]:
    yield f"## {wording.say('guide.title')}"
    yield _item_list(content.guide)
    yield f"## {wording.say('report.about')}"
    yield escape(content.intended_use)
    yield f"**{wording.say('report.excluded_uses')}**"
    yield _item_list(content.excluded_uses)
    yield f"**{wording.say('report.limits')}**"
    yield _item_list(content.limits)
    yield f"**{wording.say('faithfulness.title')}**"
    yield _item_list(content.faithfulness)
    yield f"**{wording.say('html.hashes')}**"
    yield _fact_list(content.identity)
