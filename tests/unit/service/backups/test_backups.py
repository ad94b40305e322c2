import json
import stat
import tarfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from service.app import create_app
from service.audit.log import verify_log
from service.backups.restoring import UnusableBackup, restore_backup
from service.backups.writing import TABLES, write_backup
from service.ports import ROLES, Principal
from service.store.admin_tables import StrategyTrial
from service.store.tables import Assessment, Organisation
from service.strategies.installing import install
from service.strategies.trials import preview, read_file
from tests.fakes.backends import TestService, a_service
from tests.fakes.databases import KINDS, an_empty_database
from tests.fakes.strategy_files import a_file

PLAN = b"S1=core Wij leiden burgers op.\n"


@contextmanager
def _service(kind: str, folder: Path) -> Iterator[TestService]:
    folder.mkdir()
    with an_empty_database(kind, folder) as url:
        made = a_service(folder, url)
        yield made
        made.backend.close()


def _client(service: TestService) -> TestClient:
    return TestClient(create_app(service.backend), follow_redirects=False)


def _filled(service: TestService) -> dict[str, bytes]:
    """Reports by their address; one more assessment still waits."""
    client = _client(service)
    id = client.post("/v1/assessments", files={"file": ("plan.txt", PLAN)}).json()["id"]
    service.work_off()
    client.post("/v1/assessments", files={"file": ("later.txt", b"S2=core Later.")})
    paths = [f"/v1/assessments/{id}{rest}" for rest in ("", "/report.html", "/report.md", "/text")]
    return {path: client.get(path).content for path in paths}


@pytest.mark.parametrize("before", KINDS)
@pytest.mark.parametrize("after", KINDS)
def test_restored_service_gives_the_same_reports(tmp_path: Path, before: str, after: str) -> None:
    with ExitStack() as stack:
        old = stack.enter_context(_service(before, tmp_path / "old"))
        reports = _filled(old)
        written = write_backup(old.backend, tmp_path / "backup.tar")
        new = stack.enter_context(_service(after, tmp_path / "new"))
        assert restore_backup(new.backend, tmp_path / "backup.tar") == written
        client = _client(new)
        assert {path: client.get(path).content for path in reports} == reports
        assert verify_log(new.backend.database) == verify_log(old.backend.database)
        assert new.work_off() == 1, "what was unfinished begins anew"


def test_strategies_come_back_and_a_preview_goes_on(tmp_path: Path) -> None:
    with _service("sqlite", tmp_path / "old") as old, _service("sqlite", tmp_path / "new") as new:
        who = Principal("test", "test", ROLES)
        _filled(old)
        name = install(old.backend, who, read_file(old.backend, who, a_file()))
        trial_id = read_file(old.backend, who, a_file("2"))
        preview(old.backend, who, trial_id, "vlaanderen-2025", every=True)
        write_backup(old.backend, tmp_path / "backup.tar")
        restore_backup(new.backend, tmp_path / "backup.tar")
        assert name in new.backend.strategies.names("test")
        new.work_off()
        with new.backend.database.read() as session:
            assert session.get_one(StrategyTrial, trial_id).done == 1


def test_backup_of_the_same_service_is_the_same_bytes(tmp_path: Path) -> None:
    with _service("sqlite", tmp_path / "old") as service:
        _filled(service)
        for name in ("one.tar", "two.tar"):
            write_backup(service.backend, tmp_path / name)
    assert (tmp_path / "one.tar").read_bytes() == (tmp_path / "two.tar").read_bytes()
    assert stat.S_IMODE((tmp_path / "one.tar").stat().st_mode) == 0o600


def test_backup_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with _service("sqlite", tmp_path / "old") as service:
        with service.backend.database.write() as session:
            session.connection().exec_driver_sql("DROP TABLE alembic_version")
        with pytest.raises(Exception, match="alembic_version"):
            write_backup(service.backend, tmp_path / "backup.tar")
    assert [path.name for path in tmp_path.iterdir()] == ["old"]


def test_service_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    with _service("sqlite", tmp_path / "old") as service:
        _filled(service)
        write_backup(service.backend, tmp_path / "backup.tar")
        with pytest.raises(UnusableBackup) as raised:
            restore_backup(service.backend, tmp_path / "backup.tar")
        assert raised.value.reason == "not_empty"
        with service.backend.database.read() as session:
            assert session.scalar(select(func.count()).select_from(Assessment)) == 2


def _changed(source: Path, target: Path, **changes: bytes | None) -> None:
    """A copy of an archive with other content for some members; `None` leaves one out."""
    import io

    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        for member in old.getmembers():
            content = changes.get(member.name, b"" if member.name in changes else None)
            if member.name in changes and changes[member.name] is None:
                continue
            data = content if member.name in changes else old.extractfile(member).read()  # type: ignore[union-attr]
            assert data is not None
            member.size = len(data)
            new.addfile(member, io.BytesIO(data))


@pytest.mark.parametrize("damage", ["cut", "changed", "missing", "revision", "not_an_archive", "path"])
def test_damaged_backup_changes_nothing(tmp_path: Path, damage: str) -> None:
    good, bad = tmp_path / "good.tar", tmp_path / "bad.tar"
    with _service("sqlite", tmp_path / "old") as service:
        _filled(service)
        write_backup(service.backend, good)
    _damage(good, bad, damage)
    with _service("sqlite", tmp_path / "new") as service:
        with pytest.raises(UnusableBackup) as raised:
            restore_backup(service.backend, bad)
        assert raised.value.reason == ("revision" if damage == "revision" else "damaged")
        with service.backend.database.read() as session:
            assert session.scalar(select(func.count()).select_from(Organisation)) == 0
        assert list(service.backend.files.storage.paths()) == []


def _damage(good: Path, bad: Path, damage: str) -> None:
    name = f"tables/{TABLES[-1].name}.jsonl"
    with tarfile.open(good) as archive:
        manifest = json.load(archive.extractfile("manifest.json"))  # type: ignore[arg-type]
    match damage:
        case "cut":
            bad.write_bytes(good.read_bytes()[: good.stat().st_size // 2])
        case "changed":
            _changed(good, bad, **{name: b"{}\n"})
        case "missing":
            _changed(good, bad, **{name: None})
        case "revision":
            _changed(good, bad, **{"manifest.json": json.dumps(manifest | {"revision": "0000"}).encode()})
        case "not_an_archive":
            bad.write_bytes(b"x" * 10_000)
        case "path":
            sums = manifest["sha256"] | {"files/../../evil": "0" * 64}
            _changed(good, bad, **{"manifest.json": json.dumps(manifest | {"sha256": sums}).encode()})


def test_data_folder_that_the_service_makes_is_for_itself_alone(tmp_path: Path) -> None:
    from service.settings import Settings
    from service.store.database import database_url

    database_url(Settings(data_folder=tmp_path / "data"))
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
