from pathlib import Path

import pytest

from corpus.errors import LimitExceeded
from corpus.limits import DocumentLimits
from models.alignment import Grade
from models.engine import Engine
from models.scoring import score_texts
from service.errors import UnusableInput
from service.use_cases import LoadedEngine, assess_file, read_document, read_passages
from tests.fakes.artefacts import mention
from tests.fakes.engines import FakeEngine
from tests.fakes.strategies import WORDS


def test_file_is_read_and_assessed(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("Wij openen een digipunt. S2=core", encoding="utf-8")
    assessment = assess_file(path, FakeEngine(), DocumentLimits())
    assert assessment.document.name == "plan.txt"
    assert [item.grade for item in assessment.alignments] == [Grade.NONE, Grade.CORE, Grade.NONE]


def test_size_is_checked_before_the_file_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(b"12345")
    path.chmod(0)
    with pytest.raises(LimitExceeded):
        read_document(path, DocumentLimits(bytes=4))


@pytest.mark.parametrize("name", ["gone.txt", "."])
def test_what_cannot_be_opened_is_unusable_input(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnusableInput, match="closed"):
        read_document(tmp_path / name, DocumentLimits())


def test_passages_are_cut_from_the_canonical_text(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(
        "Wij openen een digipunt.\n\nWij lenen laptops uit aan wie er geen heeft.", encoding="utf-8"
    )
    document = read_document(path, DocumentLimits())
    passages = read_passages(document)
    assert passages
    assert all(document.text[item.start : item.end] == item.text for item in passages)


def test_short_texts_are_scored_with_personal_data_masked(engine: Engine) -> None:
    told = mention(*WORDS["W"][:2])
    private, masked = (f"{told} Vraag het aan {who}." for who in ("an@water.voorbeeld.be", "[e-mailadres]"))
    scored = LoadedEngine(engine).score([private], background="shipped")
    assert scored == score_texts([masked], engine)
    assert scored != score_texts([private], engine)
