"""Reads the filters of a list from its address, and writes pages."""

import re
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Query, Request

from service.api.schemas import ID_PATTERN, PRINTED, Page, StateName, Summary
from service.backend import Backend
from service.ports import Principal
from service.problems import Issue, Problem
from service.states import State
from service.store.listing import Filters, UnusableCursor, list_assessments
from service.store.tables import Assessment

_GRADE = re.compile(r"grade\[([A-Za-z0-9._-]{1,64})\]")
_GRADES = {"core", "contributes", "none", "uncertain"}


async def filters_of(
    request: Request,
    state: Annotated[StateName | None, Query(description="Only in this state.")] = None,
    strategy: Annotated[str | None, Query(max_length=200, pattern=PRINTED)] = None,
    reference: Annotated[str | None, Query(max_length=200, pattern=PRINTED)] = None,
    batch: Annotated[
        str | None, Query(max_length=36, pattern=ID_PATTERN, description="Id of a batch.")
    ] = None,
) -> Filters:
    """The filters of a request; `grade[S1]=core` for the grade of a spearhead. Raises Problem."""
    grades: dict[str, str] = {}
    issues = []
    for name, value in request.query_params.multi_items():
        if not name.startswith("grade"):
            continue
        found = _GRADE.fullmatch(name)
        if found is None:
            issues.append(Issue("query", "grade", "write it as grade[S1]=core"))
        elif value not in _GRADES:
            issues.append(Issue("query", name, f"one of {', '.join(sorted(_GRADES))}"))
        else:
            grades[found[1]] = value
    if issues:
        raise Problem("badRequest", issues=issues)
    return Filters(state, strategy, reference, batch, grades)


GRADE_PARAMETER = {
    "name": "grade",
    "in": "query",
    "style": "deepObject",
    "explode": True,
    "description": "Only with these grades, as in `grade[S1]=core`.",
    "schema": {
        "type": "object",
        "propertyNames": {"pattern": "^[A-Za-z0-9._-]{1,64}$"},
        "additionalProperties": {"type": "string", "enum": sorted(_GRADES)},
    },
}
FiltersOf = Annotated[Filters, Depends(filters_of)]


def page_of(
    request: Request, backend: Backend, principal: Principal, filters: Filters, cursor: str | None, size: int
) -> Page:
    """One page of assessments, with the addresses of itself and of the next."""
    try:
        with backend.database.read() as session:
            rows, following = list_assessments(session, principal.organisation, filters, cursor, size)
    except UnusableCursor as error:
        raise Problem("resourceNotFound") from error
    query = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
    return Page(
        items=[summary_of(row) for row in rows],
        self=_address(request, request.query_params.multi_items()),
        next=_address(request, [*query, ("cursor", following)]) if following else None,
    )


def summary_of(row: Assessment) -> Summary:
    """One line of a list."""
    return Summary(
        id=row.id,
        href=f"/v1/assessments/{row.id}",
        state=State(row.state).value,
        name=row.name,
        sha256=row.sha256,
        strategy=row.strategy,
        language=row.language,  # type: ignore[arg-type]  # one of the three, or it would not be in the database
        reference=row.reference,
        batch=row.batch_id,
        created_at=row.created_at,
        finished_at=row.finished_at,
        grades={grade.spearhead: grade.grade for grade in sorted(row.grades, key=lambda each: each.position)}  # type: ignore[misc]
        or None,
    )


def _address(request: Request, query: list[tuple[str, str]]) -> str:
    return f"{request.url.path}?{urlencode(query)}" if query else request.url.path
