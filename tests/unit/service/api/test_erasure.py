"""Cancelling and erasing: what is gone is gone everywhere."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from service.store.tables import Base
from tests.fakes.backends import TestService
from tests.unit.service.api.test_assessments import PLAN, hand_in

KEPT = {"organisations", "audit_entries", "secret_keys"}


def rows(service: TestService) -> dict[str, int]:
    with service.backend.database.read() as session:
        counts = {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }
    return {name: count for name, count in counts.items() if count and name not in KEPT}


def stored(service: TestService) -> list[Path]:
    folder = service.backend.settings.data_folder / "files"
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("worked", [True, False])
def test_erasing_leaves_nothing(client: TestClient, service: TestService, worked: bool) -> None:
    answer = client.post(
        "/v1/assessments", files={"file": ("plan.txt", PLAN)}, headers={"Idempotency-Key": "k"}
    )
    id = answer.json()["id"]
    if worked:
        service.work_off()
        for suffix in ("report.html", "report.md", "text"):
            assert client.get(f"/v1/assessments/{id}/{suffix}").status_code == 200
    assert client.delete(f"/v1/assessments/{id}").status_code == 204
    assert rows(service) == {}
    assert stored(service) == []
    assert service.queue.waiting == []
    assert len(service.queue.forgotten) == 1
    assert client.get(f"/v1/assessments/{id}").status_code == 404


def test_erasing_one_leaves_what_others_need(client: TestClient, service: TestService) -> None:
    first, second = hand_in(client), hand_in(client)
    service.work_off()
    client.delete(f"/v1/assessments/{first}")
    assert client.get(f"/v1/assessments/{second}/report.html").status_code == 200
    client.delete(f"/v1/assessments/{second}")
    assert stored(service) == []


def test_file_is_shared_between_strategies_until_the_last_is_erased(
    client: TestClient, service: TestService
) -> None:
    first, second = hand_in(client), hand_in(client, strategy="sdg-2030")
    assert service.work_off() == 2
    client.delete(f"/v1/assessments/{first}")
    assert client.get(f"/v1/assessments/{second}/text").status_code == 200


def test_erasing_a_batch_item_by_item_leaves_nothing(client: TestClient, service: TestService) -> None:
    sent = {"items": [{"sections": [{"text": f"S{number}=core"}]} for number in (1, 2)]}
    batch = client.post("/v1/batches", json=sent).json()["id"]
    service.work_off()
    for item in client.get(f"/v1/batches/{batch}").json()["items"]:
        client.delete(item["href"])
    assert rows(service) == {}
    assert client.get(f"/v1/batches/{batch}").status_code == 404


def test_cancelled_assessment_is_not_worked_on(client: TestClient, service: TestService) -> None:
    id = hand_in(client)
    assert client.post(f"/v1/assessments/{id}/cancel").status_code == 204
    assert client.post(f"/v1/assessments/{id}/cancel").status_code == 204
    assert client.get(f"/v1/assessments/{id}/status").json()["state"] == "cancelled"
    assert service.work_off() == 0
    again = hand_in(client)
    assert service.work_off() == 1
    assert client.post(f"/v1/assessments/{again}/cancel").status_code == 409


def test_cancelling_one_of_two_leaves_the_work_for_the_other(
    client: TestClient, service: TestService
) -> None:
    first, second = hand_in(client), hand_in(client)
    client.post(f"/v1/assessments/{first}/cancel")
    assert service.work_off() == 1
    assert client.get(f"/v1/assessments/{second}").status_code == 200
    assert client.get(f"/v1/assessments/{first}").status_code == 409
