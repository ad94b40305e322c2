"""A backup of a service in the middle of its work, put back on the other kind of database."""

from pathlib import Path

import pytest

from corpus.strategy_files import load_strategy
from service.backups.restoring import restore_backup
from service.backups.writing import write_backup
from service.store.migrating import upgrade
from tests.e2e.test_recovery import Workers, hand_in, states, still_open, wait_until_done
from tests.fakes.databases import an_empty_database
from tests.fakes.engines import FakeEngine
from tests.fakes.worker_process import durable_backend


@pytest.mark.parametrize(("before", "after"), [("sqlite", "postgresql"), ("postgresql", "sqlite")])
def test_open_work_is_done_after_a_restore(tmp_path: Path, before: str, after: str) -> None:
    old_folder, new_folder = tmp_path / "old", tmp_path / "new"
    old_folder.mkdir()
    new_folder.mkdir()
    engine = FakeEngine(load_strategy("vlaanderen-2025"))
    with an_empty_database(before, old_folder) as old_url, an_empty_database(after, new_folder) as new_url:
        upgrade(old_url)
        old = durable_backend(old_url, old_folder, engine)
        hand_in(old, 3)
        write_backup(old, tmp_path / "backup.tar")
        old.close()
        new = durable_backend(new_url, new_folder, engine)
        restore_backup(new, tmp_path / "backup.tar")
        assert still_open(new) == 3
        workers = Workers(new, new_folder)
        workers.start("one")
        wait_until_done(new)
        workers.stop()
        assert states(new) == ["done"] * 3
        new.close()
