"""Reads the body of `POST /v1/assessments`: a file, the sections of a form, or an address."""

from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import Request
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from service.api.problems import issues_of
from service.api.schemas import AssessmentRequest
from service.backend import Backend
from service.ports import RefusedAddress
from service.problems import Issue, Problem
from service.submissions import Submission, sections_as_file

_FIELDS = {"file", "strategy", "reference", "language"}
_MOST_FIELDS = 20


async def read_submission(request: Request, backend: Backend) -> Submission:
    """What somebody hands in; raises Problem with everything that is wrong with it."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind == "multipart/form-data":
        return await _from_form(request, backend)
    if kind == "application/json":
        return await _from_json(request, backend)
    raise Problem("unsupportedMediaType")


async def _from_form(request: Request, backend: Backend) -> Submission:
    async with request.form(max_files=1, max_fields=_MOST_FIELDS, max_part_size=10_000) as form:
        unknown = sorted(set(form) - _FIELDS)
        issues = [Issue("body", name[:100], "unknown field") for name in unknown]
        file = form.get("file")
        fields = {name: value for name, value in form.items() if name != "file" and name in _FIELDS}
        asked, more = _validated({**fields, "sections": [{"text": "-"}]})
        issues += more
        if not isinstance(file, UploadFile):
            raise Problem("badRequest", issues=[*issues, Issue("body", "file", "a file is required")])
        content = await file.read()
        name = Path((file.filename or "").replace("\\", "/")).name or "proposal"
    if issues or asked is None:
        raise Problem("badRequest", issues=issues)
    return _submission(backend, asked, name, content)


async def _from_json(request: Request, backend: Backend) -> Submission:
    asked, issues = _validated(await request.body())
    if asked is not None and (asked.sections is None) == (asked.href is None):
        issues.append(Issue("body", "sections", "give either sections or href"))
    if issues or asked is None:
        raise Problem("badRequest", issues=issues)
    if asked.sections is not None:
        content = sections_as_file([(section.title, section.text) for section in asked.sections])
        return _submission(backend, asked, f"{asked.name or 'form'}.html", content)
    return await run_in_threadpool(_fetched, backend, asked)


def _fetched(backend: Backend, asked: AssessmentRequest) -> Submission:
    with TemporaryDirectory(prefix="speerwijzer-") as folder:
        try:
            fetched = backend.fetcher.fetch(asked.href or "", Path(folder), backend.settings.limits)
        except RefusedAddress as error:
            raise Problem("refusedAddress", reason=error.reason) from error
        return _submission(backend, asked, fetched.name, fetched.path.read_bytes())


def _validated(content: object) -> tuple[AssessmentRequest | None, list[Issue]]:
    try:
        if isinstance(content, bytes):
            return AssessmentRequest.model_validate_json(content), []
        return AssessmentRequest.model_validate(content), []
    except ValidationError as error:
        return None, issues_of(error.errors(include_input=False, include_url=False), "body")


def _submission(backend: Backend, asked: AssessmentRequest, name: str, content: bytes) -> Submission:
    settings = backend.settings
    return Submission(
        name=name,
        content=content,
        strategy=asked.strategy or settings.strategy,
        language=asked.language or settings.language,
        reference=asked.reference,
    )
