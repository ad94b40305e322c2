"""Reads the body of a request that hands in proposals: files, the sections of a form, or addresses."""

from collections.abc import AsyncIterator, Sequence
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from fastapi import Request
from pydantic import BaseModel, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from service.api.problems import issues_of, named
from service.api.schemas import PRINTED, AssessmentRequest, BatchRequest
from service.backend import Backend
from service.ports import RefusedAddress
from service.problems import Issue, Problem
from service.store.blocks import Content, size_of
from service.submissions import Submission, sections_as_file

REFERENCE = {"type": "string", "maxLength": 200, "pattern": PRINTED, "examples": ["DOSSIER-2026-0042"]}
STRATEGY = {"type": "string", "maxLength": 200, "examples": ["vlaanderen-2025"]}
REQUEST_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "properties": {
                    "file": {"type": "string", "format": "binary"},
                    "strategy": STRATEGY,
                    "reference": REFERENCE,
                    "language": {"type": "string", "enum": ["nl", "en", "fr"]},
                },
                "additionalProperties": False,
            }
        },
        "application/json": {"schema": {"$ref": "#/components/schemas/AssessmentRequest"}},
    },
}
_FIELDS = frozenset({"file", "strategy", "reference", "language"})
_MOST_FIELDS, _MOST_FILES = 1_000, 500
_LONGEST_FIELD = 10_000
_ANY_SECTION = {"sections": [{"text": "-"}]}
"""Lets the fields of a form with a file be checked by the same model as the rest."""
M = TypeVar("M", bound=BaseModel)


@asynccontextmanager
async def read_submission(request: Request, backend: Backend) -> AsyncIterator[Submission]:
    """What somebody hands in, whose file is there while the block runs.

    Raises Problem with everything that is wrong with it.
    """
    if _is_form(request):
        async with request.form(max_files=2, max_fields=_MOST_FIELDS, max_part_size=_LONGEST_FIELD) as form:
            yield _one_from_form(form, backend)
        return
    asked, issues = _validated(AssessmentRequest, await request.body())
    issues += _one_source([asked] if asked else [], "")
    if issues or asked is None:
        raise Problem("badRequest", issues=issues)
    with ExitStack() as files:
        yield await run_in_threadpool(_submission, backend, asked, None, files)


@asynccontextmanager
async def read_batch(
    request: Request, backend: Backend
) -> AsyncIterator[tuple[list[Submission], str | None]]:
    """What somebody hands in together, and their name for the whole; raises Problem.

    The files are there while the block runs.
    """
    if _is_form(request):
        async with request.form(
            max_files=_MOST_FILES, max_fields=_MOST_FIELDS, max_part_size=_LONGEST_FIELD
        ) as form:
            yield _many_from_form(form, backend), None
        return
    asked, issues = _validated(BatchRequest, await request.body())
    issues += _one_source(asked.items if asked else [], "items.")
    if issues or asked is None:
        raise Problem("badRequest", issues=issues)
    with ExitStack() as files:
        found = [await run_in_threadpool(_submission, backend, item, asked, files) for item in asked.items]
        yield found, asked.reference


def _is_form(request: Request) -> bool:
    """Whether the body is a form, and not JSON; raises Problem for anything else."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind not in {"multipart/form-data", "application/json"}:
        raise Problem("unsupportedMediaType")
    return kind == "multipart/form-data"


def _one_from_form(form: FormData, backend: Backend) -> Submission:
    files, issues = _files(form)
    if len(files) > 1:
        issues.append(Issue("body", "file", "one file only"))
    asked, more = _validated(AssessmentRequest, {**_texts(form), **_ANY_SECTION})
    if issues or more or asked is None:
        raise Problem("badRequest", issues=[*issues, *more])
    return _from_file(backend, asked, files[0])


def _many_from_form(form: FormData, backend: Backend) -> list[Submission]:
    files, issues = _files(form)
    references = [value for value in form.getlist("reference") if isinstance(value, str)]
    if references and len(references) != len(files):
        issues.append(Issue("body", "reference", "one for each file, or none at all"))
    asked: list[AssessmentRequest] = []
    for place in range(len(files)):
        named = {"reference": references[place] or None} if place < len(references) else {}
        one, more = _validated(AssessmentRequest, {**_texts(form), **named, **_ANY_SECTION})
        issues += more
        asked += [one] if one else []
    if issues:
        raise Problem("badRequest", issues=issues)
    return [_from_file(backend, one, file) for one, file in zip(asked, files, strict=True)]


def _files(form: FormData) -> tuple[list[UploadFile], list[Issue]]:
    issues = [Issue("body", named(name), "unknown field") for name in sorted(set(form) - _FIELDS)]
    files = [value for value in form.getlist("file") if isinstance(value, UploadFile)]
    if not files or len(files) < len(form.getlist("file")):
        issues.append(Issue("body", "file", "a file is required"))
    return files, issues


def _texts(form: FormData) -> dict[str, Any]:
    """The fields that are filled in: a browser sends the others too, empty."""
    return {name: value for name, value in form.items() if name in _FIELDS - {"file"} and value != ""}


def _from_file(backend: Backend, asked: AssessmentRequest, file: UploadFile) -> Submission:
    if (file.size or 0) > backend.settings.limit_bytes:
        raise Problem("payloadTooLarge")
    name = Path((file.filename or "").replace("\\", "/")).name or "proposal"
    return _made(backend, asked, None, _printable(name), file.file)


def _submission(
    backend: Backend, asked: AssessmentRequest, batch: BatchRequest | None, files: ExitStack
) -> Submission:
    """A submission; a file that it is in stays there until `files` is closed."""
    content: Content
    if asked.sections is not None:
        content = sections_as_file([(section.title, section.text) for section in asked.sections])
        if size_of(content) > backend.settings.limit_bytes:
            raise Problem("payloadTooLarge")
        return _made(backend, asked, batch, f"{_printable(asked.name or 'form')}.html", content)
    folder = files.enter_context(TemporaryDirectory(prefix="speerwijzer-"))
    try:
        fetched = backend.fetcher.fetch(asked.href or "", Path(folder), backend.settings.limits)
    except RefusedAddress as error:
        raise Problem("refusedAddress", reason=error.reason) from error
    content = files.enter_context(fetched.path.open("rb"))
    return _made(backend, asked, batch, _printable(asked.name or fetched.name), content)


def _made(
    backend: Backend, asked: AssessmentRequest, batch: BatchRequest | None, name: str, content: Content
) -> Submission:
    settings = backend.settings
    strategy = asked.strategy or (batch.strategy if batch else None) or settings.strategy
    language = asked.language or (batch.language if batch else None) or settings.language
    return Submission(name, content, strategy, language, asked.reference)


def _validated(model: type[M], content: object) -> tuple[M | None, list[Issue]]:
    try:
        if isinstance(content, bytes):
            return model.model_validate_json(content), []
        return model.model_validate(content), []
    except ValidationError as error:
        return None, issues_of(error.errors(include_input=False, include_url=False), "body")


def _one_source(asked: Sequence[AssessmentRequest], prefix: str) -> list[Issue]:
    return [
        Issue("body", f"{prefix}{place}.sections" if prefix else "sections", "give either sections or href")
        for place, one in enumerate(asked)
        if (one.sections is None) == (one.href is None)
    ]


def _printable(name: str) -> str:
    """A name without control characters, as it may stand in a header or a log."""
    return "".join(sign if sign.isprintable() else "_" for sign in name)[-200:]
