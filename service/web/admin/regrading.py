"""Grades chosen proposals anew by a strategy that was installed: as new versions, beside the old ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import aliased

from service.ports import Principal
from service.queue import BATCH
from service.reviewing.errors import ReviewingError
from service.states import State
from service.store.files import MissingFile
from service.store.page_tables import Version
from service.store.tables import Assessment
from service.strategies.moves import Move, unpacked
from service.submissions import Submission, submit
from service.web.versions import join

if TYPE_CHECKING:
    from sqlalchemy import Select

    from service.backend import Backend
    from service.store.admin_tables import StrategyTrial

AT_ONCE = 100
"""Proposals of one form; the others stay in the list."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An assessment that can be made anew, and what the preview found of it."""

    assessment: Assessment
    moves: Sequence[Move]


@dataclass(frozen=True, slots=True)
class Candidates:
    """The first of the assessments that can be made anew, those whose grades move in front."""

    first: Sequence[Candidate]
    total: int


def candidates(backend: "Backend", trial: "StrategyTrial") -> Candidates:
    """The assessments of a trial's base that have no version by the installed strategy yet."""
    changed = unpacked(trial.found).changed
    with backend.database.read() as session:
        found = list(session.scalars(_still_old(trial)))
    ordered = sorted(found, key=lambda each: each.id not in changed)
    first = [Candidate(each, changed.get(each.id, ())) for each in ordered[:AT_ONCE]]
    return Candidates(first, len(found))


def _still_old(trial: "StrategyTrial") -> "Select[Assessment]":
    own, other, later = aliased(Version), aliased(Version), aliased(Assessment)
    made_anew = (
        select(later.id)
        .join(other, other.assessment_id == later.id)
        .join(own, own.proposal_id == other.proposal_id)
        .where(own.assessment_id == Assessment.id, later.strategy == trial.installed)
    )
    return (
        select(Assessment)
        .where(Assessment.organisation_id == trial.organisation_id, Assessment.strategy == trial.base)
        .where(Assessment.state == State.DONE, ~made_anew.exists())
        .order_by(Assessment.created_at.desc(), Assessment.id)
    )


def regrade(
    backend: "Backend", principal: Principal, trial: "StrategyTrial", ids: Sequence[str]
) -> tuple[int, int]:
    """Have the chosen assessments made anew; gives how many, and how many have no file any more.

    Raises ReviewingError where nothing was chosen or nothing installed, Problem for a full queue: what
    came before it has been taken in.
    """
    if not ids or trial.installed is None:
        raise ReviewingError("nothing_chosen")
    with backend.database.read() as session:
        chosen = list(session.scalars(_still_old(trial).where(Assessment.id.in_(ids[:AT_ONCE]))))
    done = sum(_made_anew(backend, principal, each, trial.installed) for each in chosen)
    with backend.database.write() as session:
        backend.audit.record(session, principal, "strategy.regraded", trial.installed, assessments=done)
    return done, len(chosen) - done


def _made_anew(backend: "Backend", principal: Principal, assessment: Assessment, strategy: str) -> bool:
    try:
        content = backend.files.get(assessment.organisation_id, assessment.sha256)
    except MissingFile:
        return False
    submission = Submission(
        assessment.name,
        content,
        strategy,
        assessment.language,
        assessment.reference,
        priority=BATCH,
    )
    made = submit(backend, principal, submission).assessment
    with backend.database.read() as session:
        is_version = session.get(Version, assessment.id) is not None
    if not is_version:
        join(backend, principal, assessment, "")
    join(backend, principal, made, assessment.id)
    return True
