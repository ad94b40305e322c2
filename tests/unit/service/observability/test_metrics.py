from datetime import timedelta

from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from service.observability.metrics import Metrics, Overrides
from service.observability.middleware import TRACE_HEADER, Observed
from service.states import State
from service.store.database import Database
from service.store.tables import Assessment, AssessmentGrade, Job, Organisation
from tests.fakes.clocks import NOON


def _figures(metrics: Metrics) -> dict[tuple[str, ...], float]:
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(metrics.text().decode())
        for sample in family.samples
    }


def _fill(database: Database) -> None:
    with database.write() as session:
        session.add(Organisation(id="gent", name="Gent", created_at=NOON))
        session.flush()
        for number, state in enumerate((State.QUEUED, State.QUEUED, State.DONE)):
            ended = NOON + timedelta(seconds=90) if state is State.DONE else None
            session.add(
                Job(id=f"j{number}", organisation_id="gent", key=f"k{number}", state=state.value, priority=1,
                    name="GEHEIM", strategy="s", upload="u", created_at=NOON, finished_at=ended)
            )  # fmt: skip
        session.flush()
        session.add(
            Assessment(id="a", organisation_id="gent", job_id="j2", state="done", language="nl",
                       name="GEHEIM", sha256="0", strategy="s", created_by="x", created_at=NOON)
        )  # fmt: skip
        session.flush()
        session.add(AssessmentGrade(assessment_id="a", spearhead="S1", position=0, grade="uncertain"))


def test_figures_of_the_whole_service(database: Database) -> None:
    _fill(database)
    figures = _figures(Metrics(database, lambda: Overrides({"S1": (3, 1)})))
    assert figures["speerwijzer_jobs", "queued"] == 2
    assert figures["speerwijzer_jobs", "failed"] == 0
    assert figures["speerwijzer_grades", "uncertain", "S1"] == 1
    assert figures["speerwijzer_finished_jobs",] == 1
    assert round(figures["speerwijzer_job_seconds_total",]) == 90
    assert figures["speerwijzer_reviews", "changed", "S1"] == 1
    assert b"GEHEIM" not in Metrics(database).text()


def test_requests_are_counted_by_route_and_never_by_path(database: Database) -> None:
    async def answer(request: Request) -> PlainTextResponse:
        return PlainTextResponse(request.path_params["id"])

    metrics = Metrics(database)
    app = Observed(Starlette(routes=[Route("/v1/things/{id}", answer)]), metrics=metrics)
    client = TestClient(app)
    trace = client.get("/v1/things/geheim", headers={"traceparent": f"00-{'a' * 32}-{'b' * 16}-01"})
    assert trace.headers[TRACE_HEADER] == "a" * 32
    client.get("/geheim?name=geheim")
    figures = _figures(metrics)
    assert figures["speerwijzer_request_seconds_count", "GET", "/v1/things/{id}", "200"] == 1
    assert figures["speerwijzer_request_seconds_count", "GET", "none", "404"] == 1
    assert b"geheim" not in metrics.text()


def test_refusals_are_counted(database: Database) -> None:
    metrics = Metrics(database)
    metrics.note_refusal("tooBusy")
    assert _figures(metrics)["speerwijzer_refusals_total", "tooBusy"] == 1
