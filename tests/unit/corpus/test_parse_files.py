from pathlib import Path

import pytest

from corpus.errors import LimitExceeded, MissingFile
from corpus.limits import DocumentLimits
from corpus.parsing.files import read_file


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"abc")
    assert read_file(path, DocumentLimits(bytes=3)) == b"abc"


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"abcd")
    with pytest.raises(LimitExceeded) as refused:
        read_file(path, DocumentLimits(bytes=3))
    assert refused.value.parameters == {"maximum": 3, "unit": "bytes"}


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(MissingFile, match="no such file"):
        read_file(tmp_path / "weg.txt", DocumentLimits())
    with pytest.raises(MissingFile, match="folder"):
        read_file(tmp_path, DocumentLimits())


def test_an_impossible_path_is_a_missing_file() -> None:
    with pytest.raises(MissingFile):
        read_file(Path("a\x00b"), DocumentLimits())
