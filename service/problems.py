"""Problem details (RFC 9457): one shape for every error, with a stable type and no text of a proposal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from corpus.errors import CorpusError
from service.wording import Wording, error_sentence

TYPE_PREFIX = "urn:problem-type:speerwijzer:"
MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing that is wrong with a request: `where` is body, query, header or path."""

    where: str
    name: str
    detail: str

    def content(self) -> dict[str, str]:
        """The issue as the API shows it."""
        return {"in": self.where, "name": self.name, "detail": self.detail}


class Problem(Exception):
    """A request that cannot be answered as asked; `key` is the end of the type and the key of its wording."""

    def __init__(
        self,
        key: str,
        *,
        issues: Sequence[Issue] = (),
        headers: Mapping[str, str] | None = None,
        **parameters: object,
    ) -> None:
        self.key = key
        self.issues = tuple(issues)
        self.headers: Mapping[str, str] = dict(headers or {})
        self.parameters: Mapping[str, object] = parameters
        super().__init__(key)

    @property
    def status(self) -> int:
        """The HTTP status."""
        return STATUS[self.key]


STATUS: Mapping[str, int] = MappingProxyType(
    {
        "badRequest": 400,
        "missingIdempotencyKey": 400,
        "unauthenticated": 401,
        "forbidden": 403,
        "resourceNotFound": 404,
        "methodNotAllowed": 405,
        "notAcceptable": 406,
        "conflict": 409,
        "requestInProgress": 409,
        "notFinished": 409,
        "erased": 410,
        "payloadTooLarge": 413,
        "unsupportedMediaType": 415,
        "unprocessable": 422,
        "idempotencyKeyReused": 422,
        "refusedAddress": 403,
        "unreadableProposal": 422,
        "tooManyRequests": 429,
        "internalError": 500,
        "tooBusy": 503,
        "unavailable": 503,
    }
)
"""The HTTP status of each type of problem."""


@dataclass(frozen=True, slots=True)
class Details:
    """A problem in words, ready to be sent or kept."""

    type: str
    title: str
    status: int
    detail: str
    extra: Mapping[str, object] = field(default_factory=dict)

    def content(self) -> dict[str, object]:
        """The problem as the API shows it."""
        return {
            "type": self.type,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            **self.extra,
        }


def details(problem: Problem, wording: Wording) -> Details:
    """A problem in words."""
    extra: dict[str, object] = {}
    if problem.issues:
        extra["issues"] = [issue.content() for issue in problem.issues]
    return Details(
        TYPE_PREFIX + problem.key,
        wording.say(f"problem.{problem.key}.title"),
        problem.status,
        wording.say(f"problem.{problem.key}.detail", **problem.parameters),
        extra,
    )


def unreadable(error: CorpusError, language: str, wording: Wording) -> Details:
    """A proposal that cannot be read, with the reason in words and as a code."""
    return Details(
        TYPE_PREFIX + "unreadableProposal",
        wording.say("problem.unreadableProposal.title"),
        STATUS["unreadableProposal"],
        " ".join(error_sentence(error, language).split()),
        {"reason": error.code},
    )
