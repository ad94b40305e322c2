import json
import re
from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from models.assessment import Assessment
from service.reports import render
from tests.fakes.assessments import CREATED_AT, REPORT_ID, a_strategy, an_alignment, an_assessment
from tests.fakes.report_cases import CASES, hostile, library
from tests.fakes.wire import FORBIDDEN_KEYS, keys_within

CONTRACT_KEYS = {
    "": ["schema", "id", "createdAt", "proposal", "strategy", "engine", "notice", "alignments", "flags"],
    "proposal": ["name", "sha256", "mediaType", "pages", "words", "languages", "title"],
    "strategy": ["id", "version", "sha256"],
    "engine": ["version", "encoder", "encoderSha256", "artefactSha256", "settingsSha256"],
    "notice": ["generatedBy", "intendedUse", "excludedUses"],
}
ALIGNMENT_KEYS = [
    "spearhead", "title", "grade", "probability", "reason", "channels", "evidence", "counterfactual",
]  # fmt: skip
EVIDENCE_KEYS = [
    "passage", "start", "end", "quote", "page", "section", "language", "role", "contribution", "matches",
]  # fmt: skip


def as_json(make: Callable[[], Assessment] = library, language: str = "nl") -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(
        render(make(), "json", language=language, id=REPORT_ID, created_at=CREATED_AT)
    )
    return loaded


def test_names_and_order_follow_the_contract() -> None:
    report = as_json()
    for path, expected in CONTRACT_KEYS.items():
        found = report[path] if path else report
        assert list(found)[: len(expected)] == expected
    assert report["schema"] == "speerwijzer/assessment/1"


def test_an_alignment_follows_the_contract() -> None:
    alignment = as_json()["alignments"][0]
    assert list(alignment) == [*ALIGNMENT_KEYS, "runnerUp"]
    assert list(alignment["probability"])[:2] == ["core", "atLeastContributes"]
    evidence = alignment["evidence"][0]
    assert list(evidence) == [*EVIDENCE_KEYS, "contributionToCore"]
    assert list(evidence["matches"])[:4] == ["spearheadText", "source", "similarity", "terms"]
    assert list(alignment["counterfactual"])[:3] == ["withoutEvidence", "passagesDeleted", "missing"]


def test_terms_and_both_sides_are_located() -> None:
    strategy = a_strategy()
    for alignment, spearhead in zip(as_json()["alignments"], strategy.spearheads, strict=True):
        for evidence in alignment["evidence"]:
            match = evidence["matches"]
            text = getattr(spearhead, match["source"])[match["sourceLanguage"]]
            assert text[match["sourceStart"] : match["sourceEnd"]] == match["spearheadText"]
            for place in match["termPlaces"]:
                assert evidence["quote"][place["start"] : place["end"]] == place["term"]


def test_a_counterfactual_names_its_passages_and_whether_they_are_enough() -> None:
    found = [alignment["counterfactual"] for alignment in as_json()["alignments"]]
    assert all(len(one["passages"]) == one["passagesDeleted"] for one in found)
    assert found[0]["smallestFound"]
    assert not as_json(hostile)["alignments"][0]["counterfactual"]["smallestFound"]


def test_the_runner_up_comes_with_the_deciding_question() -> None:
    rival = as_json(language="en")["alignments"][0]["runnerUp"]
    assert (rival["spearhead"], rival["grade"]) == ("S5", "contributes")
    assert rival["question"] == "Do people change or does the service?"
    assert (rival["onlyHere"], rival["onlyThere"], rival["both"]) == (["p004", "p005"], ["p008"], [])
    assert as_json()["alignments"][1]["runnerUp"] is None


def test_spearheads_stand_in_the_order_of_the_strategy() -> None:
    found = [alignment["spearhead"] for alignment in as_json()["alignments"]]
    assert found == [spearhead.id for spearhead in a_strategy().spearheads]


def test_there_is_no_total_and_no_decision_anywhere() -> None:
    for make, language in CASES.values():
        assert not keys_within(as_json(make, language)) & FORBIDDEN_KEYS


def test_every_quote_is_the_text_between_its_offsets() -> None:
    for make in (library, hostile):
        text = make().document.text
        for alignment in as_json(make)["alignments"]:
            for item in alignment["evidence"]:
                assert text[item["start"] : item["end"]] == item["quote"]


def test_signs_are_written_as_themselves() -> None:
    rendered = render(hostile(), "json", id=REPORT_ID, created_at=CREATED_AT)
    assert "\u202e" in rendered
    assert "\\u202e" not in rendered


def test_flags_carry_a_message_in_the_language() -> None:
    assert as_json(language="en")["flags"][0]["message"].startswith("Part of the text is almost the same")
    assert as_json()["flags"][2]["message"].endswith("Onderdeel: commentaren.")


@given(core=st.floats(0, 1, allow_nan=False), at_least=st.floats(0, 1, allow_nan=False))
def test_numbers_have_at_most_four_decimals_and_no_negative_zero(core: float, at_least: float) -> None:
    assessment = library()
    alignment = an_alignment(a_strategy().spearheads[0], chances=(core, at_least))
    changed = an_assessment(assessment.document, assessment.passages, [alignment])
    rendered = render(changed, "json", id=REPORT_ID, created_at=CREATED_AT)
    probability = json.loads(rendered)["alignments"][0]["probability"]
    assert probability["core"] == round(core, 4)
    assert not re.search(r"-0\.0\b|\d\.\d{5}", json.dumps(probability))
