import json
from pathlib import Path

import pytest

from service.cli import main
from tests.fakes.engines import FakeEngine, fake_services


def run(*arguments: str | Path, **settings: object) -> int:
    return main([str(argument) for argument in arguments], fake_services(FakeEngine(), **settings))


def a_file(path: Path, text: str = "S1=core") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_one_file_gives_its_report_on_standard_output(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("check", a_file(tmp_path / "plan.txt")) == 0
    assert capsys.readouterr() == ("text nl plan.txt\n", "")


def test_format_and_language_reach_the_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("check", a_file(tmp_path / "plan.txt"), "--format", "html", "--language", "fr")
    assert capsys.readouterr().out == "html fr plan.txt\n"


def test_language_of_the_settings_is_used_without_an_option(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("check", a_file(tmp_path / "plan.txt"), language="en")
    assert capsys.readouterr().out == "text en plan.txt\n"


def test_output_file_gets_the_report_and_is_named_on_standard_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "new" / "report.md"
    assert run("check", a_file(tmp_path / "plan.txt"), "--format", "md", "--output", report) == 0
    assert report.read_text() == "md nl plan.txt\n"
    assert capsys.readouterr() == ("", f"Geschreven: {report}\n")


def test_output_may_be_an_existing_folder_for_one_file(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    assert run("check", a_file(tmp_path / "plan.txt"), "--output", folder) == 0
    assert (folder / "plan.txt").read_text() == "text nl plan.txt\n"


def test_output_is_never_the_input_under_another_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = a_file(tmp_path / "plan.txt")
    link = tmp_path / "link.txt"
    link.symlink_to(plan)
    assert run("check", plan, "--output", link) == 2
    assert plan.read_text() == "S1=core"
    assert "niet overschreven" in capsys.readouterr().err


def test_jsonl_of_one_file_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("check", a_file(tmp_path / "plan.txt"), "--format", "jsonl")
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line)["grades"] == {"S1": "core", "S2": "none", "S3": "none"}


@pytest.mark.parametrize(
    ("content", "reason"),
    [("DAMAGED", "beschadigd"), ("", "geen tekst")],
)
def test_bad_file_is_one_line_with_name_reason_and_advice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, reason: str
) -> None:
    plan = a_file(tmp_path / "plan.txt", content)
    assert run("check", plan) == 3
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith(f"{plan}: ")
    assert reason in err


def test_bad_file_is_explained_in_the_language_of_the_option(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("check", a_file(tmp_path / "plan.txt", "DAMAGED"), "--language=en") == 3
    assert "damaged" in capsys.readouterr().err


def test_missing_file_is_input_that_cannot_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("check", tmp_path / "gone.pdf") == 3
    assert capsys.readouterr().err == f"{tmp_path / 'gone.pdf'}: Dit bestaat niet. Kijk de naam na.\n"


def test_limit_of_the_settings_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", a_file(tmp_path / "plan.txt", "twaalf bytes"), limit_bytes=11) == 3
    assert "11" in capsys.readouterr().err


def test_unknown_strategy_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", a_file(tmp_path / "plan.txt"), "--strategy", "geen") == 2
    assert "geen" in capsys.readouterr().err


@pytest.mark.parametrize("format", ["pdf", "docx", "xlsx", "annotated-pdf"])
def test_bytes_need_a_place(format: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", a_file(tmp_path / "plan.txt"), "--format", format) == 2
    assert "--output" in capsys.readouterr().err


def test_bytes_are_written_as_they_are(tmp_path: Path) -> None:
    output = tmp_path / "verslag.pdf"
    assert run("check", a_file(tmp_path / "plan.txt"), "--format", "pdf", "--output", output) == 0
    assert output.read_bytes() == b"pdf nl"


def test_the_file_itself_goes_to_the_format_that_shows_it(tmp_path: Path) -> None:
    source, output = a_file(tmp_path / "plan.txt"), tmp_path / "uit.pdf"
    assert run("check", source, "--format", "annotated-pdf", "--output", output) == 0
    assert output.read_bytes() == source.read_bytes()
