import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.assessment import Assessment
from service.reports.json_report import assessment_object, content_sha256
from service.reports.report import Report
from service.verifying.again import against_assessment, against_document
from service.verifying.alone import alone
from service.verifying.findings import Check, Result, differences, outcome
from service.wording import wording_in
from tests.fakes.assessments import CREATED_AT
from tests.fakes.report_cases import library

Change = Callable[[dict[str, Any]], None]
JUNK: st.SearchStrategy[object] = st.sampled_from([None, -1, "x", [], {}, 2.5, True])


def saved(made: Assessment | None = None) -> dict[str, Any]:
    """A report as it comes back from its file."""
    loaded: dict[str, Any] = json.loads(
        json.dumps(assessment_object(Report(made or library(), wording_in("nl"), "een", CREATED_AT)))
    )
    return loaded


def results(checks: list[Check]) -> dict[str, str]:
    return {item.name: item.result.value for item in checks}


def rehashed(report: dict[str, Any]) -> dict[str, Any]:
    report["contentSha256"] = content_sha256(report)
    return report


def test_a_whole_report_agrees_with_itself() -> None:
    assert results(list(alone(saved()))) == dict.fromkeys(("schema", "content", "consistency"), "same")


def test_number_and_time_do_not_count_as_content() -> None:
    report = saved()
    report.update(id="twee", createdAt="2026-11-24T12:00:00Z")
    assert outcome(tuple(alone(report))) == "same"


CHANGES: dict[str, tuple[Change, str]] = {
    "a word of a quote": (
        lambda report: report["alignments"][0]["evidence"][0].update(quote="x"),
        "consistency",
    ),
    "a grade": (lambda report: report["alignments"][0].update(grade="none"), "consistency"),
    "a probability": (lambda report: report["alignments"][0]["probability"].update(core=0.2), "consistency"),
    "a sentence": (lambda report: report["notice"].update(intendedUse="x"), "content"),
    "the schema": (lambda report: report.update(schema="speerwijzer/assessment/9"), "schema"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_by_hand_is_seen(name: str) -> None:
    change, check = CHANGES[name]
    report = saved()
    change(report)
    assert results(list(alone(report)))[check] == "differs"


def test_a_contradiction_is_seen_even_with_a_new_fingerprint() -> None:
    report = saved()
    report["alignments"][0]["grade"] = "none"
    found = results(list(alone(rehashed(report))))
    assert (found["content"], found["consistency"]) == ("same", "differs")


def test_an_old_report_without_fingerprints_is_partly_checked() -> None:
    report = saved()
    del report["contentSha256"], report["proposal"]["textSha256"]
    assert outcome(tuple(alone(report))) == "partly"
    assert results(list(against_document(report, library().document)))["text"] == "unknown"


def test_the_same_assessment_is_the_same() -> None:
    assert {item.result for item in against_assessment(saved(), library())} == {Result.SAME}
    assert results(list(against_document(saved(), library().document)))["quotes"] == "same"


def test_each_difference_is_told_under_its_name() -> None:
    report = saved()
    report["alignments"][0]["grade"] = "uncertain"
    report["alignments"][1]["probability"]["core"] += 0.25
    report["engine"]["artefactSha256"] = "0"
    report["proposal"]["name"] = "other.pdf"
    found = {item.name: item for item in against_assessment(report, library())}
    differing = {name for name, item in found.items() if item.result is Result.DIFFERS}
    assert differing == {"grades", "probabilities", "artefact", "rest"}
    assert found["grades"].details["spearheads"] == "S1"
    assert (found["probabilities"].details["spearheads"], found["probabilities"].details["largest"]) == (
        "S2",
        "0.2500",
    )
    assert found["rest"].details["fields"] == "proposal.name"


def places(node: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    steps = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [found for step, value in steps for found in ((*path, step), *places(value, (*path, step)))]


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=150)
@given(data=st.data())
def test_no_damage_to_a_report_is_a_fault_of_ours(data: st.DataObject) -> None:
    report = copy.deepcopy(saved())
    *path, last = data.draw(st.sampled_from(places(report)))
    node: Any = report
    for step in path:
        node = node[step]
    node[last] = data.draw(JUNK)
    checks = list(alone(report))
    if checks[0].result is Result.SAME:
        checks += [*against_document(report, library().document), *against_assessment(report, library())]
    assert outcome(tuple(checks)) in ("same", "differs", "partly")


def test_paths_of_differences_are_complete() -> None:
    assert list(differences({"a": [1, 2], "b": 1}, {"a": [1, 3], "c": 1})) == [("a", "1"), ("b",), ("c",)]
