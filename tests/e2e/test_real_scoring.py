"""The scoring process with the real engine: over HTTP, and what the command line would say."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from corpus.limits import DocumentLimits
from models.engine import Engine
from service.app import create_app
from service.scoring import ScoringProcess
from service.use_cases import LoadedEngine, read_document
from tests.fakes.backends import a_service

pytestmark = pytest.mark.encoder
STRATEGY = "vlaanderen-2025"
TEXTS = {
    "a": "Wij bouwen een open platform dat alle lokale besturen hergebruiken voor hun digitale loketten.",
    "b": "De zomer was warm en droog.",
}


@pytest.fixture(scope="module")
def scoring() -> Iterator[ScoringProcess]:
    process = ScoringProcess()
    yield process
    process.close()


def test_texts_get_over_http_what_the_command_line_gives_them(
    tmp_path: Path, scoring: ScoringProcess, real_engine: Engine
) -> None:
    backend = replace(a_service(tmp_path, migrated=False).backend, scorer=scoring)
    asked = {"texts": [{"id": id, "text": text} for id, text in TEXTS.items()]}
    answer = TestClient(create_app(backend)).post("/v1/score", json=asked).json()
    expected = LoadedEngine(real_engine).score(list(TEXTS.values()), background="shipped")
    for item, scores in zip(answer["items"], expected, strict=True):
        assert item["scores"] == {name: round(value, 4) for name, value in scores.probabilities.items()}
        assert item["grades"] == {name: grade.value for name, grade in scores.grades.items()}
    assert [item["id"] for item in answer["items"]] == list(TEXTS)


def test_passages_weigh_there_what_they_weigh_here(
    scoring: ScoringProcess, real_engine: Engine, examples: Path
) -> None:
    engine = LoadedEngine(real_engine)
    assessment = engine.assess(read_document(examples / "digibank.docx", DocumentLimits()))
    weigh = scoring.weigher(assessment)
    assert weigh is not None
    assert weigh([3, 8]) == engine.weigh(assessment.document, [3, 8])
