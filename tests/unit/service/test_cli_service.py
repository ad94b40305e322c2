"""The commands for those who run the service: keys, audit log, backups, retention."""

import json
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text

from service.cli import main
from service.security.key_register import KeyRegister
from service.settings import Settings
from service.store.database import Database, sqlite_url
from service.store.files import open_files
from tests.fakes.clocks import FakeClock
from tests.fakes.engines import FakeEngine, fake_services


def _run(folder: Path, *arguments: object) -> int:
    words = [str(argument) for argument in arguments]
    return main(words, fake_services(FakeEngine(), data_folder=folder))


def _made(folder: Path, capsys: pytest.CaptureFixture[str], *options: str) -> str:
    capsys.readouterr()
    assert _run(folder, "keys", "create", "OVO002949", "--role", "portal", *options) == 0
    return capsys.readouterr().out.strip()


def test_key_is_made_listed_and_revoked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key = _made(tmp_path, capsys, "--name", "Portaal", "--days", "30")
    register = KeyRegister(Database(sqlite_url(tmp_path / "speerwijzer.sqlite")), FakeClock())
    assert register.principal(key) is not None
    assert _run(tmp_path, "keys", "list") == 0
    listed = capsys.readouterr().out
    assert key.split("_")[1] in listed
    assert key.split("_")[2] not in listed
    assert _run(tmp_path, "keys", "revoke", key.split("_")[1]) == 0
    assert register.principal(key) is None
    assert _run(tmp_path, "keys", "revoke", key.split("_")[1]) == 2
    register.database.close()


def test_wish_for_a_key_that_cannot_be_is_wrong_usage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(tmp_path, "keys", "create", "gent", "--role", "koning") == 2
    assert _run(tmp_path, "keys", "create", "gent", "--role", "portal", "--scope", "audit:read") == 2
    assert _run(tmp_path, "keys", "create", " ", "--role", "portal") == 2
    assert len(capsys.readouterr().err.splitlines()) == 3


def test_audit_log_is_listed_and_verified(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _made(tmp_path, capsys)
    assert _run(tmp_path, "audit", "verify") == 0
    anchor = capsys.readouterr().out.splitlines()[-1]
    assert anchor.startswith("1:")
    assert _run(tmp_path, "audit", "verify", "--known", anchor) == 0
    assert _run(tmp_path, "audit", "list") == 0
    entry = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (entry["action"], entry["organisation"]) == ("key.created", "OVO002949")
    database = Database(sqlite_url(tmp_path / "speerwijzer.sqlite"))
    with database.engine.begin() as connection:
        connection.execute(text("DELETE FROM audit_entries"))
    database.close()
    assert _run(tmp_path, "audit", "verify", "--known", anchor) == 1
    assert _run(tmp_path, "audit", "verify", "--known", "x") == 2


def test_backup_is_written_and_restored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new, file = tmp_path / "old", tmp_path / "new", tmp_path / "backup.tar"
    _made(old, capsys)
    assert _run(old, "backup", file) == 0
    assert _run(old, "backup", file) == 2, "a backup is never written over"
    assert _run(old, "restore", file) == 3
    assert _run(new, "restore", file) == 0
    assert _run(new, "restore", tmp_path / "none.tar") == 3
    capsys.readouterr()
    assert _run(new, "keys", "list") == 0
    assert "OVO002949" in capsys.readouterr().out


def test_retention_tells_what_it_removed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _made(tmp_path, capsys)
    assert _run(tmp_path, "retain") == 0
    assert capsys.readouterr().out == "Verwijderd: bestanden 0, teksten 0, beoordelingen 0\n"


def test_stored_files_are_encrypted_anew(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key = Fernet.generate_key().decode()
    name = open_files(Settings(data_folder=tmp_path)).put("gent", b"een plan")
    assert _run(tmp_path, "encrypt") == 2
    services = fake_services(FakeEngine(), data_folder=tmp_path, encryption_keys=key)
    assert main(["encrypt"], services) == 0
    assert capsys.readouterr().out == "Opnieuw versleuteld: bestanden 1\n"
    (stored,) = (path for path in tmp_path.rglob(name) if path.is_file())
    assert b"een plan" not in stored.read_bytes()
    assert open_files(services.load_settings()).get("gent", name) == b"een plan"
