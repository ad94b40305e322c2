"""Figures for Prometheus. Labels are codes: no texts, names or references, and no organisation either."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, func, select

from service.states import State
from service.store.database import Database
from service.store.tables import AssessmentGrade, Delivery, Job, Worker

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric
    from sqlalchemy.orm import InstrumentedAttribute, Session

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


_Rows = list[tuple[list[str], float]]
_Family = tuple[str, str, list[str], _Rows]


@dataclass(frozen=True, slots=True)
class Overrides:
    """How often reviewers kept or changed a grade, by spearhead: kept, changed."""

    by_spearhead: Mapping[str, tuple[int, int]]


class Metrics:
    """The figures of one process and, read afresh for each scrape, those of the shared database.

    `overrides` tells what reviewers made of grades, where the service knows.
    """

    def __init__(self, database: Database, overrides: Callable[[], Overrides] | None = None) -> None:
        from prometheus_client import CollectorRegistry, Counter, Histogram

        self.registry: CollectorRegistry = CollectorRegistry()
        self._requests = Histogram(
            "speerwijzer_request_seconds",
            "Time to answer a request, in seconds.",
            ("method", "route", "status"),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._refusals = Counter(
            "speerwijzer_refusals", "Requests refused, by reason.", ("reason",), registry=self.registry
        )
        self.registry.register(_Stored(database, overrides))

    def note_request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one request; `route` is the template of a path, never the path itself."""
        self._requests.labels(method, route, str(status)).observe(seconds)

    def note_refusal(self, reason: str) -> None:
        """Count one refusal, such as `tooBusy` or `tooManyRequests`."""
        self._refusals.labels(reason).inc()

    def text(self) -> bytes:
        """All figures in the text format of Prometheus."""
        from prometheus_client import generate_latest

        return generate_latest(self.registry)


class _Stored:
    """Figures of the whole service: the same from whichever process they are asked."""

    def __init__(self, database: Database, overrides: Callable[[], Overrides] | None) -> None:
        self._database = database
        self._overrides = overrides

    def describe(self) -> "Iterable[Metric]":
        """Nothing: so that registering asks nothing of the database."""
        return ()

    def collect(self) -> "Iterator[Metric]":
        """Ask the database."""
        from prometheus_client.metrics_core import GaugeMetricFamily

        for name, words, label, rows in self._counts():
            family = GaugeMetricFamily(f"speerwijzer_{name}", words, labels=label)
            for values, number in rows:
                family.add_metric(values, number)
            yield family

    def _counts(self) -> Iterator[_Family]:
        with self._database.read() as session:
            states = dict.fromkeys((state.value for state in State), 0) | _grouped(session, Job.state)
            stopped = session.scalar(select(func.count()).select_from(Job).where(Job.stopped)) or 0
            deliveries = _grouped(session, Delivery.state)
            workers = session.scalar(select(func.count()).select_from(Worker)) or 0
            grades = _grades(session)
            finished, seconds = session.execute(_durations(self._database)).one()
        yield "jobs", "Jobs by state; queued is the depth of the queue.", ["state"], _rows(states)
        yield "jobs_put_aside", "Jobs given up after their last attempt.", [], [([], stopped)]
        yield "webhook_deliveries", "Webhook messages by state.", ["state"], _rows(deliveries)
        yield "workers", "Workers that were heard of lately.", [], [([], workers)]
        yield "grades", "Grades by spearhead; uncertain is an abstention.", ["spearhead", "grade"], grades
        yield "finished_jobs", "Jobs that ended well.", [], [([], finished)]
        yield "job_seconds_total", "Seconds from hand-in to end, of all of these.", [], [([], seconds or 0)]
        if self._overrides is not None:
            reviews = _reviews(self._overrides())
            yield "reviews", "What reviewers made of grades.", ["spearhead", "outcome"], reviews


def _grouped(session: "Session", column: "InstrumentedAttribute[str]") -> dict[str, int]:
    rows = session.execute(select(column, func.count()).group_by(column)).all()
    return {row[0]: row[1] for row in rows}


def _grades(session: "Session") -> _Rows:
    key = (AssessmentGrade.spearhead, AssessmentGrade.grade)
    rows = session.execute(select(*key, func.count()).group_by(*key).order_by(*key)).all()
    return [([row[0], row[1]], row[2]) for row in rows]


def _durations(database: Database) -> Select[int, Any]:
    """Count of jobs that ended well, and their seconds together."""
    seconds: ColumnElement[Any]
    if database.url.startswith("sqlite"):
        seconds = (func.julianday(Job.finished_at) - func.julianday(Job.created_at)) * 86_400
    else:
        seconds = func.extract("epoch", Job.finished_at - Job.created_at)
    return select(func.count(), func.sum(seconds)).where(Job.state == State.DONE)


def _rows(counts: Mapping[str, int]) -> _Rows:
    return [([label], count) for label, count in sorted(counts.items())]


def _reviews(overrides: Overrides) -> _Rows:
    return [
        ([spearhead, outcome], count)
        for spearhead, counts in sorted(overrides.by_spearhead.items())
        for outcome, count in zip(("kept", "changed"), counts, strict=True)
    ]
