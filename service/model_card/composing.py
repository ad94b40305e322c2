"""The card as blocks: what it tells, in the order in which it is told."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from service.model_card.measured import measured
from service.model_card.telling import Telling
from service.model_card.weaknesses import weaknesses
from service.pages.blocks import Block, Bullets, Grid, Heading, Page, Paragraph
from service.wording import Wording

if TYPE_CHECKING:
    from evaluation.card import Figures

_STEPS = (
    "read", "roles", "meaning", "learned", "words", "guarded", "combined", "calibrated", "graded",
    "explained",
)  # fmt: skip


def compose_card(figures: "Figures", wording: Wording) -> Page:
    """The whole card; the same figures and language give the same card."""
    telling = Telling(figures, wording)
    blocks = (
        *_what(telling),
        *_use(telling),
        *_method(telling),
        *_training(telling),
        *measured(telling),
        *_weak(telling),
        *cost(telling),
        *_limits(telling),
        *versions(telling),
    )
    title = wording.say("card.title", strategy=telling.local(figures["strategy"]["title"]))
    return Page(wording.language, title, blocks)


def _what(telling: Telling) -> Iterator[Block]:
    figures = telling.figures
    yield Paragraph(telling.say("card.made", date=figures["measured_on"], version=figures["version"]))
    yield Heading(2, telling.say("card.what.title"))
    title = telling.local(figures["strategy"]["title"])
    count = len(figures["strategy"]["spearheads"])
    yield Paragraph(telling.say("card.what.text", strategy=title, count=count))
    yield Paragraph(telling.say("card.what.grades"))


def _use(telling: Telling) -> Iterator[Block]:
    wording = telling.wording
    yield Heading(2, telling.say("card.use"))
    yield Paragraph(telling.say("notice.intended_use"))
    yield Heading(2, telling.say("report.excluded_uses"))
    prefix = "notice.excluded."
    yield Bullets(tuple(text for key, text in wording.messages.items() if key.startswith(prefix)))
    yield Paragraph(telling.say("card.risk_class"))


def _method(telling: Telling) -> Iterator[Block]:
    yield Heading(2, telling.say("card.how.title"))
    thresholds = {name: telling.wording.share(value) for name, value in telling.figures["thresholds"].items()}
    yield Bullets(tuple(telling.say(f"card.how.{step}", **thresholds) for step in _STEPS))


def _training(telling: Telling) -> Iterator[Block]:
    training, wording = telling.figures["training"], telling.wording
    yield Heading(2, telling.say("card.training.title"))
    yield Paragraph(
        telling.say(
            "card.training.text",
            documents=wording.number(training["documents"]),
            passages=wording.number(training["passages"]),
        )
    )
    columns = ("group", "documents", "nl", "en", "fr")
    rows = tuple(
        (
            telling.kind("group", row["group"]),
            *(str(row[name]) for name in columns[1:]),
            telling.say("card.apart" if row["apart"] else "card.headline"),
        )
        for row in training["groups"]
    )
    headings = (
        telling.say("card.column.group"),
        telling.say("card.column.documents"),
        *(telling.wording.name("language", name) for name in columns[2:]),
        telling.say("card.column.counted"),
    )
    yield Grid(telling.say("card.training.caption"), headings, rows)
    yield Paragraph(telling.say("card.training.validation", count=training["validation"]))
    yield Paragraph(telling.say("card.training.readers"))


def _weak(telling: Telling) -> Iterator[Block]:
    yield Heading(2, telling.say("card.weak.title"))
    yield Paragraph(telling.say("card.weak.text"))
    yield Bullets(tuple(weaknesses(telling)))


def cost(telling: Telling) -> Iterator[Block]:
    """Time and energy that a proposal takes."""
    cost = telling.figures["cost"]
    yield Heading(2, telling.say("card.cost.title"))
    numbers = {name: telling.number(cost[name], 1) for name in ("seconds", "processor_seconds")}
    yield Paragraph(
        telling.say("card.cost.time", pages=cost["pages"], runs=cost["runs"],
                    machine=telling.figures["machine"], **numbers)
    )  # fmt: skip
    yield Paragraph(
        telling.say("card.cost.energy", watts=telling.wording.number(cost["watts_per_core"]),
                    hours=telling.number(cost["watt_hours"], 3))
    )  # fmt: skip


def _limits(telling: Telling) -> Iterator[Block]:
    yield Heading(2, telling.say("card.limits"))
    keys = ("limit.text_only", "limit.no_quality", "limit.mistakes", "limit.none", "card.limit.fictional")
    yield Bullets(tuple(telling.say(key) for key in (*keys, "card.limit.languages", "card.limit.agreement")))
    yield Heading(2, telling.say("card.contest.title"))
    steps = ("card.contest.read", "card.contest.reply", "card.contest.human", "card.contest.report")
    yield Bullets(tuple(telling.say(key) for key in steps))


def versions(telling: Telling) -> Iterator[Block]:
    """Name and hash of everything that decides a grade."""
    figures, say = telling.figures, telling.say
    facts = (
        (say("fact.version"), figures["version"]),
        (say("card.measured_on"), figures["measured_on"]),
        (say("card.machine"), figures["machine"]),
        (say("fact.strategy"), f"{figures['strategy']['id']}, {figures['strategy']['version']}"),
        (say("fact.strategy_hash"), figures["strategy"]["sha256"]),
        (say("fact.encoder"), figures["encoder"]["name"]),
        (say("fact.encoder_hash"), figures["encoder"]["sha256"]),
        (say("fact.artefact_hash"), figures["artefact"]["sha256"]),
    )
    yield Heading(2, say("html.hashes"))
    yield Grid(say("card.versions"), (say("card.column.what"), say("card.column.value")), facts)
