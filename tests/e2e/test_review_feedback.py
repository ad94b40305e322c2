"""What reviewers say becomes a measure of the checker: exported, and measured by the real command."""

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from corpus.annotated import AnnotatedProposal, as_document, read_proposals
from evaluation.agreement import LEVELS
from service.reviewing.arriving import Arrival, add_files
from service.reviewing.exporting import export_annotated
from service.reviewing.reviews import Intent
from tests.fakes.backends import TestService, a_service
from tests.fakes.reviewing import ADA, ANNA, SPEARHEADS, a_call, dossiers_of, grade

pytestmark = pytest.mark.encoder

ROOT = Path(__file__).parents[2]
NAMES = {level: name for name, level in LEVELS.items()}


def some_proposals() -> list[AnnotatedProposal]:
    """Of each language two proposals that are about something."""
    found: dict[str, list[AnnotatedProposal]] = {}
    for proposal in read_proposals():
        if proposal.grades:
            found.setdefault(proposal.language, []).append(proposal)
    return [proposal for language in sorted(found) for proposal in found[language][:2]]


def reviewed(service: TestService, proposals: list[AnnotatedProposal]) -> str:
    """A call in which Anna gives every proposal the grades of its annotation; gives its id."""
    call = a_call(service, [])
    arrivals = [Arrival(f"{item.id}.txt", as_document(item)[0].text.encode()) for item in proposals]
    add_files(service.backend, ADA, call.id, arrivals, "nl")
    service.work_off()
    reasons = dict.fromkeys(SPEARHEADS, "Zo staat het er.")
    for dossier, item in zip(dossiers_of(service, call.id), proposals, strict=True):
        given = {name: NAMES[level] for name, level in item.grades.items()}
        grade(service, ANNA, dossier, Intent.FINISH, reasons, **given)
    return call.id


def evaluated(folder: Path, output: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SPEERWIJZER_")}
    command = [sys.executable, "-m", "service", "evaluate", "--dataset", str(folder), "--output", str(output)]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_grades_of_reviewers_measure_the_engine(tmp_path: Path) -> None:
    service = a_service(tmp_path, migrated=False)
    proposals = some_proposals()
    call_id = reviewed(service, proposals)
    with zipfile.ZipFile(io.BytesIO(export_annotated(service.backend, ADA, call_id))) as packed:
        packed.extractall(tmp_path / "labels")
    service.backend.close()
    result = evaluated(tmp_path / "labels", tmp_path / "results")
    assert result.returncode == 0, result.stderr
    content = json.loads((tmp_path / "results" / "results.json").read_text(encoding="utf-8"))
    overall, spearheads = (content["tables"][name]["rows"] for name in ("overall", "spearheads"))
    assert {row["n"] for row in overall} == {len(proposals)}
    for target, lowest in (("core", 2), ("at least contributes", 1)):
        counted = {row["spearhead"]: row["n true"] for row in spearheads if row["target"] == target}
        given = {name: sum(item.grades.get(name, 0) >= lowest for item in proposals) for name in SPEARHEADS}
        assert counted == given
