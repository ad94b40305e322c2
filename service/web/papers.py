"""The pages about the checker itself: guide and self-test, limits, model card, responsible use, access."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from fastapi import APIRouter, Response

from models.alignment import Grade
from service.problems import Problem
from service.reports import sentences
from service.web.visit import Visit, VisitOf
from service.wording import wording_in

if TYPE_CHECKING:
    from pathlib import Path

    from service.pages.blocks import Page

router = APIRouter(include_in_schema=False)
_RIGHT: Mapping[str, str] = {"none": "b", "total": "c", "interval": "a", "copied": "b", "use": "c"}
"""The five questions of the self-test with their right answers."""
_CHOICES = ("a", "b", "c")
_STEPS = ("read", "evidence", "missing", "improve", "decide")
_TESTED, _UNTESTED = ("axe", "keyboard", "script", "narrow"), ("reader", "people", "formats")
_PRINCIPLES = (
    "human", "evidence", "doubt", "reply", "equal", "honest", "private", "local", "logged", "measured",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the self-test; `given` is "" before it is answered."""

    id: str
    given: str
    right: str


@router.get("/guide")
def guide(visit: VisitOf) -> Response:
    """How to read a result, in five steps, and five questions to see whether that was clear."""
    query = visit.request.query_params
    questions = [
        Question(id, given if (given := query.get(id, "")) in _CHOICES else "", right)
        for id, right in _RIGHT.items()
    ]
    answered = sum(bool(question.given) for question in questions)
    right = sum(question.given == question.right for question in questions)
    return visit.show(
        "guide.html.j2",
        questions=questions,
        choices=_CHOICES,
        answered=answered,
        right=right,
        steps=_STEPS,
        grades=[grade.value for grade in Grade],
    )


@router.get("/limits")
def limits(visit: VisitOf) -> Response:
    """What the checker cannot do, and what it is not for."""
    wording, settings = visit.wording, visit.backend.settings
    return visit.show(
        "limits.html.j2",
        limits=sentences.limits(wording),
        excluded=sentences.excluded_uses(wording),
        use=sentences.intended_use(wording),
        megabytes=wording.number(settings.limit_bytes // 1_000_000),
        pages=wording.number(settings.limit_pages),
    )


@router.get("/model-card")
def model_card(visit: VisitOf) -> Response:
    """What was measured, and where the engine is weak."""
    return visit.show("model_card.html.j2", card=_card(visit))


@router.get("/responsible-ai")
def responsible_ai(visit: VisitOf) -> Response:
    """How the checker keeps to the principles of responsible AI, and where that can be seen."""
    return visit.show("responsible.html.j2", principles=_PRINCIPLES)


@router.get("/accessibility")
def accessibility(visit: VisitOf) -> Response:
    """The accessibility statement."""
    return visit.show("accessibility.html.j2", tested=_TESTED, untested=_UNTESTED)


def _card(visit: Visit) -> "Page":
    from corpus.strategy_files import load_strategy
    from evaluation.card import UnusableFigures, figures_path

    name = visit.backend.settings.strategy
    shipped = name in visit.backend.strategies.shipped()
    path = figures_path(name if shipped else load_strategy(name).id)
    try:
        return _composed(path, path.stat().st_mtime_ns, visit.wording.language)
    except (UnusableFigures, OSError) as error:
        raise Problem("resourceNotFound") from error


@lru_cache(maxsize=8)
def _composed(path: "Path", changed: int, language: str) -> "Page":
    """Composed once for each state of the figures: that takes longer than any other page."""
    from evaluation.card import read_figures
    from service.model_card.composing import compose_card

    del changed
    return compose_card(read_figures(path), wording_in(language))
