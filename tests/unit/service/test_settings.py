from dataclasses import fields
from pathlib import Path

import pytest

from corpus.limits import DocumentLimits
from service.errors import WrongUsage
from service.settings import Settings, load_settings, settings_reference, variable


@pytest.fixture(autouse=True)
def no_settings_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(variable(name), raising=False)


def test_what_is_set_is_known_even_where_it_is_the_standard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPEERWIJZER_KEEP_FILES_DAYS", "90")
    monkeypatch.setenv("SPEERWIJZER_KEEP_TEXTS_DAYS", "")
    assert load_settings().model_fields_set == {"keep_files_days"}


def test_standard_settings_have_the_standard_limits() -> None:
    assert load_settings().limits == DocumentLimits()
    assert load_settings().strategy == "vlaanderen-2025"
    assert load_settings().language == "nl"


def test_each_limit_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = {limit.name: value for value, limit in enumerate(fields(DocumentLimits), start=11)}
    for name, value in limits.items():
        monkeypatch.setenv(f"SPEERWIJZER_LIMIT_{name.upper()}", str(value))
    assert load_settings().limits == DocumentLimits(**limits)


def test_folder_and_threads_are_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SPEERWIJZER_CACHE_FOLDER", str(tmp_path))
    monkeypatch.setenv("SPEERWIJZER_THREADS", "3")
    assert (load_settings().cache_folder, load_settings().threads) == (tmp_path, 3)


def test_empty_variable_is_no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPEERWIJZER_THREADS", "")
    assert load_settings().threads is None


def test_all_bad_settings_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPEERWIJZER_LANGUAGE", "de")
    monkeypatch.setenv("SPEERWIJZER_LIMIT_SECONDS", "inf")
    with pytest.raises(WrongUsage) as caught:
        load_settings()
    problems = str(caught.value.parameters["problems"])
    assert "SPEERWIJZER_LANGUAGE" in problems
    assert "SPEERWIJZER_LIMIT_SECONDS" in problems
    assert "\n" not in problems


@pytest.mark.parametrize(("name", "value"), [("THREADS", "0"), ("LIMIT_BYTES", "-1"), ("PRECISION", "int8")])
def test_values_out_of_range_are_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"SPEERWIJZER_{name}", value)
    with pytest.raises(WrongUsage, match=name):
        load_settings()


def test_reference_names_and_explains_every_setting() -> None:
    page = settings_reference()
    for name, field in Settings.model_fields.items():
        assert f"| `SPEERWIJZER_{name.upper()}` |" in page
        assert field.description
