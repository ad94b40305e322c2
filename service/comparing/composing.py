"""A comparison as a page: what a reader sees of it, in the order in which it matters."""

from collections.abc import Iterator, Sequence

from corpus.revisions import Change, Revision
from corpus.strategies import in_language
from models.alignment import Element
from models.comparison import Cause, Comparison, Side, SideAlignment, SidePassage, SpearheadChange
from models.weighing import Outcome
from service.pages.blocks import Block, Bullets, Grid, Heading, Illustration, Page, Paragraph, Quote
from service.reports.pictures import before_after
from service.reports.sentences import capital, excluded_uses, fall, place
from service.wording import Wording

_SMALLEST_TOLD = 0.01
"""A change of both probabilities below this is not told at length."""


def compose_comparison(comparison: Comparison, wording: Wording) -> Page:
    """The whole page; the same comparison and language give the same page."""
    telling = _Telling(comparison, wording)
    blocks = (
        *telling.head(),
        *telling.overview(),
        *telling.spearheads(),
        *telling.passages(),
        *telling.uses(),
    )
    return Page(wording.language, wording.say("compare.title"), tuple(blocks))


class _Telling:
    def __init__(self, comparison: Comparison, wording: Wording) -> None:
        self._comparison = comparison
        self._wording = wording
        self._say = wording.say

    def head(self) -> Iterator[Block]:
        old, new = self._comparison.old, self._comparison.new
        yield Paragraph(self._say("compare.sides", old=old.name, new=new.name))
        names = {
            "strategy_old": f"{old.strategy.name} {old.strategy.version}",
            "strategy_new": f"{new.strategy.name} {new.strategy.version}",
            "engine_old": f"{old.engine.version}, {old.engine.name}",
            "engine_new": f"{new.engine.version}, {new.engine.name}",
        }
        for caution in self._comparison.cautions:
            yield Paragraph(self._say(f"compare.caution.{caution}"))
            if caution in ("strategy_differs", "engine_differs"):
                yield Bullets(tuple(self._versions(caution.removesuffix("_differs"), names)))
        yield Paragraph(self._say("notice.generated_by", version=new.engine.version))
        yield Paragraph(self._say("notice.intended_use"))

    def _versions(self, kind: str, names: dict[str, str]) -> Iterator[str]:
        for side, found in (("old", self._comparison.old), ("new", self._comparison.new)):
            hashes = (found.strategy if kind == "strategy" else found.engine).hashes
            short = ", ".join(item[:12] or "–" for item in hashes)
            yield self._say(f"compare.version.{side}", name=names[f"{kind}_{side}"], hashes=short)

    def overview(self) -> Iterator[Block]:
        changes = self._comparison.spearheads
        yield Heading(2, self._say("report.overview"))
        other = sum(change.graded_otherwise for change in changes)
        yield Paragraph(self._wording.count("compare.grades", other, total=len(changes)))
        columns = ("report.spearhead", "compare.column.grade", "report.core_short", "report.at_least_short")
        yield Grid(
            self._say("compare.table"),
            (*(self._say(column) for column in columns), self._say("compare.column.difference")),
            tuple(self._row(change) for change in changes),
        )
        yield Paragraph(self._say("compare.uncertainty"))
        picture = before_after(changes, self._wording)
        yield Illustration(picture.title, picture.svg)

    def _row(self, change: SpearheadChange) -> tuple[str, ...]:
        old, new = change.old.probability, change.new.probability
        return (
            self._name(change.new),
            self._arrow(self._say(f"grade.{change.old.grade}"), self._say(f"grade.{change.new.grade}")),
            self._arrow(self._wording.percent(old.core), self._wording.percent(new.core)),
            self._arrow(
                self._wording.percent(old.at_least_contributes),
                self._wording.percent(new.at_least_contributes),
            ),
            self._say(f"compare.kind.{_kind(change)}"),
        )

    def _name(self, found: SideAlignment) -> str:
        return f"{found.spearhead} {in_language(found.title, self._wording.language)}"

    def _arrow(self, old: str, new: str) -> str:
        return old if old == new else f"{old} → {new}"

    def spearheads(self) -> Iterator[Block]:
        yield Heading(2, self._say("report.details"))
        told = [change for change in self._comparison.spearheads if _worth_telling(change)]
        for change in told:
            yield Heading(3, self._name(change.new))
            yield Bullets(tuple(self._sentences(change)))
            for cause in change.causes:
                yield self._cause(cause)
        rest = [item.new.spearhead for item in self._comparison.spearheads if item not in told]
        if rest:
            yield Paragraph(self._say("compare.same", spearheads=self._wording.listing(tuple(rest))))

    def _sentences(self, change: SpearheadChange) -> Iterator[str]:
        grades = {side: self._say(f"grade.{found.grade}") for side, found in _sides(change)}
        key = "compare.grade.changes" if change.graded_otherwise else "compare.grade.stays"
        yield self._say(key, **grades)
        for label, pair in _chances(change):
            yield self._say(
                "compare.chance",
                label=capital(self._say(label)),
                old=self._wording.percent(pair[0][0]),
                new=self._wording.percent(pair[1][0]),
                old_interval=self._wording.interval(pair[0][1]),
                new_interval=self._wording.interval(pair[1][1]),
            )
        yield self._say("compare.within" if change.within_uncertainty else "compare.beyond")
        yield from self._elements("compare.newly_present", change.newly_present)
        yield from self._elements("compare.newly_missing", change.newly_missing)
        yield from self._outcome("compare.without_added", change.without_added)
        yield from self._outcome("compare.without_removed", change.without_removed)

    def _elements(self, key: str, elements: Sequence[Element]) -> Iterator[str]:
        if elements:
            words = tuple(self._say(f"element.{element}") for element in elements)
            yield self._say(key, elements=self._wording.listing(words))

    def _outcome(self, key: str, outcome: Outcome | None) -> Iterator[str]:
        if outcome is not None:
            value = self._wording.percent(outcome.at_least_contributes)
            grade = self._say(f"grade.{outcome.grade}")
            if outcome.reason is not None:
                grade = f"{grade}: {self._say(f'reason.{outcome.reason}')}"
            yield self._say(key, grade=grade, value=value)

    def _cause(self, cause: Cause) -> Quote:
        side = self._comparison.old if cause.change is Change.REMOVED else self._comparison.new
        label = self._label(cause.change, side.passages[cause.passage], side)
        effect = fall(cause.contribution, self._wording)
        return self._quote(f"{label} – {effect}", side.passages[cause.passage])

    def _label(self, change: Change, passage: SidePassage, side: Side, key: str = "") -> str:
        words = self._say(f"compare.passage.{key or change}")
        return f"{words} ({place(passage, self._wording, paged=side.paged)})"

    def _quote(self, label: str, passage: SidePassage) -> Quote:
        language = "" if passage.language in (self._wording.language, "other") else passage.language
        return Quote(label, passage.text, language)

    def passages(self) -> Iterator[Block]:
        found = self._comparison.passages
        yield Heading(2, self._say("compare.passages"))
        counts = {change.value: 0 for change in Change}
        for item in found:
            counts[item.change] += 1
        yield Paragraph(self._say("compare.counts", **counts))
        for item in found:
            yield from self._passage(item)

    def uses(self) -> Iterator[Block]:
        yield Heading(2, self._say("report.excluded_uses"))
        yield Bullets(excluded_uses(self._wording))

    def _passage(self, item: Revision) -> Iterator[Block]:
        before, after = self._comparison.old, self._comparison.new
        old = None if item.old is None else before.passages[item.old]
        new = None if item.new is None else after.passages[item.new]
        if item.change is Change.CHANGED and old and new:
            yield self._quote(self._label(item.change, old, before, "changed_from"), old)
            yield self._quote(self._label(item.change, new, after, "changed_to"), new)
        elif item.change is not Change.KEPT and new:
            yield self._quote(self._label(item.change, new, after), new)
        elif item.change is not Change.KEPT and old:
            yield self._quote(self._label(item.change, old, before), old)


def _sides(change: SpearheadChange) -> tuple[tuple[str, SideAlignment], tuple[str, SideAlignment]]:
    return ("old", change.old), ("new", change.new)


def _chances(
    change: SpearheadChange,
) -> Iterator[tuple[str, tuple[tuple[float, tuple[float, float]], tuple[float, tuple[float, float]]]]]:
    old, new = change.old.probability, change.new.probability
    yield "probability.core", ((old.core, old.core_interval), (new.core, new.core_interval))
    yield (
        "probability.at_least",
        (
            (old.at_least_contributes, old.at_least_contributes_interval),
            (new.at_least_contributes, new.at_least_contributes_interval),
        ),
    )


def _worth_telling(change: SpearheadChange) -> bool:
    return _differs(change) or bool(change.newly_missing or change.newly_present)


def _differs(change: SpearheadChange) -> bool:
    moved = max(abs(change.core_difference), abs(change.at_least_difference)) >= _SMALLEST_TOLD
    return change.graded_otherwise or moved


def _kind(change: SpearheadChange) -> str:
    """How much a change says: the grade first, then whether it stays within the uncertainty."""
    if not _differs(change):
        return "none"
    if change.within_uncertainty:
        return "other_within" if change.graded_otherwise else "same_within"
    return "other" if change.graded_otherwise else "same"
