"""Erasure with the real queue: no table, those of the queue among them, and no file remembers."""

from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from corpus.strategy_files import load_strategy
from service.erasure import erase
from service.ports import ROLES, Principal
from service.store.database import Database
from service.store.migrating import upgrade
from service.submissions import Submission, submit
from tests.e2e.test_recovery import Workers, wait_until_done
from tests.fakes.databases import KINDS, an_empty_database
from tests.fakes.engines import FakeEngine
from tests.fakes.worker_process import durable_backend

MARKER = "Zeldzaamwoordvoorditonderzoek"
ANNA = Principal("anna", "gent", ROLES)


def _traces(database: Database, folder: Path) -> list[str]:
    """Where the marker is: names of files on disk, and of tables in any schema."""
    found = [path.name for path in folder.rglob("*") if path.is_file() and _holds(path)]
    with database.engine.connect() as connection:
        look = inspect(connection)
        schemas = [name for name in look.get_schema_names() if name not in {"information_schema"}]
        for schema in schemas:
            for table in look.get_table_names(schema=schema):
                rows = connection.execute(text(f'SELECT * FROM "{schema}"."{table}"')).all()
                found += [f"{schema}.{table}" for row in rows if MARKER in repr(tuple(row))]
    return sorted(set(found))


def _holds(path: Path) -> bool:
    return MARKER.encode() in path.read_bytes() or MARKER in path.name


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("content", [f"S1=core {MARKER}.", f"%PDF-1.7 {MARKER}"], ids=["read", "unreadable"])
def test_erased_proposal_is_nowhere(tmp_path: Path, kind: str, content: str) -> None:
    with an_empty_database(kind, tmp_path) as url:
        upgrade(url)
        backend = durable_backend(url, tmp_path, FakeEngine(load_strategy("vlaanderen-2025")))
        workers = Workers(backend, tmp_path)
        sent = Submission(f"{MARKER}.txt", content.encode(), "vlaanderen-2025", "nl", reference=MARKER)
        made = submit(backend, ANNA, sent)
        workers.start("one")
        wait_until_done(backend)
        assert _traces(backend.database, tmp_path) != []
        erase(backend, ANNA, made.assessment.id)
        workers.stop()
        backend.database.shed()
        assert _traces(backend.database, tmp_path) == []
        backend.close()
