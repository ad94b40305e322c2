"""What the OpenAPI document says of answers that no model tells."""

from typing import Any

from service.problems import MEDIA_TYPE, STATUS, TYPE_PREFIX

Responses = dict[int | str, dict[str, Any]]

_LOCATION = {"Location": {"description": "Where to go on.", "schema": {"type": "string"}}}
NO_CONTENT: Responses = {204: {"description": "Done; there is nothing to tell."}}
SEE_OTHER: Responses = {303: {"description": "Done; read it at Location.", "headers": _LOCATION}}
NOT_MODIFIED: Responses = {304: {"description": "The caller has this already."}}
EVENTS: Responses = {
    200: {
        "description": "A stream of events named `status`.",
        "content": {"text/event-stream": {}},
    }
}
REPORT: Responses = {
    200: {
        "description": "The assessment.",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Assessment"}}},
    }
}
CREATED: Responses = {
    201: {
        "description": "Ready within the time that `Prefer: wait` gave.",
        "headers": _LOCATION,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Assessment"}}},
    },
    202: {"description": "Taken in; follow it at Location.", "headers": _LOCATION},
}
_ALWAYS = ("badRequest", "unauthenticated", "forbidden", "tooManyRequests", "internalError", "tooBusy")


def contents(*media_types: str) -> Responses:
    """The answer of a route that gives one of these kinds of content."""
    return {200: {"description": "As asked.", "content": {name: {} for name in media_types}}}


def problems(*keys: str) -> Responses:
    """The problems of a route, besides those that every route may have."""
    found: Responses = {}
    for key in (*_ALWAYS, *keys):
        status = STATUS[key]
        example = {"type": TYPE_PREFIX + key, "title": "…", "status": status, "detail": "…"}
        content = found.setdefault(
            status,
            {
                "description": "A problem.",
                "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": {}}},
            },
        )
        content["content"][MEDIA_TYPE]["examples"][key] = {"value": example}
    return found
