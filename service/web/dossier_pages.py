"""The dossier on responsible use, as this service fills it in: for whoever wants to read it."""

from collections.abc import Mapping

from fastapi import APIRouter, Response

from corpus.errors import StrategyError
from service.errors import WrongUsage
from service.problems import Problem
from service.web.visit import Visit, VisitOf

PATH = "/responsible-ai/dossier"
router = APIRouter(prefix=PATH, include_in_schema=False)
_KINDS = {"html": "text/html", "md": "text/markdown", "json": "application/json"}
_NO_PAGE = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups"


@router.get("")
def show_dossier(visit: VisitOf) -> Response:
    """The documents of the dossier."""
    return visit.show("dossier.html.j2", path=PATH, papers=_papers(_files(visit)))


@router.get("/{name}")
def show_file(visit: VisitOf, name: str) -> Response:
    """One document; what is opened in the browser may do nothing there."""
    text = _files(visit).get(name)
    kind = _KINDS.get(name.rpartition(".")[2])
    if text is None or kind is None:
        raise Problem("resourceNotFound")
    headers = {"Content-Security-Policy": _NO_PAGE, "Content-Language": "nl"}
    if kind != "text/html":
        headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return Response(text, headers=headers, media_type=f"{kind}; charset=utf-8")


def _files(visit: Visit) -> Mapping[str, str]:
    try:
        return visit.backend.dossier
    except (WrongUsage, StrategyError) as error:  # nothing was measured for this strategy
        raise Problem("resourceNotFound") from error


def _papers(files: Mapping[str, str]) -> dict[str, list[str]]:
    """The endings of each document by its name, in the order of the dossier."""
    papers: dict[str, list[str]] = {}
    for name in files:
        stem, _, ending = name.rpartition(".")
        papers.setdefault(stem, []).append(ending)
    return papers
