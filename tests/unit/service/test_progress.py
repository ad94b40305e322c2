import pytest

from service.progress import ProgressDisplay
from service.wording import wording_in


def test_nothing_is_drawn_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with ProgressDisplay(wording_in("nl")) as progress:
        progress("files", 1, 2)
        progress.remark("een regel")
    assert capsys.readouterr() == ("", "een regel\n")


def test_terminal_gets_the_name_of_the_step(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")
    with ProgressDisplay(wording_in("nl"), enabled=True) as progress:
        progress("unpack encoder", 1, 4)
        progress("een nieuwe stap", 1, 2)
        progress.remark("[rood]naam[/rood]: regel")
    out, err = capsys.readouterr()
    assert out == ""
    assert "Rekenmodel uitpakken" in err
    assert "een nieuwe stap" in err
    assert "[rood]naam[/rood]: regel" in err


def test_steps_may_be_shown_again_after_they_are_done(capsys: pytest.CaptureFixture[str]) -> None:
    with ProgressDisplay(wording_in("nl"), enabled=True) as progress:
        for done in (1, 2, 0, 1):
            progress("encode", done, 2)
    assert capsys.readouterr().out == ""
