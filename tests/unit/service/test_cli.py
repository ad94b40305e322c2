import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from models.errors import EncoderUnavailable
from service.cli import main
from service.services import Services, real_services
from service.settings import Settings
from tests.fakes.engines import FakeEngine, fake_services

ROOT = Path(__file__).parents[3]


def failing_services(error: Exception) -> Services:
    def load_settings() -> Settings:
        raise error

    return replace(fake_services(FakeEngine()), load_settings=load_settings)


@contextmanager
def closed_reader() -> Iterator[int]:
    """A pipe whose reader has gone."""
    reader, writer = os.pipe()
    os.close(reader)
    yield writer
    os.close(writer)


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    out = capsys.readouterr().out
    assert all(name in out for name in ("check", "text", "score", "strategies", "evaluate", "train", "bench"))


def test_version_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("speerwijzer ")


@pytest.mark.parametrize(
    "words", [["onbekend"], ["check"], ["check", "x", "--format", "doc"], ["--onbekend"]]
)
def test_wrong_usage_is_two(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_fault_is_one_line_that_hints_at_debug(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "x"], failing_services(RuntimeError("geheime tekst"))) == 1
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "--debug" in err
    assert "geheime tekst" not in err


@pytest.mark.parametrize("words", [["--debug", "check", "x"], ["check", "x", "--debug"]])
def test_debug_shows_the_traceback_wherever_it_stands(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words, failing_services(RuntimeError("oorzaak"))) == 1
    assert "RuntimeError: oorzaak" in capsys.readouterr().err


def test_debug_behind_two_dashes_is_a_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--", "--debug"], fake_services(FakeEngine())) == 3
    assert capsys.readouterr().err.startswith("--debug: ")


def test_encoder_that_is_missing_says_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "x"], failing_services(EncoderUnavailable("Install the encoder."))) == 2
    assert capsys.readouterr().err == "Install the encoder.\n"


def test_bad_setting_is_one_line_and_wrong_usage(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SPEERWIJZER_THREADS", "veel")
    assert main(["check", "x"], real_services()) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "SPEERWIJZER_THREADS" in err


def test_help_works_with_a_bad_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPEERWIJZER_THREADS", "veel")
    assert main(["check", "--help"], real_services()) == 0


def test_help_takes_less_than_half_a_second_of_processor_time() -> None:
    program = "import time, service.cli; service.cli.main(['--help']); print(time.process_time())"
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert float(result.stdout.splitlines()[-1]) < 0.5


def test_help_loads_no_heavy_library() -> None:
    program = "import sys, service.cli; service.cli.main(['--help']); print(*sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = set(result.stdout.splitlines()[-1].split())
    assert "typer" in loaded
    assert loaded.isdisjoint(
        {"torch", "sklearn", "polars", "pdfplumber", "jinja2", "rich", "pydantic", "numpy"}
    )


def test_closed_pipe_ends_quietly() -> None:
    command = [sys.executable, "-m", "service", "strategies", "show", "vlaanderen-2025"]
    with closed_reader() as writer:
        result = subprocess.run(
            command, cwd=ROOT, stdout=writer, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (result.returncode, result.stderr) == (141, "")


def test_installed_command_completes_names() -> None:
    environment = {
        **os.environ,
        "_SPEERWIJZER_COMPLETE": "complete_bash",
        "COMP_WORDS": "speerwijzer str",
        "COMP_CWORD": "1",
    }
    result = subprocess.run(
        [sys.executable, "-m", "service"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "strategies" in result.stdout
