from pathlib import Path

import pytest

from service.cli import main
from service.errors import WrongUsage
from service.model_card.rendering import FORMATS
from service.papers import card
from tests.fakes.engines import FakeEngine, fake_services
from tests.fakes.figures import made_up_figures
from tools.model_card import LANGUAGES, STRATEGY, Told, pages

ROOT = Path(__file__).parents[3]


def run(*arguments: str | Path) -> int:
    return main([str(argument) for argument in arguments], fake_services(FakeEngine()))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "card vlaanderen-2025 md nl"),
        (("--language", "en", "--format", "html"), "card vlaanderen-2025 html en"),
        (("--strategy", "proef"), "card proef md nl"),
    ],
)
def test_card_is_shown(capsys: pytest.CaptureFixture[str], options: tuple[str, ...], said: str) -> None:
    assert run("card", *options) == 0
    assert capsys.readouterr() == (f"{said}\n", "")


def test_card_is_written_to_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "card.md"
    assert run("card", "--output", path) == 0
    assert path.read_text() == "card vlaanderen-2025 md nl\n"
    assert capsys.readouterr() == ("", f"Geschreven: {path}\n")


@pytest.mark.parametrize("options", [("--format", "pdf"), ("--language", "de")])
def test_other_formats_and_languages_are_wrong_usage(options: tuple[str, ...]) -> None:
    assert run("card", *options) == 2


def test_a_strategy_without_figures_is_told_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("card", "--strategy", "unmeasured") == 2
    assert "make evaluate" in capsys.readouterr().err


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("format", FORMATS)
def test_committed_card_is_what_the_command_gives(language: str, format: str) -> None:
    committed = (ROOT / "docs" / f"model-card.{language}.{format}").read_text(encoding="utf-8")
    assert committed == card(STRATEGY, format, language=language), "run `python -m tools.model_card --cards`"


def test_a_strategy_that_was_never_measured_has_no_card() -> None:
    with pytest.raises(WrongUsage, match="no_card"):
        card("sdg-2030", "md", language="nl")


def test_every_card_of_docs_is_written_from_the_same_figures() -> None:
    written = dict(pages(made_up_figures()))
    assert {path.name for path in written} == {
        f"model-card.{language}.{format}" for language in LANGUAGES for format in FORMATS
    }
    assert {path.parent for path in written} == {ROOT / "docs"}
    assert all("c" * 64 in page for page in written.values())


def test_measuring_tells_each_step_once_it_begins_and_ends(capsys: pytest.CaptureFixture[str]) -> None:
    told = Told()
    for done in range(1, 10):
        told("train", done, 9)
    told("table risk", 1, 1)
    steps = [line.split("s  ")[1] for line in capsys.readouterr().err.splitlines()]
    assert steps == ["train 1/9", "train 9/9", "table risk 1/1"]
