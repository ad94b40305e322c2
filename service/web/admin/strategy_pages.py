"""Strategies: those there are, and what a file that somebody tries would mean."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import APIRouter, Response
from sqlalchemy import func, select
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from corpus.errors import InvalidStrategy
from corpus.limits import StrategyLimits
from corpus.strategy_files import known_strategies, load_strategy, validate
from service.problems import Problem
from service.store.tables import Assessment
from service.web.review.visits import ManagingOf
from service.web.visit import Known, OurForm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.errors import StrategyProblem
    from corpus.strategies import Spearhead, Strategy

router = APIRouter(prefix="/admin/strategies", include_in_schema=False)
_PARTS = ("title", "statement", "belongs", "excludes", "terms", "examples")


@dataclass(frozen=True, slots=True)
class Difference:
    """What a file does to a spearhead: `kind` is added, removed or changed, `parts` what was changed."""

    spearhead: str
    kind: str
    parts: "tuple[str, ...]" = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """A file that was tried: its problems, or what it would change. `assessments` keep their own version."""

    strategy: "Strategy | None"
    problems: "Sequence[StrategyProblem]" = ()
    differences: "Sequence[Difference]" = ()
    known: bool = False
    assessments: int = 0


@router.get("")
def show_strategies(visit: ManagingOf) -> Response:
    """The strategies there are, and the form to try a file."""
    return _list(visit, None)


@router.post("")
async def try_file(visit: ManagingOf, form: OurForm) -> Response:
    """Tell what is wrong with a file, or what it would change; nothing is kept of it."""
    file = form.get("file")
    if not isinstance(file, UploadFile):
        raise Problem("badRequest")
    content = await file.read(StrategyLimits().bytes + 1)
    return await run_in_threadpool(_try, visit, content)


def _try(visit: Known, content: bytes) -> Response:
    try:
        strategy = validate(content.decode("utf-8"), "strategy.yaml")
    except UnicodeDecodeError as error:
        raise Problem("unsupportedMediaType") from error
    except InvalidStrategy as error:
        return _list(visit, Preview(None, error.problems), 422)
    known = strategy.id in known_strategies()
    found = differences(load_strategy(strategy.id), strategy) if known else ()
    return _list(visit, Preview(strategy, (), found, known, _assessments(visit, strategy.id)))


def differences(old: "Strategy", new: "Strategy") -> "list[Difference]":
    """What changes from one version of a strategy to another, in the order of the new one."""
    before = {spearhead.id: spearhead for spearhead in old.spearheads}
    found = []
    for spearhead in new.spearheads:
        if spearhead.id not in before:
            found.append(Difference(spearhead.id, "added"))
        elif parts := _changed(before[spearhead.id], spearhead):
            found.append(Difference(spearhead.id, "changed", parts))
    there = {spearhead.id for spearhead in new.spearheads}
    return found + [Difference(name, "removed") for name in before if name not in there]


def _changed(old: "Spearhead", new: "Spearhead") -> "tuple[str, ...]":
    return tuple(part for part in _PARTS if getattr(old, part) != getattr(new, part))


def _assessments(visit: Known, strategy: str) -> int:
    statement = select(func.count()).where(
        Assessment.organisation_id == visit.principal.organisation, Assessment.strategy == strategy
    )
    with visit.backend.database.read() as session:
        return session.scalar(statement) or 0


def _list(visit: Known, preview: Preview | None, status: int = 200) -> Response:
    found = [(load_strategy(name), _assessments(visit, name)) for name in known_strategies()]
    return visit.show("admin/strategies.html.j2", status, strategies=found, preview=preview)
