"""`/v1/strategies`, `/v1/engine`, `/v1/card` and `/v1/score`: what is loaded here, and what it says."""

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy import func, select

from service.api.answers import kept, kept_json
from service.api.context import BackendOf, Reader, ScoreAsker
from service.api.documented import NOT_MODIFIED, contents, problems
from service.api.schemas import (
    ID_PATTERN,
    EngineContent,
    Language,
    Score,
    ScoreList,
    ScoreRequest,
    Spearhead,
    StrategyContent,
    StrategyLine,
    StrategyList,
)
from service.errors import WrongUsage
from service.fingerprint import product_version
from service.problems import Problem
from service.store.tables import Worker
from service.submissions import known_strategy

if TYPE_CHECKING:
    from corpus.strategies import Strategy

router = APIRouter(prefix="/v1", tags=["catalogue"])
_DECIMALS = 4


@router.get("/strategies", response_model=StrategyList, responses={**NOT_MODIFIED, **problems()})
def list_strategies(request: Request, backend: BackendOf, principal: Reader) -> Response:
    """The strategies that proposals can be held against."""
    found = backend.strategies.all_of(principal.organisation)
    items = [StrategyLine(**_line(name, strategy)) for name, strategy in found.items()]
    return kept_json(request, StrategyList(items=items, self="/v1/strategies").model_dump(by_alias=True))


@router.get(
    "/strategies/{strategy_id}",
    response_model=StrategyContent,
    responses={**NOT_MODIFIED, **problems("resourceNotFound")},
)
def read_strategy(
    request: Request,
    backend: BackendOf,
    principal: Reader,
    strategy_id: Annotated[str, Path(max_length=200, pattern=ID_PATTERN)],
) -> Response:
    """A strategy in full."""
    strategy = backend.strategies.chosen(strategy_id, principal.organisation)
    if strategy is None:
        raise Problem("resourceNotFound")
    spearheads = [
        Spearhead(
            id=each.id,
            title=dict(each.title),
            statement=dict(each.statement),
            belongs=dict(each.belongs),
            excludes=dict(each.excludes),
            terms={language: [term.text for term in terms] for language, terms in each.terms.items()},
            actions=list(each.actions),
        )
        for each in strategy.spearheads
    ]
    content = StrategyContent(**_line(strategy_id, strategy), source=strategy.source, spearheads=spearheads)
    return kept_json(request, content.model_dump(by_alias=True))


@router.get("/engine", response_model=EngineContent, responses=problems())
def read_engine(backend: BackendOf, _principal: Reader) -> EngineContent:
    """What assesses here, and how many workers do it."""
    settings = backend.settings
    since = backend.services.now() - timedelta(seconds=settings.lease_seconds)
    with backend.database.read() as session:
        workers = session.scalar(select(func.count()).select_from(Worker).where(Worker.seen_at >= since))
    return EngineContent(
        version=product_version(),
        encoder=settings.encoder,
        precision=settings.precision,
        strategy=settings.strategy,
        fingerprint=backend.engine_version,
        workers=workers or 0,
    )


@router.get(
    "/card",
    responses={**contents("text/markdown", "text/html"), **NOT_MODIFIED, **problems("resourceNotFound")},
)
def read_card(
    request: Request,
    backend: BackendOf,
    _principal: Reader,
    language: Annotated[Language | None, Query(description="Language of the card.")] = None,
) -> Response:
    """The model card: what the engine is for, how it was measured and where it is weak."""
    html = "text/html" in request.headers.get("accept", "")
    spoken = language or backend.settings.language
    try:
        page = backend.services.card(backend.settings.strategy, "html" if html else "md", language=spoken)
    except WrongUsage as error:
        raise Problem("resourceNotFound") from error
    media_type = f"text/{'html' if html else 'markdown'}; charset=utf-8"
    return kept(request, page.encode(), media_type, {"Vary": "Accept", "Content-Language": spoken})


@router.post("/score", response_model=ScoreList, responses=problems("payloadTooLarge"))
def score_texts(backend: BackendOf, principal: ScoreAsker, asked: ScoreRequest) -> Response:
    """Probabilities and grades of short texts, each by itself; nothing is kept."""
    strategy = known_strategy(backend, asked.strategy or backend.settings.strategy, principal.organisation)
    scored = backend.scorer.score([item.text for item in asked.texts], strategy)
    items = [
        Score(
            id=item.id,
            scores={name: round(value, _DECIMALS) for name, value in scores.probabilities.items()},
            grades={name: grade.value for name, grade in scores.grades.items()},
        )
        for item, scores in zip(asked.texts, scored, strict=True)
    ]
    return JSONResponse(ScoreList(items=items).model_dump(by_alias=True))


def _line(name: str, strategy: "Strategy") -> dict[str, Any]:
    return {
        "id": name,
        "href": f"/v1/strategies/{name}",
        "version": strategy.version,
        "title": dict(strategy.title),
        "sha256": strategy.sha256,
    }
