"""Lists: newest first, filtered, page by page without a gap."""

from fastapi.testclient import TestClient

from tests.fakes.backends import TestService
from tests.unit.service.api.test_assessments import hand_in


def fill(client: TestClient, service: TestService, count: int) -> list[str]:
    texts = [f"Plan {number} S1={'core' if number % 2 else 'none'} S2=contributes" for number in range(count)]
    ids = [hand_in(client, text.encode(), reference=f"D {at}") for at, text in enumerate(texts)]
    service.work_off()
    return ids


def listed(client: TestClient, query: str) -> list[str]:
    answer = client.get(f"/v1/assessments{query}")
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json()["items"]]


def test_pages_hold_everything_once(client: TestClient, service: TestService) -> None:
    ids = fill(client, service, 7)
    seen, address = [], "/v1/assessments?pageSize=3"
    while address:
        page = client.get(address).json()
        seen += [item["id"] for item in page["items"]]
        address = page.get("next")
    assert sorted(seen) == sorted(ids)


def test_filters_by_grade_state_and_reference(client: TestClient, service: TestService) -> None:
    ids = fill(client, service, 4)
    waiting = hand_in(client, b"Nog een plan")
    assert set(listed(client, "?grade[S1]=core")) == {ids[1], ids[3]}
    assert set(listed(client, "?grade[S1]=core&grade[S2]=contributes")) == {ids[1], ids[3]}
    assert listed(client, "?grade[S1]=core&grade[S2]=core") == []
    assert listed(client, "?state=queued") == [waiting]
    assert listed(client, "?reference=D%202") == [ids[2]]
    assert listed(client, "?strategy=sdg-2030") == []


def test_line_of_the_list_tells_the_grades_in_the_order_of_the_strategy(
    client: TestClient, service: TestService
) -> None:
    fill(client, service, 1)
    (line,) = client.get("/v1/assessments").json()["items"]
    assert list(line["grades"]) == [f"S{number}" for number in range(1, 10)]
    assert line["reference"] == "D 0"
    assert line["finishedAt"].endswith("Z")
    assert "batch" not in line


def test_all_that_is_wrong_with_a_list_is_told_at_once(client: TestClient) -> None:
    wrong = client.get("/v1/assessments?state=ready&pageSize=0")
    assert wrong.status_code == 400
    assert [(issue["in"], issue["name"]) for issue in wrong.json()["issues"]] == [
        ("query", "state"),
        ("query", "pageSize"),
    ]
    assert client.get("/v1/assessments?grade[S1]=veel").json()["issues"][0]["name"] == "grade[S1]"
    assert client.get("/v1/assessments?cursor=zomaar").status_code == 404


def test_a_filter_that_is_given_twice_is_refused_and_not_passed_over(client: TestClient) -> None:
    for query, name in (
        ("reference=a&reference=b", "reference"),
        ("grade[S1]=core&grade[S1]=none", "grade[S1]"),
    ):
        twice = client.get(f"/v1/assessments?{query}")
        assert twice.status_code == 400
        assert [(issue["in"], issue["name"]) for issue in twice.json()["issues"]] == [("query", name)]
