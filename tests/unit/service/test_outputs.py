from pathlib import Path

import pytest

from service.errors import WrongUsage
from service.outputs import ReportFolder, refuse_overwriting, write_text


def test_file_is_replaced_in_one_step(tmp_path: Path) -> None:
    path = tmp_path / "new" / "report.html"
    write_text(path, "één")
    write_text(path, "twee")
    assert path.read_text(encoding="utf-8") == "twee"
    assert list(path.parent.iterdir()) == [path]


def test_error_halfway_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text("oud")
    with pytest.raises(UnicodeEncodeError):
        write_text(path, "half, dan \ud800")
    assert path.read_text() == "oud"
    assert list(tmp_path.iterdir()) == [path]


def test_place_that_cannot_hold_a_file_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(WrongUsage, match="output_unwritable"):
        write_text(tmp_path / "file" / "report.html", "x")


def test_new_file_has_ordinary_permissions(tmp_path: Path) -> None:
    ordinary = tmp_path / "ordinary"
    ordinary.touch()
    assert write_text(tmp_path / "report", "x").stat().st_mode == ordinary.stat().st_mode


def test_names_are_unique_whatever_their_case(tmp_path: Path) -> None:
    folder = ReportFolder(tmp_path, [])
    names = [folder.path_for(Path(name), ".md").name for name in ("a/Plan.pdf", "b/plan.docx", "plan.pdf")]
    assert names == ["Plan.md", "plan-2.md", "plan-3.md"]


def test_name_of_an_input_is_left_alone(tmp_path: Path) -> None:
    source = tmp_path / "plan.md"
    source.write_text("x")
    assert ReportFolder(tmp_path, [source]).path_for(source, ".md").name == "plan-2.md"


def test_hard_link_to_an_input_is_the_input(tmp_path: Path) -> None:
    (tmp_path / "plan.md").write_text("x")
    (tmp_path / "same.md").hardlink_to(tmp_path / "plan.md")
    with pytest.raises(WrongUsage, match="output_is_input"):
        refuse_overwriting(tmp_path / "same.md", [tmp_path / "plan.md"])
