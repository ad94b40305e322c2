"""Finds where evidence stands on the pages of a PDF before a reviewer comes to see it."""

from typing import TYPE_CHECKING

from service.renderings import MEDIA_TYPES
from service.reviewing.desk import assessment_of
from service.states import State
from service.web.page_places import boxes_of

if TYPE_CHECKING:
    from service.backend import Backend
    from service.ports import Principal
    from service.reviewing.desk import ReviewDesk


def find_places_ahead(backend: "Backend", principal: "Principal", desk: "ReviewDesk") -> None:
    """Look for the evidence of a dossier where that was not done yet, and of the next one in the queue."""
    ahead = [desk.assessment]
    if desk.after is not None:
        ahead.append(assessment_of(backend, principal, desk.after))
    for assessment in ahead:
        media_type = (assessment.job.facts or {}).get("mediaType")
        if assessment.state == State.DONE and media_type == MEDIA_TYPES["pdf"]:
            boxes_of(backend, assessment)
