"""Many callers at the same moment: one job for one file, one thing for one key."""

import time
from concurrent.futures import ThreadPoolExecutor

from fastapi.testclient import TestClient

from tests.fakes.backends import TestService
from tests.unit.service.api.test_assessments import PLAN


def test_the_same_file_from_many_callers_is_one_job(client: TestClient, service: TestService) -> None:
    with ThreadPoolExecutor(8) as callers:
        ids = {id for _, id in callers.map(lambda number: _ask(client, f"{number}.txt"), range(16))}
    assert len(ids) == 16
    assert service.work_off() == 1
    assert {client.get(f"/v1/assessments/{id}").status_code for id in ids} == {200}


def test_the_same_key_from_many_callers_makes_one_thing(client: TestClient) -> None:
    with ThreadPoolExecutor(8) as callers:
        answers = list(callers.map(lambda _: _ask(client, "plan.txt", {"Idempotency-Key": "k"}), range(16)))
    assert {status for status, _ in answers} <= {202, 409}
    assert len({id for status, id in answers if status == 202}) == 1
    assert len(client.get("/v1/assessments").json()["items"]) == 1


def _ask(client: TestClient, name: str, headers: dict[str, str] | None = None) -> tuple[int, str]:
    """Hand in until it is not too busy any more; a status, and the id of what was made."""
    while True:
        answer = client.post("/v1/assessments", files={"file": (name, PLAN)}, headers=headers)
        if answer.status_code != 503:
            return answer.status_code, answer.json().get("id", "")
        time.sleep(0.05)
