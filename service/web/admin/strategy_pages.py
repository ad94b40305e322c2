"""Strategies: those that can be chosen, and what a file that somebody brings would change."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import APIRouter, Response
from sqlalchemy import select
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from corpus.errors import InvalidStrategy
from corpus.limits import StrategyLimits
from corpus.strategy_files import shipped_file
from service.problems import Problem
from service.reviewing.errors import ReviewingError
from service.store.admin_tables import InstalledStrategy, StrategyTrial
from service.strategies.installing import Uses, uses_of, withdraw
from service.strategies.trials import read_file
from service.web.admin.visits import StrategiesOf, told_of
from service.web.review.desk_pages import attached
from service.web.visit import Known, OurForm

if TYPE_CHECKING:
    from corpus.errors import StrategyProblem
    from corpus.strategies import Strategy

PATH = "/admin/strategies"
router = APIRouter(prefix=PATH, include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Line:
    """A strategy of the list; `own` where the organisation installed it."""

    name: str
    strategy: "Strategy"
    uses: Uses
    own: bool

    @property
    def idle(self) -> bool:
        """Whether nothing of the organisation uses it."""
        return self.uses == Uses(0, 0)


@router.get("")
def show_strategies(visit: StrategiesOf) -> Response:
    """The strategies there are, files that are being tried, and the form to try one."""
    return _list(visit)


@router.post("")
async def try_file(visit: StrategiesOf, form: OurForm) -> Response:
    """Tell all that is wrong with a file, or lead to the page of its trial."""
    file = form.get("file")
    if not isinstance(file, UploadFile):
        raise Problem("badRequest")
    content = await file.read(StrategyLimits().bytes + 1)
    return await run_in_threadpool(_read, visit, content)


def _read(visit: Known, content: bytes) -> Response:
    try:
        # What is not UTF-8 goes along, and is told of with its line like everything else.
        text = content.decode("utf-8", "surrogateescape")
        trial_id = read_file(visit.backend, visit.principal, text)
    except InvalidStrategy as error:
        return _list(visit, error.problems, 422)
    return visit.go(f"{PATH}/trials/{trial_id}")


@router.post("/withdraw")
async def take_back(visit: StrategiesOf, form: OurForm) -> Response:
    """Take away a strategy that nothing uses."""
    try:
        await run_in_threadpool(withdraw, visit.backend, visit.principal, str(form.get("name") or ""))
    except ReviewingError as error:
        return visit.go(f"{PATH}?fault={error.key}")
    return visit.go(f"{PATH}?done=strategy_withdrawn")


@router.get("/file/{name}")
def download(visit: StrategiesOf, name: str) -> Response:
    """The file of a strategy, to write the next version from."""
    if name in visit.backend.strategies.shipped():
        return _attached(shipped_file(name), name)
    with visit.backend.database.read() as session:
        row = session.get(InstalledStrategy, name)
        if row is None or row.organisation_id != visit.principal.organisation:
            raise Problem("resourceNotFound")
        return _attached(row.content, name)


def _attached(content: str, name: str) -> Response:
    return attached(content.encode(), "application/yaml; charset=utf-8", f"{name}.yaml")


def _list(visit: Known, problems: "Sequence[StrategyProblem]" = (), status: int = 200) -> Response:
    backend, organisation = visit.backend, visit.principal.organisation
    known = backend.strategies.all_of(organisation)
    shipped = backend.strategies.shipped()
    own = StrategyTrial.organisation_id == organisation
    with backend.database.read() as session:
        uses = uses_of(session, known, organisation)
        trials = list(
            session.scalars(select(StrategyTrial).where(own).order_by(StrategyTrial.created_at.desc()))
        )
    lines = [Line(name, strategy, uses[name], name not in shipped) for name, strategy in known.items()]
    return visit.show(
        "admin/strategies.html.j2", status, lines=lines, trials=trials, problems=problems, **told_of(visit)
    )
