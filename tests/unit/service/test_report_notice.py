"""What every report owes its reader, whatever its format and language (docs/responsible-ai.md)."""

import html
import json
import re
from dataclasses import replace

import pytest

from service.reports import render
from service.wording import LANGUAGES, wording_in
from tests.fakes.assessments import CREATED_AT, REPORT_ID
from tests.fakes.readers import READERS
from tests.fakes.report_cases import library, short_note

FORMATS = ("text", "md", "html", "json", "jsonld", "pdf", "docx")


def rendered(format: str, language: str = "nl", applicant: str = "andere") -> str:
    report = render(
        library(), format, language=language, id=REPORT_ID, created_at=CREATED_AT, applicant=applicant
    )
    return report if isinstance(report, str) else READERS[format](report)


def letters(text: str) -> str:
    """The letters and digits alone: formats break and escape the same sentence in their own ways."""
    return re.sub(r"\W", "", html.unescape(text))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("format", FORMATS)
def test_every_format_tells_what_it_is_for_and_that_a_program_made_it(format: str, language: str) -> None:
    said, wording = letters(rendered(format, language)), wording_in(language)
    version = library().engine.version
    sentences = [
        wording.say("notice.generated_by", version=version),
        wording.say("notice.intended_use"),
        *(text for key, text in wording.messages.items() if key.startswith("notice.excluded.")),
    ]
    assert [text for text in sentences if letters(text) not in said] == []


def test_the_method_is_named_down_to_the_hash() -> None:
    report = json.loads(rendered("json"))
    named = ["version", "encoder", "encoderSha256", "artefactSha256", "settingsSha256", "codeSha256"]
    assert all(report["engine"][name] for name in named)
    assert set(report["engine"]["thresholds"]) == {"core", "atLeastContributes"}
    assert all(report["strategy"][name] for name in ("id", "version", "sha256"))
    assert report["createdAt"]


@pytest.mark.parametrize(
    ("applicant", "said"), [("vlaams", "bindendkader"), ("lokaal", "referentiekader"), ("andere", None)]
)
@pytest.mark.parametrize("format", FORMATS)
def test_who_applies_changes_one_sentence(format: str, applicant: str, said: str | None) -> None:
    words = {"bindendkader", "referentiekader"}
    page = letters(rendered(format, applicant=applicant))
    assert {word for word in words if word in page} == ({said} if said else set())


def test_who_applies_changes_no_grade_and_no_evidence() -> None:
    reports = [json.loads(rendered("json", applicant=kind)) for kind in ("vlaams", "lokaal", "andere")]
    for report in reports:
        del report["notice"], report["contentSha256"]
    assert reports[0] == reports[1] == reports[2]


def test_another_strategy_is_never_called_binding() -> None:
    made = short_note()
    changed = replace(made, strategy=replace(made.strategy, id="proef"))
    page = render(changed, "text", id=REPORT_ID, created_at=CREATED_AT, applicant="vlaams")
    assert "bindend kader" not in page


def test_both_ways_of_measuring_stand_beside_each_other() -> None:
    report = json.loads(rendered("json"))
    assert all({"semantic", "lexical"} <= set(found["channels"]) for found in report["alignments"])


def test_every_none_and_every_uncertain_says_why() -> None:
    report = json.loads(rendered("json"))
    for found in report["alignments"]:
        assert (found["reason"] is not None) == (found["grade"] in ("none", "uncertain"))
