"""One strategy file on trial: what it changes, a preview, installing it, and making assessments anew."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from sqlalchemy import select
from starlette.concurrency import run_in_threadpool

from corpus.strategy_files import validate
from service.known_strategies import titled
from service.reviewing.errors import ReviewingError
from service.store.admin_tables import StrategyTrial
from service.store.tables import Assessment
from service.strategies.installing import install, uses_of
from service.strategies.moves import unpacked
from service.strategies.trials import SAMPLE, TrialState, discard, own_trial, preview
from service.web.admin.differences import differences
from service.web.admin.regrading import candidates, regrade
from service.web.admin.strategy_pages import PATH
from service.web.admin.visits import StrategiesOf, told_of
from service.web.review.visits import Id
from service.web.visit import Known, OurForm

if TYPE_CHECKING:
    from corpus.strategies import Strategy

router = APIRouter(prefix=f"{PATH}/trials/{{trial_id}}", include_in_schema=False)
_MOST_SHOWN = 50
"""Assessments with other grades that the page lists."""


@dataclass(frozen=True, slots=True)
class Base:
    """A strategy whose assessments a file can be tried on."""

    name: str
    title: str
    assessments: int


@router.get("")
def show_trial(visit: StrategiesOf, trial_id: Id) -> Response:
    """The page of a file that is tried."""
    trial = _trial(visit, trial_id)
    strategy = validate(trial.content, "strategy.yaml")
    bases = _bases(visit)
    base = trial.base or _nearest(visit, strategy, bases)
    before = visit.backend.strategies.find(base) if base else None
    return visit.show(
        "admin/trial.html.j2",
        trial=trial,
        path=f"{PATH}/trials/{trial_id}",
        strategy=strategy,
        labelled=_labelled(visit, strategy),
        differences=differences(before, strategy) if before else None,
        before=before,
        bases=bases,
        base=base,
        sample=SAMPLE,
        found=unpacked(trial.found),
        names=_names(visit, trial),
        candidates=candidates(visit.backend, trial) if trial.installed and trial.base else None,
        **told_of(visit, **_numbers(visit)),
    )


@router.get("/progress")
def tell_progress(visit: StrategiesOf, trial_id: Id) -> Response:
    """How far the preview is, for the script of the page."""
    trial = _trial(visit, trial_id)
    share = 100 * trial.done // max(1, len(trial.members))
    return JSONResponse({"open": trial.state == TrialState.RUNNING, "progress": share})


@router.post("/preview")
async def begin_preview(visit: StrategiesOf, trial_id: Id, form: OurForm) -> Response:
    """Begin to grade assessments by the file."""
    base, every = str(form.get("base") or ""), form.get("extent") == "all"
    act = partial(preview, visit.backend, visit.principal, trial_id, base, every=every)
    return await run_in_threadpool(_done, visit, trial_id, act, {})


@router.post("/install")
async def install_file(visit: StrategiesOf, trial_id: Id, form: OurForm) -> Response:
    """Let calls and checks choose the strategy from now on."""
    del form
    act = partial(install, visit.backend, visit.principal, trial_id)
    return await run_in_threadpool(_done, visit, trial_id, act, {"done": "strategy_installed"})


@router.post("/discard")
async def forget(visit: StrategiesOf, trial_id: Id, form: OurForm) -> Response:
    """Forget the file that was tried."""
    del form
    await run_in_threadpool(discard, visit.backend, visit.principal, trial_id)
    return visit.go(f"{PATH}?done=trial_discarded")


@router.post("/regrade")
async def make_anew(visit: StrategiesOf, trial_id: Id, form: OurForm) -> Response:
    """Have the chosen assessments made anew by the strategy that was installed."""
    ids = [str(each) for each in form.getlist("assessment")]
    return await run_in_threadpool(_regraded, visit, trial_id, ids)


def _regraded(visit: Known, trial_id: str, ids: list[str]) -> Response:
    place = f"{PATH}/trials/{trial_id}"
    try:
        done, gone = regrade(visit.backend, visit.principal, _trial(visit, trial_id), ids)
    except ReviewingError as error:
        return visit.go(f"{place}?fault={error.key}")
    told = {"done": "regraded", "regraded": done} | (
        {"fault": "file_gone", "file_gone": gone} if gone else {}
    )
    return visit.go(f"{place}?{urlencode(told)}")


def _done(visit: Known, trial_id: str, act: Callable[[], object], told: dict[str, str]) -> Response:
    try:
        act()
    except ReviewingError as error:
        told = {"fault": error.key}
    return visit.go(f"{PATH}/trials/{trial_id}?{urlencode(told)}")


def _numbers(visit: Known) -> dict[str, int]:
    """The counts in the address of a page that tells of them."""
    asked = visit.request.query_params
    values = {name: asked.get(name, "") for name in ("regraded", "file_gone")}
    return {name: int(value) for name, value in values.items() if value.isascii() and value[:6].isdigit()}


def _trial(visit: Known, trial_id: str) -> StrategyTrial:
    with visit.backend.database.read() as session:
        return own_trial(session, visit.principal, trial_id)


def _bases(visit: Known) -> list[Base]:
    """The strategies by which the organisation has assessments."""
    organisation, language = visit.principal.organisation, visit.wording.language
    known = visit.backend.strategies.all_of(organisation)
    with visit.backend.database.read() as session:
        uses = uses_of(session, known, organisation)
    return [
        Base(name, titled(name, strategy, language), uses[name].assessments)
        for name, strategy in known.items()
        if uses[name].assessments
    ]


def _nearest(visit: Known, strategy: "Strategy", bases: list[Base]) -> str | None:
    """The strategy that a file most likely follows: one with the same id, else the one most used."""
    known = visit.backend.strategies.all_of(visit.principal.organisation)
    same = [name for name, other in known.items() if other.id == strategy.id]
    used = sorted(bases, key=lambda base: (base.name not in same, -base.assessments))
    if used and (used[0].name in same or not same):
        return used[0].name
    return same[-1] if same else None


def _labelled(visit: Known, strategy: "Strategy") -> bool:
    """Whether a shipped engine has learnt from proposals labelled with these very spearheads."""
    from models.artefact import artefact_path

    shipped = (visit.backend.strategies.find(name) for name in visit.backend.strategies.shipped())
    return any(
        each is not None and each.texts_sha256 == strategy.texts_sha256 and artefact_path(each).is_file()
        for each in shipped
    )


def _names(visit: Known, trial: StrategyTrial) -> dict[str, Any]:
    """The first assessments whose grades move, by id, as far as they are still there."""
    ids = list(unpacked(trial.found).changed)[:_MOST_SHOWN]
    statement = select(Assessment.id, Assessment.name).where(
        Assessment.id.in_(ids), Assessment.organisation_id == visit.principal.organisation
    )
    with visit.backend.database.read() as session:
        return dict(session.execute(statement).all())
