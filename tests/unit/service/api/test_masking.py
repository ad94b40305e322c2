"""Personal data are masked whichever way a text comes in."""

import json

from fastapi.testclient import TestClient

from tests.fakes.backends import TestService

NUMBER, ADDRESS = "0470 12 34 56", "an.peeters@voorbeeld.be"
TEXT = f"Bel An op {NUMBER} of schrijf naar {ADDRESS} over de opleiding. S1=core"


def _kept(client: TestClient, service: TestService, id: str) -> str:
    service.work_off()
    pages = [client.get(f"/v1/assessments/{id}{end}") for end in ("", "/text", "/report.md", "/report.html")]
    assert [page.status_code for page in pages] == [200] * 4
    return "\n".join(page.text for page in pages)


def test_sections_of_a_form_are_masked_in_text_and_reports(client: TestClient, service: TestService) -> None:
    sections = [{"title": f"Contact {ADDRESS}", "text": TEXT}]
    id = client.post("/v1/assessments", json={"sections": sections}).json()["id"]
    kept = _kept(client, service, id)
    assert NUMBER not in kept
    assert ADDRESS not in kept
    flags = [item["kind"] for item in json.loads(client.get(f"/v1/assessments/{id}").text)["flags"]]
    assert "personal_data_masked" in flags or "[telefoonnummer]" in kept


def test_file_is_masked_in_text_and_reports(client: TestClient, service: TestService) -> None:
    id = client.post("/v1/assessments", files={"file": ("plan.txt", TEXT.encode())}).json()["id"]
    kept = _kept(client, service, id)
    assert NUMBER not in kept
    assert ADDRESS not in kept
    assert "[telefoonnummer]" in kept
