"""Golden assessments of the examples: regenerate with SPEERWIJZER_REGENERATE=1 and read the difference.

Grades and reasons must be the same. Probabilities may move by TOLERANCE and evidence may change
in part: another processor adds numbers in another order.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from corpus.limits import DocumentLimits
from corpus.parsing import parse
from models.assessment import Assessment, assess
from models.engine import Engine

pytestmark = pytest.mark.encoder

GOLDEN = Path(__file__).parents[1] / "golden" / "assessments"
EXAMPLES = ("afsprakenbouwsteen.pdf", "digibank.docx")
REGENERATE = "SPEERWIJZER_REGENERATE"
TOLERANCE = 0.05
LEAST_OVERLAP = 0.5
"""Share of all evidence passages, of both together, that both must have."""

Summary = dict[str, Any]


def summary(assessment: Assessment) -> Summary:
    """What should stay as it is, by spearhead."""
    return {
        found.spearhead.id: {
            "grade": str(found.grade),
            "reason": str(found.reason) if found.reason else None,
            "core": round(found.probability.core, 4),
            "atLeastContributes": round(found.probability.at_least_contributes, 4),
            "evidence": [evidence.passage.id for evidence in found.evidence],
        }
        for found in assessment.alignments
    }


@pytest.fixture(scope="module")
def golden(real_engine: Engine, examples: Path) -> dict[str, tuple[Summary, Summary]]:
    """For each example, what is found now and what was found before."""
    pairs = {}
    for name in EXAMPLES:
        document = parse((examples / name).read_bytes(), name, DocumentLimits())
        found, path = summary(assess(document, real_engine)), GOLDEN / f"{name}.json"
        if os.environ.get(REGENERATE):
            path.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8", newline="\n")
        pairs[name] = found, json.loads(path.read_text(encoding="utf-8"))
    return pairs


@pytest.mark.parametrize("name", EXAMPLES)
def test_grades_and_reasons_are_the_golden_ones(
    golden: dict[str, tuple[Summary, Summary]], name: str
) -> None:
    found, before = golden[name]
    assert {key: (one["grade"], one["reason"]) for key, one in found.items()} == {
        key: (one["grade"], one["reason"]) for key, one in before.items()
    }


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("level", ["core", "atLeastContributes"])
def test_probabilities_stay_near_the_golden_ones(
    golden: dict[str, tuple[Summary, Summary]], name: str, level: str
) -> None:
    found, before = golden[name]
    for key, one in found.items():
        assert one[level] == pytest.approx(before[key][level], abs=TOLERANCE), key


@pytest.mark.parametrize("name", EXAMPLES)
def test_evidence_is_mostly_the_golden_evidence(
    golden: dict[str, tuple[Summary, Summary]], name: str
) -> None:
    found, before = golden[name]
    for key, one in found.items():
        ours, theirs = set(one["evidence"]), set(before[key]["evidence"])
        assert len(ours & theirs) >= LEAST_OVERLAP * len(ours | theirs), key


def test_no_golden_assessment_is_left_over() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {f"{name}.json" for name in EXAMPLES}
