"""What takes too long for a page: which proposals of a call share text, and the chances of each.

It is worked out beside the pages, kept as one file of ids and numbers, and only ever added to: texts and
reports do not change. It goes away when an assessment in it is erased, and is then made anew.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select, update
from sqlalchemy.orm import undefer

from service.renderings import outcome_of
from service.reviewing import overlaps
from service.states import OPEN, State
from service.store.dossiers import digest_file
from service.store.files import MissingFile
from service.store.review_tables import Call, Dossier
from service.store.tables import Assessment

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from corpus.documents import Passage
    from service.backend import Backend

_MOST_PAIRS = 200
"""Pairs of proposals that are compared in full."""
_BLOCK = 100
Chances = Mapping[str, Sequence[float]]


@dataclass(frozen=True, slots=True)
class Shared:
    """What two dossiers share: a share of the shorter text, 0 to 1, and so many passages; maybe nothing."""

    first: str
    second: str
    share: float
    passages: int


@dataclass(frozen=True, slots=True)
class Digest:
    """`pairs` most shared first; `left_out` pairs were not compared in full, because they are too many.

    `chances` holds for each dossier that was read the probability of at least `contributes` for every
    spearhead, in the order of the strategy. `unread` dossiers had no text (any more) to compare.
    """

    pairs: Sequence[Shared] = ()
    compared: int = 0
    unread: int = 0
    left_out: int = 0
    chances: Chances = field(default_factory=dict)


def kept_digest(backend: "Backend", call: Call) -> Digest | None:
    """The digest of a call as it was last made; None where there is none (yet)."""
    try:
        content = json.loads(backend.files.get(call.organisation_id, digest_file(call.id)))
    except MissingFile:
        return None
    return Digest(**{**content, "pairs": [Shared(*pair) for pair in content["pairs"]]})


def waiting_for(session: "Session", call: Call, digest: Digest | None) -> int:
    """How many dossiers that were read are not in the digest yet."""
    read = select(Dossier.id).where(Dossier.call_id == call.id, Dossier.language.is_not(None))
    known = digest.chances if digest else {}
    return sum(id not in known for id in session.scalars(read))


def make_digest(backend: "Backend", call: Call) -> Digest:
    """Lay the proposals of a call beside each other as far as that was not done before, and keep it."""
    before = kept_digest(backend, call) or Digest()
    unread = _sketch_the_rest(backend, call)
    statement = select(Dossier).where(Dossier.call_id == call.id, Dossier.sketch.is_not(None))
    with backend.database.read() as session:
        dossiers = list(session.scalars(statement.order_by(Dossier.number).options(undefer(Dossier.sketch))))
    found = overlaps.candidates([dossier.sketch or b"" for dossier in dossiers])
    known = {(pair.first, pair.second): pair for pair in before.pairs}
    pairs = [
        known.get((dossiers[each.first].id, dossiers[each.second].id))
        or _compared(backend, dossiers[each.first], dossiers[each.second])
        for each in found[:_MOST_PAIRS]
    ]
    pairs.sort(key=lambda pair: -pair.share)
    left_out = max(0, len(found) - _MOST_PAIRS)
    digest = Digest(pairs, len(dossiers), unread, left_out, _chances(backend, call, before.chances))
    _keep(backend, call, digest)
    return digest


def _keep(backend: "Backend", call: Call, digest: Digest) -> None:
    content = {
        "pairs": [[pair.first, pair.second, pair.share, pair.passages] for pair in digest.pairs],
        "compared": digest.compared,
        "unread": digest.unread,
        "left_out": digest.left_out,
        "chances": digest.chances,
    }
    backend.files.delete(call.organisation_id, digest_file(call.id))
    backend.files.keep(call.organisation_id, digest_file(call.id), json.dumps(content).encode())


def _compared(backend: "Backend", first: Dossier, second: Dossier) -> Shared:
    overlap = overlaps.compare(passages_of(backend, first), passages_of(backend, second))
    return Shared(first.id, second.id, round(overlap.share, 4), len(overlap.passages))


def passages_of(backend: "Backend", dossier: Dossier) -> "Sequence[Passage]":
    """The passages of a dossier; none where its text is gone."""
    try:
        with backend.database.read() as session:
            return outcome_of(backend, session.get_one(Assessment, dossier.assessment_id)).passages
    except MissingFile:
        return ()


def _sketch_the_rest(backend: "Backend", call: Call) -> int:
    """Make the sketches that were not made on arrival; gives the number of dossiers without a text."""
    statement = (
        select(Dossier.id, Assessment)
        .join(Assessment, Assessment.id == Dossier.assessment_id)
        .where(Dossier.call_id == call.id, Dossier.sketch.is_(None), Assessment.state == State.DONE)
    )
    with backend.database.read() as session:
        waiting = session.execute(statement).all()
    unread = 0
    for id, assessment in waiting:
        try:
            content = overlaps.sketch(outcome_of(backend, assessment).document.text)
        except MissingFile:
            unread += 1
            continue
        with backend.database.write() as session:
            session.execute(update(Dossier).where(Dossier.id == id).values(sketch=content))
    return unread


def _chances(backend: "Backend", call: Call, before: Chances) -> dict[str, list[float]]:
    statement = select(Dossier.id).where(Dossier.call_id == call.id, Dossier.language.is_not(None))
    with backend.database.read() as session:
        ids = list(session.scalars(statement.order_by(Dossier.number)))
    fresh = dict(_read_chances(backend, [id for id in ids if id not in before]))
    return {id: list(before.get(id) or fresh.get(id) or ()) for id in ids}


def _read_chances(backend: "Backend", ids: Sequence[str]) -> Iterator[tuple[str, list[float]]]:
    for start in range(0, len(ids), _BLOCK):
        block = ids[start : start + _BLOCK]
        statement = (
            select(Dossier.id, Assessment.report)
            .join(Assessment, Assessment.id == Dossier.assessment_id)
            .where(Dossier.id.in_(block), Assessment.report.is_not(None))
        )
        with backend.database.read() as session:
            reports = session.execute(statement).all()
        for id, report in reports:
            alignments = json.loads(report or "{}").get("alignments", ())
            yield id, [item["probability"]["atLeastContributes"] for item in alignments]


def take_in(backend: "Backend", assessments: Sequence[Assessment], text: str) -> None:
    """Sketch a text that has just been read, and make the digest of a call in which nothing is open now."""
    ids = [assessment.id for assessment in assessments]
    with backend.database.write() as session:
        calls = select(Dossier.call_id).where(Dossier.assessment_id.in_(ids))
        found = list(session.scalars(select(Call).where(Call.id.in_(calls))))
        if not found:
            return
        unsketched = update(Dossier).where(Dossier.assessment_id.in_(ids), Dossier.sketch.is_(None))
        session.execute(unsketched.values(sketch=overlaps.sketch(text)))
    for call in found:
        if _is_quiet(backend, call):
            make_digest(backend, call)


def _is_quiet(backend: "Backend", call: Call) -> bool:
    open_ones = (
        select(Dossier.id)
        .join(Assessment, Assessment.id == Dossier.assessment_id)
        .where(Dossier.call_id == call.id, Assessment.state.in_(OPEN))
    )
    with backend.database.read() as session:
        return session.scalar(open_ones.limit(1)) is None
