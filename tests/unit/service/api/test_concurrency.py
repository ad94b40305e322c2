"""Many callers at the same moment: one job for one file, one thing for one key."""

from concurrent.futures import ThreadPoolExecutor

from fastapi.testclient import TestClient

from tests.fakes.backends import TestService
from tests.unit.service.api.test_assessments import PLAN, hand_in


def test_the_same_file_from_many_callers_is_one_job(client: TestClient, service: TestService) -> None:
    with ThreadPoolExecutor(8) as callers:
        ids = set(callers.map(lambda number: hand_in(client, name=f"{number}.txt"), range(16)))
    assert len(ids) == 16
    assert service.work_off() == 1
    assert {client.get(f"/v1/assessments/{id}").status_code for id in ids} == {200}


def test_the_same_key_from_many_callers_makes_one_thing(client: TestClient) -> None:
    def ask(_number: int) -> tuple[int, str]:
        answer = client.post(
            "/v1/assessments", files={"file": ("plan.txt", PLAN)}, headers={"Idempotency-Key": "k"}
        )
        return answer.status_code, answer.json().get("id", "")

    with ThreadPoolExecutor(8) as callers:
        answers = list(callers.map(ask, range(16)))
    assert {status for status, _ in answers} <= {202, 409}
    assert len({id for status, id in answers if status == 202}) == 1
    assert len(client.get("/v1/assessments").json()["items"]) == 1
