"""What the guides tell a reader to type exists, and what they point at is there."""

import re
from pathlib import Path

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from service.cli import build_app
from tools import readme_demo

ROOT = Path(__file__).resolve().parents[2]
GUIDES = ("README.md", "CONTRIBUTING.md", "docs/quickstart.md", "corpus/examples/README.md")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def written_commands() -> list[str]:
    """Every command line of the program in a guide, from an indented line or between back ticks."""
    found = {
        match.group(1)
        for name in GUIDES
        for match in re.finditer(
            r"(?:^    |`)(?:\.venv/bin/)?speerwijzer ([^`\n]+)", read(name), re.MULTILINE
        )
    }
    return sorted(found)


def options_of(command: str) -> set[str]:
    """The options of a command, or of the program itself for an empty name."""
    program = get_command(build_app())
    assert isinstance(program, TyperGroup)
    chosen = program.commands[command] if command else program
    return {option for parameter in chosen.params for option in parameter.opts} | {"--help"}


@pytest.mark.parametrize("guide", GUIDES)
def test_every_make_target_in_a_guide_exists(guide: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    written = set(re.findall(r"(?:^    |`)make ([a-z]+)", read(guide), re.MULTILINE))
    assert written <= targets


@pytest.mark.parametrize("guide", GUIDES)
def test_every_link_to_a_file_leads_somewhere(guide: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", read(guide))
    folder = (ROOT / guide).parent
    assert [link for link in links if not (folder / link).exists()] == []


@pytest.mark.parametrize("line", written_commands())
def test_every_command_in_a_guide_exists_with_its_options(line: str) -> None:
    command, *arguments = line.split()
    if command.startswith("--"):
        command, arguments = "", [command]
    assert {word for word in arguments if word.startswith("--")} <= options_of(command)


def test_the_guides_tell_commands_at_all() -> None:
    assert len(written_commands()) >= 8


def test_the_readme_and_the_make_file_know_every_phony_target() -> None:
    phony = set(re.findall(r"^\.PHONY: (.+)$", read("Makefile"), re.MULTILINE)[0].split())
    described = set(re.findall(r"^([a-z]+):.*## ", read("Makefile"), re.MULTILINE))
    assert described == phony


REPORT = """Voorstel
Gemaakt op  1 november 2026
 S1 ...  ○ niet
 S8 ...  ● kern
legende
S1 Iedereen
○ niet
S8 Platform
● kern
1. activiteit
2. doel
"""


def test_the_excerpt_is_the_overview_and_the_first_evidence_of_a_core_spearhead() -> None:
    shown = "Voorstel\n S1 ...  ○ niet\n S8 ...  ● kern\nlegende\nS8 Platform\n● kern\n1. activiteit\n[...]\n"
    assert readme_demo.excerpt(REPORT) == shown


def without_numbers(text: str) -> str:
    """The words alone: another processor may round a probability another way."""
    return " ".join(re.sub(r"[\d█▒·<>%–()]", " ", text).split())


@pytest.mark.encoder
def test_the_readme_shows_what_the_program_really_says() -> None:
    real = readme_demo.excerpt(readme_demo.report())
    assert without_numbers(readme_demo.in_readme(read("README.md"))) == without_numbers(real)
