import os
from pathlib import Path

import pytest

from service.streams import shown, write_out


def test_result_ends_in_one_newline(capsys: pytest.CaptureFixture[str]) -> None:
    write_out("a")
    write_out("b\n")
    assert capsys.readouterr().out == "a\nb\n"


@pytest.mark.parametrize(
    ("name", "safe"),
    [("plan één.pdf", "plan één.pdf"), ("a\nb\x1b[31m.pdf", "a\\x0ab\\x1b[31m.pdf")],
)
def test_name_is_safe_on_one_line(name: str, safe: str) -> None:
    assert shown(Path(name)) == safe


def test_name_that_is_no_unicode_can_be_shown() -> None:
    assert shown(Path(os.fsdecode(b"plan-\xff.pdf"))) == "plan-\ufffd.pdf"
