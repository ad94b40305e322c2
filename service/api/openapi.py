"""The OpenAPI document: 3.1 as the code tells it, and 3.0 for the tools that know no other."""

import copy
from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from service.api.examples import add_examples
from service.api.report_schema import AssessmentContent
from service.api.schemas import AssessmentRequest, BatchRequest, ProblemContent
from service.reports.sentences import excluded_uses, intended_use
from service.wording import wording_in

router = APIRouter(include_in_schema=False)
_TEMPLATE = "#/components/schemas/{model}"
_MODELS: dict[str, type[BaseModel]] = {
    "Assessment": AssessmentContent,
    "AssessmentRequest": AssessmentRequest,
    "BatchRequest": BatchRequest,
    "Problem": ProblemContent,
}
"""Models that routes refer to by name only."""
_ANY_STRATEGY = "'vlaanderen-2025'"
"""The example by which the field of a strategy in a request is known."""
VERSION_PATH = "/v1"
_OPEN_PATHS = ("/livez", "/readyz", "/health", "/metrics")
_METHODS = ("get", "post", "put", "patch", "delete")
_EVERYWHERE = {
    "API-Version": {"description": "The version of the API that answered.", "schema": {"type": "string"}}
}
_TAGS = {
    "assessments": "Hand in a proposal, follow it, read what was found.",
    "batches": "Many proposals at once.",
    "reports": "An assessment in other forms, and beside another.",
    "catalogue": "Strategies, the engine and its model card, and scores of short texts.",
    "webhooks": "Who is told of what, and what became of each message.",
    "operation": "Whether the service can do its work, and work that was put aside.",
}
_CONTACT = {
    "name": "The operator of this service",
    "url": "https://www.vlaanderen.be/digitaal-vlaanderen",
    "email": "digitaal.vlaanderen@vlaanderen.be",
}
_CORS = {"Access-Control-Allow-Origin": "*"}
_SUMMARY = (
    "Checks how a proposal aligns with the spearheads of a strategy, with evidence. "
    "The service gives no total, no rank and no verdict: people decide."
)


@router.get("/openapi.json")
@router.get("/v1/openapi.json")
def read_document(request: Request) -> JSONResponse:
    """The document in OpenAPI 3.1; whoever wants may read it."""
    return JSONResponse(document(request.app), headers=_CORS)


@router.get("/openapi-3.0.json")
@router.get("/v1/openapi-3.0.json")
def read_older_document(request: Request) -> JSONResponse:
    """The document in OpenAPI 3.0."""
    return JSONResponse(older(document(request.app)), headers=_CORS)


def _description() -> str:
    """What the service is for and what it is not for, in the words of its reports."""
    wording = wording_in("en")
    uses = "\n".join(f"- {use}" for use in excluded_uses(wording))
    return f"{_SUMMARY}\n\n{intended_use(wording)}\n\n{wording.say('report.excluded_uses')}:\n\n{uses}\n"


def document(app: FastAPI) -> dict[str, Any]:
    """The document in OpenAPI 3.1."""
    content = get_openapi(
        title=app.title,
        version=app.version,
        description=_description(),
        routes=app.routes,
        servers=[{"url": VERSION_PATH, "description": "This service."}],
        license_info={"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
    )
    content["paths"] = {path.removeprefix(VERSION_PATH): item for path, item in content["paths"].items()}
    # Set here and not above, where it would ask for a package that checks addresses.
    content["info"]["contact"] = _CONTACT
    content["tags"] = [{"name": name, "description": words} for name, words in _TAGS.items()]
    schemas = content["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    _add_models(schemas)
    content["components"]["securitySchemes"] = {
        "apiKey": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
        "bearer": {"type": "http", "scheme": "bearer"},
    }
    _name_strategies(content)
    add_examples(content["paths"])
    for path, operation in _operations(content):
        _complete(path, operation)
    content["components"]["schemas"] = dict(sorted(schemas.items()))
    return content


def older(content: dict[str, Any]) -> dict[str, Any]:
    """The same document in OpenAPI 3.0.3."""
    document = copy.deepcopy(content)
    document["openapi"] = "3.0.3"
    document["info"]["license"] = {"name": "EUPL-1.2", "url": "https://eupl.eu/1.2/en/"}
    converted = _converted(document)
    if not isinstance(converted, dict):
        raise TypeError("an OpenAPI document is an object")
    return converted


def _add_models(schemas: dict[str, Any]) -> None:
    for name, model in _MODELS.items():
        schema = model.model_json_schema(ref_template=_TEMPLATE)
        schemas.update(schema.pop("$defs", {}))
        schemas[name] = schema


def _name_strategies(node: Any) -> None:  # noqa: ANN401 -- whatever JSON can hold
    """Say which strategies there are, wherever a request may name one."""
    from corpus.strategy_files import known_strategies

    for value in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        _name_strategies(value)
    asked = node.get("properties", {}).get("strategy") if isinstance(node, dict) else None
    if isinstance(asked, dict) and _ANY_STRATEGY in str(asked):
        asked.clear()
        asked.update({"type": "string", "enum": list(known_strategies())})


def _operations(content: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in content["paths"].items():
        for method in _METHODS:
            if method in item:
                yield path, item[method]


def _complete(path: str, operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    if "HTTPValidationError" in str(responses.get("422")):
        del responses["422"]
    if path in _OPEN_PATHS:
        responses.pop("400", None)
        if "401" in responses:
            operation["security"] = [{"bearer": []}]
    else:
        operation["security"] = [{"apiKey": []}, {"bearer": []}]
    for response in responses.values():
        response.setdefault("headers", {}).update(_EVERYWHERE)


def _converted(node: Any) -> Any:  # noqa: ANN401 -- whatever JSON can hold
    if isinstance(node, list):
        return [_converted(item) for item in node]
    if not isinstance(node, dict):
        return node
    node = {name: _converted(value) for name, value in node.items()}
    if isinstance(node.get("anyOf"), list) and {"type": "null"} in node["anyOf"]:
        choices = [choice for choice in node.pop("anyOf") if choice != {"type": "null"}]
        node = {**node, "nullable": True, **({"anyOf": choices} if len(choices) > 1 else _sole(choices[0]))}
        if isinstance(node.get("enum"), list):
            node["enum"] = [*node["enum"], None]  # or `nullable` would allow what the list forbids
    node.pop("propertyNames", None)
    if "const" in node:
        node["enum"] = [node.pop("const")]
    if isinstance(node.get("examples"), list):
        node["example"] = node.pop("examples")[0]
    for bound in ("exclusiveMinimum", "exclusiveMaximum"):
        if isinstance(node.get(bound), int | float) and not isinstance(node.get(bound), bool):
            node[bound.replace("exclusiveM", "m")] = node[bound]
            node[bound] = True
    return node


def _sole(choice: dict[str, Any]) -> dict[str, Any]:
    """The only choice; a reference may have no neighbours in OpenAPI 3.0."""
    return {"allOf": [choice]} if "$ref" in choice else choice
