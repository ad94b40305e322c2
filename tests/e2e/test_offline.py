"""The program on a machine whose network calls all fail."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.encoder

SCRIPT = """
import socket, sys

def refuse(*arguments, **options):
    raise AssertionError("the network was asked for")

socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = socket.create_connection = refuse
from service.cli import main
sys.exit(main(sys.argv[1:]))
"""


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("HF_", "SPEER"))}
    command = [sys.executable, "-c", SCRIPT, *map(str, arguments)]
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_a_proposal_is_assessed_compared_and_verified_without_network(examples: Path, tmp_path: Path) -> None:
    proposal, report = examples / "digibank.docx", tmp_path / "verslag.json"
    made = run("check", proposal, "--format", "json", "--output", report)
    assert (made.returncode, "network" in made.stderr) == (0, False)
    verified = run("verify", report, "--proposal", proposal, "--language", "en")
    assert (verified.returncode, verified.stderr) == (0, "")
    assert "Everything that was checked is right." in verified.stdout
    compared = run("compare", report, examples / "afsprakenbouwsteen.pdf", "--format", "json")
    assert compared.returncode == 0
    assert json.loads(compared.stdout)["passages"]["counts"]["kept"] == 0


def test_every_grade_of_the_examples_has_a_quote(examples: Path) -> None:
    for name in ("digibank.docx", "afsprakenbouwsteen.pdf"):
        text = json.loads(run("text", examples / name, "--format", "json").stdout)["text"]
        report = json.loads(run("check", examples / name, "--format", "json").stdout)
        graded = [item for item in report["alignments"] if item["grade"] in ("core", "contributes")]
        assert graded
        for item in graded:
            assert item["evidence"], item["spearhead"]
            assert all(text[at["start"] : at["end"]] == at["quote"] for at in item["evidence"])
