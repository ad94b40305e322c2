"""Reports: in every format that is registered, the same each time, and cheap for who has them already."""

import pytest
from fastapi.testclient import TestClient

from service.renderings import ANNOTATED, formats
from tests.fakes.backends import TestService
from tests.unit.service.api.test_assessments import hand_in


@pytest.fixture
def address(client: TestClient, service: TestService) -> str:
    id = hand_in(client, language="en")
    service.work_off()
    return f"/v1/assessments/{id}"


@pytest.mark.parametrize("format", [name for name in formats() if name != ANNOTATED])
def test_every_registered_format_is_served_and_kept(client: TestClient, address: str, format: str) -> None:
    first = client.get(f"{address}/report.{format}")
    assert first.status_code == 200
    assert first.headers["content-language"] == "en"
    again = client.get(f"{address}/report.{format}", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(f"{address}/report.{format}").content == first.content


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("application/json", "application/json"),
        ("text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", "text/html; charset=utf-8"),
        ("text/markdown", "text/markdown; charset=utf-8"),
        ("image/png, text/html;q=0.5, application/json;q=0.8", "application/json"),
        ("*/*", "application/json"),
    ],
)
def test_caller_chooses_the_format_by_accept(
    client: TestClient, address: str, accept: str, media_type: str
) -> None:
    answer = client.get(address, headers={"Accept": accept})
    assert answer.headers["content-type"] == media_type
    assert answer.headers["vary"] == "Accept"


def test_format_that_does_not_exist_is_refused_with_those_that_do(client: TestClient, address: str) -> None:
    refused = client.get(address, headers={"Accept": "image/png"})
    assert refused.status_code == 406
    assert "text/html" in refused.json()["detail"]
    assert client.get(f"{address}/report.exe").status_code == 404
    assert client.get(f"{address}/annotated.pdf").status_code == 404


def test_html_may_run_nothing(client: TestClient, address: str) -> None:
    policy = client.get(f"{address}/report.html").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy


def test_text_is_what_the_offsets_refer_to(client: TestClient, address: str) -> None:
    plain = client.get(f"{address}/text")
    assert plain.headers["content-type"] == "text/plain; charset=utf-8"
    content = client.get(f"{address}/text", headers={"Accept": "application/json"}).json()
    assert content["text"] == plain.text


def test_evidence_is_listed_by_spearhead(client: TestClient, address: str) -> None:
    report = client.get(address).json()
    listed = client.get(f"{address}/evidence").json()["items"]
    assert len(listed) == sum(len(alignment["evidence"]) for alignment in report["alignments"])
    assert client.get(f"{address}/evidence?spearhead=S9").json()["items"] == []


def test_report_in_another_language_is_another_report(client: TestClient, address: str) -> None:
    titles = {
        client.get(f"{address}/report.json?language={language}").json()["alignments"][0]["title"]
        for language in ("nl", "en", "fr")
    }
    assert len(titles) == 3
