"""Who may read the figures, and what the card and the engine say of themselves."""

from dataclasses import replace

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import SecretStr

from service.app import create_app
from service.papers import card
from service.reviewing.reviews import Intent
from tests.fakes.backends import TestService
from tests.fakes.reviewing import ANNA, BRAM, a_call, grade

TOKEN = "een lang woord"
HERE = {"base_url": "http://127.0.0.1:8000", "client": ("127.0.0.1", 50_000)}


@pytest.fixture
def app(service: TestService) -> FastAPI:
    secret = service.backend.settings.model_copy(update={"metrics_token": SecretStr(TOKEN)})
    return create_app(replace(service.backend, settings=secret))


@pytest.mark.parametrize("path", ["/metrics", "/v1/metrics"])
def test_figures_are_for_this_machine_and_for_who_has_the_token(app: FastAPI, path: str) -> None:
    assert "speerwijzer_jobs" in TestClient(app, **HERE).get(path).text  # type: ignore[arg-type]
    elsewhere = TestClient(app)
    assert elsewhere.get(path, headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200
    for headers in ({}, {"Authorization": "Bearer nee"}, {"Authorization": "Bearer "}, {"X-API-Key": TOKEN}):
        answer = elsewhere.get(path, headers=headers)
        assert answer.status_code == 401
        assert "speerwijzer_jobs" not in answer.text


def test_a_proxy_on_this_machine_opens_nothing(app: FastAPI) -> None:
    client = TestClient(app, **{**HERE, "base_url": "https://check.example"})  # type: ignore[arg-type]
    assert client.get("/metrics").status_code == 401


def test_without_a_token_nobody_elsewhere_reads_figures(client: TestClient) -> None:
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 401


@pytest.mark.parametrize("language", ["nl", "en", "fr"])
@pytest.mark.parametrize(("accept", "format"), [("text/markdown", "md"), ("text/html", "html")])
def test_the_card_is_the_one_that_was_measured(
    service: TestService, language: str, accept: str, format: str
) -> None:
    backend = replace(service.backend, services=replace(service.backend.services, card=card))
    client = TestClient(create_app(backend))
    answer = client.get("/v1/card", params={"language": language}, headers={"Accept": accept})
    assert answer.text == card("vlaanderen-2025", format, language=language)
    assert answer.headers["content-type"] == f"{accept}; charset=utf-8"
    assert answer.headers["content-language"] == language
    again = client.get(
        "/v1/card",
        params={"language": language},
        headers={"Accept": accept, "If-None-Match": answer.headers["etag"]},
    )
    assert again.status_code == 304


def test_refusals_are_counted_by_their_reason(client: TestClient) -> None:
    client.post("/v1/assessments", files={"file": ("plan.txt", b"x")}, data={"strategy": "onbekend"})
    client.get("/v1/assessments/x")
    figures = TestClient(client.app, **HERE).get("/metrics").text  # type: ignore[arg-type]
    assert 'speerwijzer_refusals_total{reason="badRequest"} 1.0' in figures
    assert 'speerwijzer_refusals_total{reason="resourceNotFound"} 1.0' in figures


def test_what_reviewers_made_of_grades_is_told(service: TestService) -> None:
    call = a_call(service, ["S1=core S2=uncertain S3=core"])
    grade(service, ANNA, call.dossiers[0], Intent.FINISH, {"S1": "Te vaag."}, S2="core", S3="core")
    grade(service, BRAM, call.dossiers[0], S1="core")
    figures = TestClient(create_app(service.backend), **HERE).get("/metrics").text  # type: ignore[arg-type]
    reviews = {line for line in figures.splitlines() if line.startswith("speerwijzer_reviews{")}
    assert 'speerwijzer_reviews{outcome="changed",spearhead="S1"} 1.0' in reviews
    assert 'speerwijzer_reviews{outcome="kept",spearhead="S3"} 1.0' in reviews
    assert not any('"S2"' in line for line in reviews), "an abstention is neither kept nor changed"
