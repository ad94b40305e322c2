from pathlib import Path

import pytest

from service.inputs import Skipped, Trouble, find_inputs


def files(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x")


def test_folders_are_searched_alphabetically_whatever_the_case(tmp_path: Path) -> None:
    files(tmp_path, "b.pdf", "A.pdf", "c/d.pdf", "B2.docx")
    names = [item.path.relative_to(tmp_path).as_posix() for item in find_inputs([tmp_path])]
    assert names == ["A.pdf", "b.pdf", "B2.docx", "c/d.pdf"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (".git/config", Skipped.HIDDEN),
        ("Thumbs.db", Skipped.HIDDEN),
        ("~$plan.docx", Skipped.TEMPORARY),
        (".~lock.plan.odt#", Skipped.TEMPORARY),
        ("plan.docx.crdownload", Skipped.TEMPORARY),
    ],
)
def test_what_nobody_meant_is_skipped_with_the_reason(tmp_path: Path, name: str, reason: Skipped) -> None:
    files(tmp_path, "plan.docx", name)
    skipped = [item.skipped for item in find_inputs([tmp_path]) if item.skipped]
    assert skipped == [reason]


def test_hidden_file_that_is_named_is_taken(tmp_path: Path) -> None:
    files(tmp_path, ".plan.txt")
    assert find_inputs([tmp_path / ".plan.txt"])[0].usable


def test_link_in_a_circle_is_not_followed(tmp_path: Path) -> None:
    files(tmp_path, "plan.txt")
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    found = find_inputs([tmp_path / "plan.txt", tmp_path])
    assert sum(item.usable for item in found) == 1


def test_broken_link_and_missing_path_are_trouble(tmp_path: Path) -> None:
    (tmp_path / "broken.pdf").symlink_to(tmp_path / "gone.pdf")
    found = find_inputs([tmp_path, tmp_path / "gone2.pdf"])
    assert [item.trouble for item in found] == [Trouble.MISSING, Trouble.MISSING]


def test_folder_with_only_hidden_files_is_empty(tmp_path: Path) -> None:
    files(tmp_path, ".a")
    assert [item.trouble for item in find_inputs([tmp_path])] == [None, Trouble.EMPTY_FOLDER]


def test_name_that_is_too_long_is_trouble() -> None:
    assert find_inputs([Path("x" * 5000)])[0].trouble is Trouble.NO_ENTRY


def test_device_is_no_file() -> None:
    assert find_inputs([Path("/dev/null")])[0].trouble is Trouble.NO_FILE
