"""A client for the REST API, for portals that are written in Python."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import httpx2

from service.api.operation_schemas import WebhookWithSecret
from service.api.report_schema import AssessmentContent
from service.api.schemas import (
    Accepted,
    Batch,
    BatchAccepted,
    EngineContent,
    Page,
    ProblemContent,
    ScoreList,
    Status,
    StrategyList,
    Summary,
)

_TRIES = 5
_LONGEST_PAUSE_SECONDS = 60.0
_DONE, _AGAIN = 303, frozenset({429, 503})


class ApiProblem(Exception):
    """An answer that tells of a problem; `problem` is what the service says of it."""

    def __init__(self, problem: ProblemContent) -> None:
        self.problem = problem
        super().__init__(f"{problem.status} {problem.type}: {problem.detail}")


class NotReady(Exception):
    """An assessment that did not end within the time that was given."""


@dataclass(frozen=True, slots=True)
class Client:
    """The API of one service. `pause` waits a number of seconds between two looks.

    Answers that ask for patience (429, 503) are asked for again a few times, after the time they name.
    """

    http: httpx2.Client
    pause: Any = field(default=time.sleep)

    @classmethod
    @contextmanager
    def connect(cls, url: str, *, api_key: str | None = None, seconds: float = 60.0) -> Iterator[Self]:
        """A client for the service at an address; `seconds` is how long one answer may take."""
        headers = {"X-API-Key": api_key} if api_key else {}
        with httpx2.Client(base_url=url, headers=headers, timeout=seconds) as http:
            yield cls(http)

    def submit_file(
        self,
        path: Path,
        *,
        strategy: str | None = None,
        reference: str | None = None,
        language: str | None = None,
        idempotency_key: str | None = None,
    ) -> Accepted:
        """Hand in the proposal in a file. Raises ApiProblem."""
        fields = {"strategy": strategy, "reference": reference, "language": language}
        answer = self._ask(
            "POST",
            "/v1/assessments",
            files={"file": (path.name, path.read_bytes())},
            data={name: value for name, value in fields.items() if value is not None},
            headers=_once(idempotency_key),
        )
        return Accepted.model_validate_json(answer.content)

    def submit_sections(
        self,
        sections: Sequence[tuple[str, str]],
        *,
        idempotency_key: str | None = None,
        **fields: str,
    ) -> Accepted:
        """Hand in a proposal as the titles and texts of a form. Raises ApiProblem."""
        content = {"sections": [{"title": title, "text": text} for title, text in sections], **fields}
        answer = self._ask("POST", "/v1/assessments", json=content, headers=_once(idempotency_key))
        return Accepted.model_validate_json(answer.content)

    def status(self, assessment_id: str) -> Status:
        """Where an assessment stands."""
        answer = self._ask("GET", f"/v1/assessments/{assessment_id}/status")
        if answer.status_code == _DONE:
            return Status(id=assessment_id, state="done", progress=100)
        return Status.model_validate_json(answer.content)

    def wait(self, assessment_id: str, *, seconds: float = 300.0) -> Status:
        """The status when the assessment has ended. Raises NotReady when that takes longer."""
        end = time.monotonic() + seconds
        while True:
            status = self.status(assessment_id)
            if status.poll_after is None:
                return status
            if time.monotonic() >= end:
                raise NotReady(assessment_id)
            self.pause(status.poll_after)

    def assessment(self, assessment_id: str) -> AssessmentContent:
        """The assessment. Raises ApiProblem for one that has not ended well."""
        answer = self._ask("GET", f"/v1/assessments/{assessment_id}")
        return AssessmentContent.model_validate_json(answer.content)

    def report(self, assessment_id: str, format: str, *, language: str | None = None) -> bytes:
        """The report in a format such as `pdf`, `html` or `docx`."""
        query = {"language": language} if language else {}
        return self._ask("GET", f"/v1/assessments/{assessment_id}/report.{format}", params=query).content

    def assessments(self, **filters: str) -> Iterator[Summary]:
        """All assessments that fit the filters, newest first; pages are fetched as they are needed."""
        address: str | None = "/v1/assessments"
        query: Mapping[str, str] | None = filters
        while address:
            page = Page.model_validate_json(self._ask("GET", address, params=query).content)
            yield from page.items
            address, query = page.next, None

    def cancel(self, assessment_id: str) -> None:
        """Stop an assessment that has not ended yet."""
        self._ask("POST", f"/v1/assessments/{assessment_id}/cancel")

    def erase(self, assessment_id: str) -> None:
        """Erase an assessment with everything that belongs to it."""
        self._ask("DELETE", f"/v1/assessments/{assessment_id}")

    def submit_batch(
        self, files: Mapping[str, Path], *, idempotency_key: str | None = None, **fields: str
    ) -> BatchAccepted:
        """Hand in many files, each under a reference of the caller."""
        sent = [("file", (path.name, path.read_bytes())) for path in files.values()]
        answer = self._ask(
            "POST",
            "/v1/batches",
            files=sent,
            data={"reference": list(files), **fields},
            headers=_once(idempotency_key),
        )
        return BatchAccepted.model_validate_json(answer.content)

    def batch(self, batch_id: str) -> Batch:
        """A batch with its assessments."""
        return Batch.model_validate_json(self._ask("GET", f"/v1/batches/{batch_id}").content)

    def score(self, texts: Mapping[str, str], *, strategy: str | None = None) -> ScoreList:
        """Scores of short texts, by the caller's own ids."""
        content: dict[str, Any] = {"texts": [{"id": id, "text": text} for id, text in texts.items()]}
        if strategy:
            content["strategy"] = strategy
        return ScoreList.model_validate_json(self._ask("POST", "/v1/score", json=content).content)

    def strategies(self) -> StrategyList:
        """The strategies that proposals can be held against."""
        return StrategyList.model_validate_json(self._ask("GET", "/v1/strategies").content)

    def engine(self) -> EngineContent:
        """What assesses there."""
        return EngineContent.model_validate_json(self._ask("GET", "/v1/engine").content)

    def add_webhook(self, url: str, events: Sequence[str]) -> WebhookWithSecret:
        """Ask to hear of events; keep the secret, it is shown this once."""
        answer = self._ask("POST", "/v1/webhooks", json={"url": url, "events": list(events)})
        return WebhookWithSecret.model_validate_json(answer.content)

    def _ask(self, method: str, address: str, **request: Any) -> httpx2.Response:  # noqa: ANN401 -- handed on
        for attempt in range(_TRIES):
            answer = self.http.request(method, address, follow_redirects=False, **request)
            if answer.status_code not in _AGAIN or attempt == _TRIES - 1:
                break
            self.pause(min(float(answer.headers.get("retry-after", "1")), _LONGEST_PAUSE_SECONDS))
        if answer.is_error:
            raise ApiProblem(ProblemContent.model_validate_json(answer.content))
        return answer


def _once(key: str | None) -> dict[str, str]:
    return {"Idempotency-Key": key} if key else {}
