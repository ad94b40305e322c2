import re
from pathlib import Path

from models import code
from models.code import PACKAGES, code_sha256

ROOT = Path(__file__).parents[3]


def test_the_hash_is_one_of_sha256_and_stays() -> None:
    assert re.fullmatch("[0-9a-f]{64}", code_sha256())
    assert code_sha256() == code_sha256.__wrapped__()


def test_every_source_file_that_decides_is_in_it() -> None:
    found = {path for package in PACKAGES for path, _ in code._sources(package, ROOT / package)}
    expected = {
        path.relative_to(ROOT).as_posix() for package in PACKAGES for path in (ROOT / package).rglob("*.py")
    }
    assert expected <= found
    assert "corpus/catalogue/cues.yaml" in found
    assert not [path for path in found if path.startswith(("corpus/proposals", "models/artifacts"))]


def test_another_word_of_code_is_another_hash(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_bytes(b"a = 1\r\n")
    (before,) = code._sources("models", tmp_path)
    (tmp_path / "one.txt").write_bytes(b"a = 2\n")
    assert [path for path, _ in code._sources("models", tmp_path)] == [before[0], "models/one.txt"]
