"""The command line as users run it, with the real encoder and the shipped strategy."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.encoder

ROOT = Path(__file__).parents[2]
PROPOSAL = """# Digitale hulp in de wijk

## Wat we doen

We openen drie digipunten waar vrijwilligers inwoners leren werken met een computer en een smartphone.
We geven veertig lessen digitale basisvaardigheden aan senioren en werkzoekenden.
We lenen laptops uit aan wie er geen heeft en begeleiden de ontleners in hun eigen buurt.

## Resultaat

Na twee jaar hebben 600 inwoners een les gevolgd. Het aandeel inwoners zonder digitale basisvaardigheden
daalt van 38 naar 25 procent.
"""


@pytest.fixture(scope="module")
def assessed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A proposal and what the command says of it: a process loads the encoder anew, so it runs once."""
    plan = tmp_path_factory.mktemp("assessed") / "plan.md"
    plan.write_text(PROPOSAL, encoding="utf-8")
    return plan, run("check", plan, "--format", "json")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plan.md").write_text(PROPOSAL, encoding="utf-8")
    (tmp_path / "zebra.txt").write_text(PROPOSAL.replace("drie", "vier"), encoding="utf-8")
    (tmp_path / "stuk.pdf").write_bytes(b"%PDF-1.7 and then nothing")
    (tmp_path / "foto.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    return tmp_path


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SPEERWIJZER_")}
    command = [sys.executable, "-m", "service", *map(str, arguments)]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_assessment_has_the_shape_of_the_contract_and_quotes_that_hold(
    assessed: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    plan, result = assessed
    assert (result.returncode, result.stderr) == (0, "")
    assessment = json.loads(result.stdout)
    text = json.loads(run("text", plan, "--format", "json").stdout)["text"]
    assert assessment["schema"] == "speerwijzer/assessment/1"
    assert [item["spearhead"] for item in assessment["alignments"]] == [
        f"S{number}" for number in range(1, 10)
    ]
    evidence = [quote for item in assessment["alignments"] for quote in item["evidence"]]
    assert evidence
    assert all(text[item["start"] : item["end"]] == item["quote"] for item in evidence)


def test_two_runs_differ_only_in_id_and_time(
    assessed: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    plan, result = assessed
    first, second = (json.loads(answer.stdout) for answer in (result, run("check", plan, "--format", "json")))
    assert first.pop("id") != second.pop("id")
    first.pop("createdAt")
    second.pop("createdAt")
    assert first == second


def test_obvious_proposal_gets_its_grade(
    assessed: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    alignments = json.loads(assessed[1].stdout)["alignments"]
    grades = {item["spearhead"]: item["grade"] for item in alignments}
    assert grades["S1"] == "core"
    assert grades["S7"] == "none"


def test_each_format_is_written(folder: Path) -> None:
    starts = {"plan.html": "<!doctype html", "plan.md": "#", "plan.txt": "", "plan.jsonl": "{"}
    chosen = [word for name in ("html", "md", "text", "jsonl") for word in ("--format", name)]
    result = run("check", folder / "plan.md", *chosen, "--output", folder / "out", "--language", "en")
    assert result.returncode == 0, result.stderr
    written = {path.name: path.read_text(encoding="utf-8") for path in (folder / "out").iterdir()}
    assert written.keys() >= starts.keys()
    assert all(written[name].lower().startswith(start) for name, start in starts.items())
    assert all(len(text) > 500 for text in written.values())


def test_bad_files_in_a_folder_do_not_lose_the_good_ones(folder: Path) -> None:
    result = run("check", folder, "--format", "json", "--output", folder / "out")
    assert result.returncode == 3
    assert sorted(path.name for path in (folder / "out").iterdir()) == ["plan.json", "zebra.json"]
    failures = [line for line in result.stderr.splitlines() if line.startswith(str(folder / "stuk.pdf"))]
    assert len(failures) == 1
    assert "Traceback" not in result.stderr


def test_table_of_texts_gets_the_same_score_alone_and_together(folder: Path) -> None:
    texts = [
        "We geven lessen digitale basisvaardigheden aan senioren.",
        "",
        "De fanfare koopt nieuwe trommels.",
    ]
    rows = [scores(folder, texts[:1])[0], *scores(folder, texts)]
    assert rows[0] == rows[1]
    assert float(rows[1]["S1"]) > float(rows[3]["S1"])
    assert rows[2]["S1_grade"] == "uncertain"


def scores(folder: Path, texts: list[str]) -> list[dict[str, str]]:
    with (folder / "in.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([("text", "n"), *((text, "1") for text in texts)])
    result = run("score", folder / "in.csv", "--output", folder / "out.csv")
    assert result.returncode == 0, result.stderr
    with (folder / "out.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
