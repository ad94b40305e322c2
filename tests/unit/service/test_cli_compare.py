import json
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from models.comparison import compare, side_of
from service.cli import main
from service.comparing.rendering import render_comparison
from service.reports import render
from tests.fakes.assessments import CREATED_AT
from tests.fakes.engines import FakeEngine, fake_services
from tests.fakes.report_cases import HOSTILE, library, short_note
from tests.fakes.wire import FORBIDDEN_KEYS, keys_within

OLD = "Wij leggen fietspaden aan. S1=core"
NEW = "Wij leggen fietspaden aan. S1=core\n\nWij meten de lucht. S2=contributes"


def run(*arguments: str | Path) -> int:
    return main([str(argument) for argument in arguments], fake_services(FakeEngine()))


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    old, new = tmp_path / "oud.txt", tmp_path / "nieuw.txt"
    old.write_text(OLD, encoding="utf-8")
    new.write_text(NEW, encoding="utf-8")
    return old, new


def a_report(path: Path, language: str = "nl") -> Path:
    text = render(library(), "json", language=language, id="een", created_at=CREATED_AT)
    path.write_text(text, encoding="utf-8")
    return path


def compared(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> dict[str, Any]:
    assert run("compare", *arguments, "--format", "json") == 0
    loaded: dict[str, Any] = json.loads(capsys.readouterr().out)
    return loaded


def test_two_files_are_compared(files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    found = compared(capsys, *files)
    assert found["schema"] == "speerwijzer/comparison/1"
    assert [item["gradeChanged"] for item in found["alignments"]] == [False, True, False]
    assert found["from"]["proposal"]["name"] == "oud.txt"
    assert [cause["change"] for cause in found["alignments"][1]["causes"]] == ["changed"]


@pytest.mark.parametrize(
    ("language", "word"), [("nl", "draagt bij"), ("en", "contributes"), ("fr", "contribue")]
)
@pytest.mark.parametrize("format", ["text", "md", "html"])
def test_every_format_tells_the_new_grade(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str], format: str, language: str, word: str
) -> None:
    assert run("compare", *files, "--format", format, "--language", language) == 0
    page = capsys.readouterr().out
    assert word in page
    assert "Speerwijzer 0.1.0" in page
    assert "{" not in page.split("</style>")[-1]


def test_two_saved_reports_are_compared_and_say_what_they_lack(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = compared(capsys, a_report(tmp_path / "a.json"), a_report(tmp_path / "b.json", "en"))
    assert [item["kind"] for item in found["cautions"]] == ["cited_only"]
    assert {item["difference"]["core"] for item in found["alignments"]} == {0.0}
    assert found["passages"]["counts"]["kept"] == len(found["passages"]["items"]) > 0


def test_other_spearheads_are_refused(
    files: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("compare", files[0], a_report(tmp_path / "a.json")) == 2
    assert "andere speerpunten (S1, S2, S3 en S1, S2, S3, S4" in capsys.readouterr().err


def test_one_file_needs_two_strategies(files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert run("compare", files[0]) == 2
    assert "twee keer --strategy" in capsys.readouterr().err
    found = compared(capsys, files[0], "--strategy", "proef", "--strategy", "proef")
    assert [item["kind"] for item in found["cautions"]] == ["same_text"]


def test_a_strategy_beside_a_report_is_refused(tmp_path: Path) -> None:
    report = a_report(tmp_path / "a.json")
    assert run("compare", report, report, "--strategy", "proef") == 2


@pytest.mark.parametrize("content", ["{}", "{", '{"schema": "speerwijzer/assessment/1"}', "[]"])
def test_what_is_no_whole_report_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str
) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text(content, encoding="utf-8")
    code = run("compare", bad, bad)
    error = capsys.readouterr().err
    assert (code, "Traceback" in error) == (3, False) or content == "[]"
    assert error.count("\n") <= 1


def test_a_comparison_never_overwrites_an_input(files: tuple[Path, Path]) -> None:
    assert run("compare", *files, "--output", files[1]) == 2
    assert files[1].read_text(encoding="utf-8") == NEW


def test_a_comparison_is_written(files: tuple[Path, Path], tmp_path: Path) -> None:
    assert run("compare", *files, "--format", "html", "--output", tmp_path / "verschil.html") == 0
    assert "<html lang" in (tmp_path / "verschil.html").read_text(encoding="utf-8")


def test_a_comparison_holds_no_total_and_no_decision(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert not keys_within(compared(capsys, *files)) & FORBIDDEN_KEYS


def test_hostile_text_is_text_in_a_comparison(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = tmp_path / "a.txt", tmp_path / "b.txt"
    old.write_text("Wij bouwen een brug.", encoding="utf-8")
    new.write_text(f"{HOSTILE} S1=core", encoding="utf-8")
    assert run("compare", old, new, "--format", "html") == 0
    page = LexborHTMLParser(capsys.readouterr().out)
    assert not page.css("script, img, [onerror]")
    assert "\u202e" not in (page.html or "")


def test_passages_of_a_pdf_are_named_with_their_page() -> None:
    page = render_comparison(compare(side_of(short_note()), side_of(library())), "html", language="nl")
    assert "blz. 2, passage p004" in page
    assert 'aria-labelledby="picture-before-after-title' in page
