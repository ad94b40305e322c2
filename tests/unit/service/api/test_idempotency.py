"""A request that is repeated makes one thing."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from service.store import idempotency
from service.store.tables import Assessment, IdempotencyKey
from tests.fakes.backends import TestService
from tests.fakes.engines import NOW

KEY = {"Idempotency-Key": "k-1"}
FILES = {"file": ("plan.txt", b"Wij leren burgers. S1=core")}


def count(service: TestService) -> int:
    with service.backend.database.read() as session:
        return session.scalar(select(func.count()).select_from(Assessment)) or 0


def test_repeated_request_gets_the_same_answer(client: TestClient, service: TestService) -> None:
    first = client.post("/v1/assessments", files=FILES, headers=KEY)
    service.work_off()
    again = client.post("/v1/assessments", files=FILES, headers=KEY)
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert again.headers["location"] == first.headers["location"]
    assert count(service) == 1


def test_answer_with_the_assessment_is_repeated_too(client: TestClient, service: TestService) -> None:
    client.post("/v1/assessments", files=FILES)
    service.work_off()
    headers = {**KEY, "Prefer": "wait=5"}
    first = client.post("/v1/assessments", files=FILES, headers=headers)
    again = client.post("/v1/assessments", files=FILES, headers=headers)
    assert first.status_code == again.status_code == 201
    assert first.content == again.content


def test_key_belongs_to_one_request(client: TestClient) -> None:
    client.post("/v1/assessments", files=FILES, headers=KEY)
    other = client.post("/v1/assessments", files={"file": ("plan.txt", b"Iets anders")}, headers=KEY)
    assert other.status_code == 422
    assert other.json()["type"] == "urn:problem-type:speerwijzer:idempotencyKeyReused"


def test_request_that_is_still_being_answered_is_not_made_twice(
    client: TestClient, service: TestService
) -> None:
    made = client.post("/v1/assessments", files=FILES, headers=KEY).json()["id"]
    with service.backend.database.write() as session:
        session.scalars(select(IdempotencyKey)).one().status = None  # as if it had not been answered yet
    busy = client.post("/v1/assessments", files=FILES, headers=KEY)
    assert busy.status_code == 409
    with service.backend.database.write() as session:
        session.scalars(select(IdempotencyKey)).one().created_at = NOW - timedelta(hours=1)
    later = client.post("/v1/assessments", files=FILES, headers=KEY)
    assert (later.status_code, later.json()["id"]) == (202, made)


def test_refused_request_leaves_its_key_free(client: TestClient) -> None:
    refused = client.post("/v1/assessments", files=FILES, data={"strategy": "onbekend"}, headers=KEY)
    assert refused.status_code == 400
    assert client.post("/v1/assessments", files=FILES, headers=KEY).status_code == 202


def test_batch_is_made_once(client: TestClient, service: TestService) -> None:
    batch = {"items": [{"sections": [{"text": "S1=core"}], "reference": "a"}]}
    first = client.post("/v1/batches", json=batch, headers=KEY)
    again = client.post("/v1/batches", json=batch, headers=KEY)
    assert first.json() == again.json()
    assert count(service) == 1


@pytest.mark.parametrize(("age", "left"), [(23, 1), (25, 0)])
def test_old_keys_are_dropped(client: TestClient, service: TestService, age: int, left: int) -> None:
    client.post("/v1/assessments", files=FILES, headers=KEY)
    with service.backend.database.write() as session:
        idempotency.expire(session, NOW + timedelta(hours=age), 24)
    with service.backend.database.read() as session:
        assert session.scalar(select(func.count()).select_from(IdempotencyKey)) == left
