"""A call as a whole: who covers which spearhead, in which languages, and which proposals share text."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select, update
from sqlalchemy.orm import undefer

from service.ports import Principal
from service.renderings import outcome_of
from service.reviewing import overlaps
from service.reviewing.calls import own_call, spearheads_of
from service.reviewing.sight import chose_grades, seen_dossiers
from service.states import State
from service.store.files import MissingFile
from service.store.review_tables import Call, Dossier, Review, ReviewGrade
from service.store.tables import Assessment, AssessmentGrade

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from corpus.documents import Passage
    from corpus.strategies import Spearhead
    from service.backend import Backend

_MOST_PAIRS = 200
"""Pairs of proposals that are compared in full."""


@dataclass(frozen=True, slots=True)
class PortfolioRow:
    """A dossier with the checker's grades by spearhead; None where the viewer may not see them yet."""

    id: str
    number: int
    name: str
    applicant: str
    grades: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class Portfolio:
    """A call as a whole. `machine` and `people` count grades by spearhead, without `covered` rows."""

    call: Call
    spearheads: "Sequence[Spearhead]"
    rows: Sequence[PortfolioRow]
    machine: Mapping[str, Mapping[str, int]]
    people: Mapping[str, Mapping[str, int]]
    languages: Mapping[str, int]
    applicants: Mapping[str, int]
    covered: int


@dataclass(frozen=True, slots=True)
class OverlappingPair:
    """Two dossiers that share text, and which passages."""

    first: Dossier
    second: Dossier
    overlap: overlaps.Overlap


@dataclass(frozen=True, slots=True)
class Overlaps:
    """The pairs that share text, most first. `unread` dossiers have no text (any more) to compare.

    `left_out` pairs were not compared in full, because there are more than can be shown.
    """

    call: Call
    pairs: Sequence[OverlappingPair]
    compared: int
    unread: int
    left_out: int


def portfolio(backend: "Backend", principal: Principal, call_id: str) -> Portfolio:
    """The call as this principal may see it."""
    with backend.database.read() as session:
        call = own_call(session, principal, call_id)
        spearheads = spearheads_of(backend, call)
        rows = _rows(session, call, principal)
        dossiers = select(Dossier.language, Dossier.applicant).where(Dossier.call_id == call.id)
        found = session.execute(dossiers).all()
        seen = {row.id for row in rows if row.grades is not None}
        return Portfolio(
            call=call,
            spearheads=spearheads,
            rows=rows,
            machine=_counted((name, grade) for row in rows for name, grade in (row.grades or {}).items()),
            people=_people(session, call, seen),
            languages=_most_first(language for language, _ in found if language),
            applicants=_most_first(applicant for _, applicant in found if applicant),
            covered=sum(row.grades is None for row in rows),
        )


def _rows(session: "Session", call: Call, principal: Principal) -> list[PortfolioRow]:
    seen = seen_dossiers(session, call, principal)
    if seen is not None and chose_grades(session, call, principal) is not None:
        seen = None
    columns = select(Dossier.id, Dossier.number, Dossier.name, Dossier.applicant).where(
        Dossier.call_id == call.id, Dossier.language.is_not(None)
    )
    if seen is not None:  # whoever may not know which files are low-graded sees those in the queue
        columns = columns.where(Dossier.queued)
    graded = (
        select(Dossier.id, AssessmentGrade.spearhead, AssessmentGrade.grade)
        .join(AssessmentGrade, AssessmentGrade.assessment_id == Dossier.assessment_id)
        .where(Dossier.call_id == call.id)
    )
    grades: dict[str, dict[str, str]] = {}
    for id, spearhead, grade in session.execute(graded):
        if seen is None or id in seen:
            grades.setdefault(id, {})[spearhead] = grade
    rows = session.execute(columns.order_by(Dossier.number))
    return [PortfolioRow(*row, grades.get(row[0])) for row in rows]


def _people(session: "Session", call: Call, seen: set[str]) -> dict[str, Counter[str]]:
    statement = (
        select(Dossier.id, ReviewGrade.spearhead, ReviewGrade.grade)
        .join(Review, Review.dossier_id == Dossier.id)
        .join(ReviewGrade, ReviewGrade.review_id == Review.id)
        .where(Dossier.call_id == call.id, Review.saved_at.is_not(None))
    )
    return _counted((name, grade) for id, name, grade in session.execute(statement) if id in seen)


def _counted(pairs: Iterable[tuple[str, str]]) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = {}
    for spearhead, grade in pairs:
        counts.setdefault(spearhead, Counter())[grade] += 1
    return counts


def _most_first(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items(), key=lambda item: (-item[1], item[0])))


def overlapping(backend: "Backend", principal: Principal, call_id: str) -> Overlaps:
    """The proposals of a call that share text. Sketches of new texts are made first, and kept."""
    with backend.database.read() as session:
        call = own_call(session, principal, call_id)
    unread = _make_sketches(backend, call)
    statement = select(Dossier).where(Dossier.call_id == call_id, Dossier.sketch.is_not(None))
    with backend.database.read() as session:
        dossiers = list(session.scalars(statement.order_by(Dossier.number).options(undefer(Dossier.sketch))))
        found = overlaps.candidates([dossier.sketch or b"" for dossier in dossiers])
        pairs = []
        for candidate in found[:_MOST_PAIRS]:
            first, second = dossiers[candidate.first], dossiers[candidate.second]
            overlap = overlaps.compare(
                _passages(backend, session, first), _passages(backend, session, second)
            )
            if overlap.share:
                pairs.append(OverlappingPair(first, second, overlap))
    pairs.sort(key=lambda pair: (-pair.overlap.share, pair.first.number, pair.second.number))
    return Overlaps(call, pairs, len(dossiers), unread, max(0, len(found) - _MOST_PAIRS))


def _make_sketches(backend: "Backend", call: Call) -> int:
    """Make the sketches that are not there; gives the number of dossiers without a text."""
    unread = 0
    statement = (
        select(Dossier.id, Assessment)
        .join(Assessment, Assessment.id == Dossier.assessment_id)
        .where(Dossier.call_id == call.id, Dossier.sketch.is_(None), Assessment.state == State.DONE)
    )
    with backend.database.read() as session:
        waiting = session.execute(statement).all()
    made: list[tuple[str, bytes]] = []
    for id, assessment in waiting:
        try:
            made.append((id, overlaps.sketch(outcome_of(backend, assessment).document.text)))
        except MissingFile:
            unread += 1
    with backend.database.write() as session:
        for id, content in made:
            session.execute(update(Dossier).where(Dossier.id == id).values(sketch=content))
    return unread


def _passages(backend: "Backend", session: "Session", dossier: Dossier) -> "Sequence[Passage]":
    try:
        return outcome_of(backend, session.get_one(Assessment, dossier.assessment_id)).passages
    except MissingFile:
        return ()
