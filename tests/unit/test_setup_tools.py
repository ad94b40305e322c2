import pytest

from tools.lock import constraints
from tools.require_python import complaint


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13)])
def test_a_supported_python_with_venv_gets_no_complaint(version: tuple[int, int]) -> None:
    assert complaint(version, has_venv=True) == ""


@pytest.mark.parametrize("version", [(3, 10), (3, 14)])
def test_another_python_is_named_with_a_way_out(version: tuple[int, int]) -> None:
    sentence = complaint(version, has_venv=True)
    assert f"this is {version[0]}.{version[1]}" in sentence
    assert "make PYTHON=" in sentence


def test_a_python_without_venv_is_told_what_to_install() -> None:
    assert "python3-venv" in complaint((3, 12), has_venv=False)


def test_pins_are_sorted_and_free_of_local_suffixes_and_of_the_project_itself() -> None:
    text = constraints({"torch": "2.13.0+cpu", "speerwijzer": "0.1.0", "ast_serialize": "0.13.1"})
    pins = [line for line in text.splitlines() if not line.startswith("#")]
    assert pins == ["ast-serialize==0.13.1", "torch==2.13.0"]
