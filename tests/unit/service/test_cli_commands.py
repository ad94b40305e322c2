import json
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from service.cli import main
from service.services import Services
from tests.fakes.engines import FakeEngine, fake_services

STRATEGY = """
id: proef
version: "1"
title: {nl: "Proef"}
source: "tests"
spearheads:
  - {id: A, title: {nl: "Eerste"}, statement: {nl: "Eerste stelling."}}
  - {id: B, title: {nl: "Tweede"}, statement: {nl: "Tweede stelling."}}
"""


def run(*arguments: str | Path, services: Services | None = None) -> int:
    return main([str(argument) for argument in arguments], services or fake_services(FakeEngine()))


def a_file(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_text_shows_the_canonical_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("text", a_file(tmp_path / "plan.txt", "Een plan.\n\nMet één doel.")) == 0
    assert capsys.readouterr().out == "Een plan.\n\nMet één doel.\n"


def test_text_as_json_has_offsets_that_hold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("text", a_file(tmp_path / "plan.txt", "Wij openen één digipunt in de wijk."), "--format", "json")
    shown = json.loads(capsys.readouterr().out)
    assert set(shown) == {"text", "pages", "passages"}
    assert shown["pages"] == [{"number": 1, "start": 0, "end": len(shown["text"])}]
    (passage,) = shown["passages"]
    assert set(passage) == {"id", "start", "end", "page", "section", "language"}
    assert shown["text"][passage["start"] : passage["end"]] == "Wij openen één digipunt in de wijk."


def test_text_of_a_bad_file_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = a_file(tmp_path / "plan.pdf", "DAMAGED")
    assert run("text", path) == 3
    assert capsys.readouterr().err.startswith(f"{path}: ")


def test_score_adds_two_columns_for_each_spearhead(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = a_file(tmp_path / "in.csv", "nr;tekst\n01;S3=contributes\n02;\n")
    assert run("score", source, "--output", tmp_path / "out.jsonl", "--text-column", "tekst") == 0
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [rows[0][name] for name in ("nr", "S3", "S3_grade")] == ["01", 0.6124, "contributes"]
    assert rows[1]["S1_grade"] == "uncertain"
    assert capsys.readouterr() == ("", f"Geschreven: {tmp_path / 'out.jsonl'}\n")


@pytest.mark.parametrize(("options", "background"), [((), "shipped"), (("--background", "batch"), "batch")])
def test_score_standardises_against_what_is_asked(
    tmp_path: Path, options: tuple[str, ...], background: str
) -> None:
    engine = FakeEngine()
    source = a_file(tmp_path / "in.csv", "text\nx\n")
    run("score", source, "--output", tmp_path / "out.csv", *options, services=fake_services(engine))
    assert engine.backgrounds == [background]


@pytest.mark.parametrize(
    ("content", "output", "code", "said"),
    [
        ("a,b\n1,2\n", "out.csv", 2, "a, b"),
        ("text,S2\n1,2\n", "out.csv", 2, "S2"),
        ("text\nx\n", "out.doc", 2, ".xlsx"),
        ("text\nx\n", "in.csv", 2, "niet overschreven"),
        ("text,text\nx,y\n", "out.csv", 3, "in.csv: "),
    ],
)
def test_table_that_cannot_be_scored_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, output: str, code: int, said: str
) -> None:
    source = a_file(tmp_path / "in.csv", content)
    assert run("score", source, "--output", tmp_path / output) == code
    err = capsys.readouterr().err
    assert (err.count("\n"), said in err) == (1, True)
    assert source.read_text() == content


def test_score_of_a_missing_table_names_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("score", tmp_path / "gone.csv", "--output", tmp_path / "out.csv") == 3
    assert capsys.readouterr().err.startswith(f"{tmp_path / 'gone.csv'}: ")


def test_strategies_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("strategies") == 0
    assert "vlaanderen-2025" in [line.split("\t")[0] for line in capsys.readouterr().out.splitlines()]


def test_strategy_is_shown_in_full(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("strategies", "show", a_file(tmp_path / "proef.yaml", STRATEGY)) == 0
    out = capsys.readouterr().out
    assert "Proef (proef, 1)" in out
    assert "B  Tweede\n  statement: Tweede stelling." in out


def test_unknown_strategy_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("strategies", "show", "geen") == 2
    assert "vlaanderen-2025" in capsys.readouterr().err


def test_good_strategy_file_is_said_to_be_fine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("strategies", "validate", a_file(tmp_path / "proef.yaml", STRATEGY)) == 0
    assert "2 speerpunten" in capsys.readouterr().out


def test_every_problem_of_a_strategy_file_is_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = a_file(tmp_path / "fout.yaml", STRATEGY.replace("id: B", "id: A").replace("source:", "bron:"))
    assert run("strategies", "validate", path) == 3
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) >= 2
    assert all(line.startswith(f"{path}:") for line in lines)


def test_strategy_file_that_is_missing_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("strategies", "validate", tmp_path / "geen.yaml") == 3
    assert capsys.readouterr().err.startswith(f"{tmp_path / 'geen.yaml'}: ")


def test_evaluate_hands_over_what_was_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("evaluate", "--dataset", "d", "--benchmark", "b", "--output", "o", "--strategy", "s") == 0
    assert capsys.readouterr().out == "nl s d b o\n"


def test_train_says_where_the_artefact_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("train", "--output", tmp_path / "a.bin") == 0
    assert run("train", "--dataset", "d") == 0
    assert capsys.readouterr().err.splitlines() == [
        f"Geschreven: {tmp_path / 'a.bin'}",
        "Geschreven: shipped/vlaanderen-2025/d",
    ]


def test_train_tells_what_it_did_to_the_measures_and_logs_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    services = fake_services(FakeEngine(), data_folder=tmp_path)
    assert run("train", "--measure", "eigen", services=services) == 0
    told = capsys.readouterr()
    assert told.out == "Before and after on eigen\n"
    assert told.err.splitlines()[-1] == "Dit staat in het logboek van de dienst."
    assert run("audit", "list", services=services) == 0
    (entry,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert (entry["action"], entry["subject"]) == ("engine.trained", "vlaanderen-2025")
    assert entry["details"] == {"before": "1" * 64, "after": "2" * 64, "documents": 54}


def test_bench_shows_and_writes_its_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("bench", "--output", tmp_path / "benchmarks.md", "--strategy", "proef") == 0
    assert capsys.readouterr().out == (tmp_path / "benchmarks.md").read_text() == "bench proef\n"


def test_score_reads_no_table_before_its_output_is_possible(tmp_path: Path) -> None:
    frame = pl.DataFrame({"text": ["x"]})
    frame.write_parquet(tmp_path / "in.parquet")
    services = replace(fake_services(FakeEngine()), open_engine=lambda *_: pytest.fail("opened"))
    assert run("score", tmp_path / "in.parquet", "--output", tmp_path / "in.parquet", services=services) == 2
