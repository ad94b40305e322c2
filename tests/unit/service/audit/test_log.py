import multiprocessing
from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from service.audit.log import DatabaseAuditLog, NotACode, entries, verify_log
from service.ports import Principal
from service.store.database import Database
from service.store.tables import Organisation
from tests.fakes.clocks import NOON, FakeClock

ANNA = Principal("user:1", "gent", frozenset())
LOG = DatabaseAuditLog(FakeClock())


def _record(database: Database, count: int, principal: Principal = ANNA) -> None:
    for number in range(count):
        with database.write() as session:
            LOG.record(session, principal, "assessment.created", f"a{number}", version="1.0", pages=number)


def test_entries_are_linked_and_verified(database: Database) -> None:
    _record(database, 5)
    verdict = verify_log(database)
    assert (verdict.entries, verdict.broken) == (5, None)
    assert [entry.number for entry in entries(database)] == [1, 2, 3, 4, 5]
    first = next(entries(database))
    assert (first.principal, first.action, first.subject) == ("user:1", "assessment.created", "a0")
    assert first.at == NOON


@pytest.mark.parametrize(
    ("statement", "number", "reason"),
    [
        ("UPDATE audit_entries SET subject = 'x' WHERE number = 3", 3, "changed"),
        ("UPDATE audit_entries SET principal = 'user:2' WHERE number = 1", 1, "changed"),
        ("DELETE FROM audit_entries WHERE number = 2", 2, "missing"),
        ("UPDATE audit_entries SET previous = hash WHERE number = 4", 4, "unlinked"),
    ],
)
def test_tampering_is_found(database: Database, statement: str, number: int, reason: str) -> None:
    _record(database, 5)
    with database.engine.begin() as connection:
        connection.execute(text(statement))
    broken = verify_log(database).broken
    assert broken is not None
    assert (broken.number, broken.reason) == (number, reason)


def test_entry_lives_and_dies_with_its_transaction(database: Database) -> None:
    def fail() -> None:
        with database.write() as session:
            LOG.record(session, ANNA, "assessment.erased", "a1")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert list(entries(database)) == []
    with database.write() as session:
        session.add(Organisation(id="gent", name="Gent", created_at=NOON))
        LOG.record(session, ANNA, "organisation.added", "gent")
        LOG.record(session, ANNA, "key.created", "k1")
    assert [entry.action for entry in entries(database)] == ["organisation.added", "key.created"]
    assert verify_log(database).broken is None


def test_rolled_back_session_can_be_used_again(database: Database) -> None:
    with Session(database.engine) as session:
        LOG.record(session, ANNA, "assessment.erased", "lost")
        session.rollback()
        LOG.record(session, ANNA, "assessment.erased", "kept")
        session.commit()
        LOG.record(session, ANNA, "assessment.erased", "later")
        session.commit()
    assert [entry.subject for entry in entries(database)] == ["kept", "later"]


def test_entry_survives_a_savepoint_that_is_given_up(database: Database) -> None:
    with database.write() as session:
        LOG.record(session, ANNA, "assessment.erased", "a1")
        with session.begin_nested() as savepoint:
            savepoint.rollback()
    assert [entry.subject for entry in entries(database)] == ["a1"]


@pytest.mark.parametrize("value", ["Wij bouwen een digibank.", "Anna Peeters", "x" * 300, "", ["a"], b"x"])
def test_text_is_refused(database: Database, value: object) -> None:
    with database.write() as session:
        with pytest.raises(NotACode):
            LOG.record(session, ANNA, "made", "a1", detail=value)
        with pytest.raises(NotACode):
            LOG.record(session, ANNA, "made", str(value) + " ")
    assert list(entries(database)) == []


def test_one_organisation_sees_its_own_entries(database: Database) -> None:
    _record(database, 3)
    _record(database, 2, Principal("user:2", "brugge", frozenset()))
    assert len(list(entries(database, organisation="brugge"))) == 2


def _record_in_a_process(url: str, name: str, count: int) -> None:
    database = Database(url)
    _record(database, count, Principal(name, "gent", frozenset()))
    database.close()


def test_many_processes_add_to_one_chain(database: Database) -> None:
    context = multiprocessing.get_context("spawn")
    target: Callable[[str, str, int], None] = _record_in_a_process
    address = database.url
    workers = [context.Process(target=target, args=(address, f"worker:{n}", 25)) for n in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0, 0, 0]
    verdict = verify_log(database)
    assert (verdict.entries, verdict.broken) == (100, None)
