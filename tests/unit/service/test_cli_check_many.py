import json
from pathlib import Path

import pytest

from service.cli import main
from tests.fakes.engines import FakeEngine, fake_services


def run(*arguments: str | Path, **settings: object) -> int:
    return main([str(argument) for argument in arguments], fake_services(FakeEngine(), **settings))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {
        "in/b.txt": "S1=none S2=uncertain",
        "in/a.txt": "S1=core S2=contributes",
        "in/sub/c.txt": "S3=core",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path / "in"


def table_rows(out: str) -> list[list[str]]:
    return [line.split() for line in out.splitlines() if ".txt" in line]


def test_folder_gives_a_table_in_alphabetical_order(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", folder) == 0
    out, err = capsys.readouterr()
    assert table_rows(out) == [
        [f"{folder}/a.txt", "K", "D", "-"],
        [f"{folder}/b.txt", "-", "?", "-"],
        [f"{folder}/sub/c.txt", "-", "-", "K"],
    ]
    assert "K kern · D draagt bij · - niet · ? onzeker" in out
    assert err == "3 voorstellen beoordeeld\n"


def test_table_follows_the_arguments_and_counts_a_file_once(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("check", folder / "b.txt", folder / "sub" / ".." / "b.txt", folder)
    names = [row[0] for row in table_rows(capsys.readouterr().out)]
    assert names == [f"{folder}/b.txt", f"{folder}/a.txt", f"{folder}/sub/c.txt"]


def test_one_bad_file_does_not_lose_the_others(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "b.txt").write_text("DAMAGED")
    assert run("check", folder, "--output", folder.parent / "out", "--format", "json") == 3
    out, err = capsys.readouterr()
    assert sorted(path.name for path in (folder.parent / "out").iterdir()) == ["a.json", "c.json"]
    assert table_rows(out)[1] == [f"{folder}/b.txt", "(niet", "gelezen)"]
    assert [line for line in err.splitlines() if line.startswith(f"{folder}/b.txt: ")] != []
    assert "2 voorstellen beoordeeld, 1 niet gelezen" in err


def test_fault_on_one_file_is_told_without_its_text_and_keeps_the_others(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "b.txt").write_text("FAULT geheim")
    assert run("check", folder, "--format", "jsonl") == 1
    out, err = capsys.readouterr()
    assert [json.loads(line)["name"] for line in out.splitlines()] == ["a.txt", "c.txt"]
    assert "--debug" in err
    assert "geheim" not in err


def test_hidden_and_temporary_files_are_skipped_with_a_line(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / ".verborgen.txt").write_text("x")
    (folder / "~$a.docx").write_text("x")
    assert run("check", folder) == 0
    out, err = capsys.readouterr()
    assert len(table_rows(out)) == 3
    assert sorted(line.split(": ")[0] for line in err.splitlines()[:2]) == [
        f"{folder}/.verborgen.txt",
        f"{folder}/~$a.docx",
    ]


def test_same_names_get_reports_of_their_own(folder: Path) -> None:
    (folder / "sub" / "a.txt").write_text("S2=core")
    run("check", folder, "--output", folder.parent / "out", "--format", "html")
    names = sorted(path.name for path in (folder.parent / "out").iterdir())
    assert names == ["a-2.html", "a.html", "b.html", "c.html", "grades.html"]


def test_html_reports_get_a_page_with_all_grades_in_the_order_of_the_inputs(folder: Path) -> None:
    (folder / "grades.txt").write_text("DAMAGED")
    run("check", folder / "b.txt", folder, "--output", folder.parent / "out", "--format", "html")
    page = (folder.parent / "out" / "grades.html").read_text(encoding="utf-8")
    assert page.index("b.txt: S1 niet, S2 onzeker") < page.index("a.txt: S1 kern, S2 draagt bij")
    assert "grades.txt (niet gelezen)" in page
    assert "◐ draagt bij" in page


def test_reports_beside_the_inputs_never_replace_them(folder: Path) -> None:
    assert run("check", folder / "a.txt", folder / "b.txt", "--output", folder) == 0
    assert (folder / "a.txt").read_text() == "S1=core S2=contributes"
    assert (folder / "a-2.txt").read_text() == "text nl a.txt\n"


def test_output_folder_inside_the_input_is_not_read_again(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        assert run("check", folder, "--output", folder / "reports") == 0
    assert len(table_rows(capsys.readouterr().out)) == 6
    assert len(list((folder / "reports").iterdir())) == 3


@pytest.mark.parametrize(
    "options",
    [
        ("--format", "json"),
        ("--format", "html", "--output", "{folder}"),
        ("--output", "{folder}/a.txt"),
        ("--output", "reports.html", "--format", "html"),
    ],
)
def test_output_that_does_not_fit_is_wrong_usage(
    folder: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...]
) -> None:
    assert run("check", folder, *(option.format(folder=folder) for option in options)) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert "--output" in err


def test_jsonl_goes_to_one_file_of_lines(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = folder.parent / "all.jsonl"
    assert run("check", folder, "--format", "jsonl", "--output", lines) == 0
    assert [json.loads(line)["id"] for line in lines.read_text().splitlines()] == ["id-1", "id-2", "id-3"]
    assert len(table_rows(capsys.readouterr().out)) == 3


def test_interrupt_keeps_what_was_written(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "b.txt").write_text("STOP")
    assert run("check", folder, "--format", "jsonl", "--output", folder.parent / "all.jsonl") == 130
    assert len((folder.parent / "all.jsonl").read_text().splitlines()) == 1
    assert capsys.readouterr().err == "Onderbroken. Wat al geschreven was, blijft bewaard.\n"


def test_folder_without_a_proposal_is_said_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", tmp_path) == 3
    assert capsys.readouterr().err.startswith(f"{tmp_path}: In deze map staat geen")


def test_a_table_holds_all_proposals_in_their_order(folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "alle.csv"
    assert run("check", folder, "--format", "csv", "--output", output) == 0
    assert output.read_text(encoding="utf-8") == "name\na.txt\nb.txt\nc.txt\n"


def test_a_workbook_among_other_reports_has_one_file(folder: Path, tmp_path: Path) -> None:
    assert run("check", folder, "--format", "xlsx", "--format", "json", "--output", tmp_path / "uit") == 0
    names = sorted(path.name for path in (tmp_path / "uit").iterdir())
    assert names == ["a.json", "b.json", "c.json", "grades.xlsx"]


def test_files_that_cannot_be_annotated_are_named(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("check", folder, "--format", "annotated-pdf", "--output", tmp_path / "uit") == 0
    assert capsys.readouterr().err.count("Alleen een voorstel dat een pdf is") == 3
