"""The first page: what the checker does and does not do, and then how to hand in a proposal."""

from fastapi import APIRouter, Response

from service.web.visit import VisitOf

router = APIRouter(include_in_schema=False)
WAYS = ("file", "text", "form")
"""How a proposal can be handed in: as a file, as text that is pasted, as the sections of a form."""


@router.get("/")
def home(visit: VisitOf) -> Response:
    """The first page, with a form for a file."""
    return visit.show("home.html.j2", way="file")
