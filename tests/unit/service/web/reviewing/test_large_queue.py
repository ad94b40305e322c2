"""A call of 2,000 dossiers stays quick: what a page costs the server, whatever else the machine does."""

import time
from typing import Any

import pytest
from sqlalchemy import Table, insert, select
from sqlalchemy.orm import Session

from service.reviewing.sight import choose_grades
from service.store.tables import Base
from tests.fakes.backends import TestService
from tests.fakes.reviewing import ANNA, ACall, a_call
from tests.fakes.visitors import Visitor

MANY = 2_000
MOST_SECONDS = 0.150


def rows_of(session: Session, table: Table) -> list[dict[str, Any]]:
    return [dict(row) for row in session.execute(select(table)).mappings()]


@pytest.fixture
def call(service: TestService) -> ACall:
    """One assessment, and as many copies of it as it takes."""
    made = a_call(service, ["Wij openen een digipunt. De stad bouwt een loket."])
    tables = Base.metadata.tables
    with service.backend.database.write() as session:
        assessment = rows_of(session, tables["assessments"])[0]
        dossier = rows_of(session, tables["dossiers"])[0]
        grades = rows_of(session, tables["assessment_grades"])
        ids = [f"copy-{number}" for number in range(2, MANY + 1)]
        session.execute(insert(tables["assessments"]), [{**assessment, "id": id} for id in ids])
        copies = [{**grade, "assessment_id": id} for id in ids for grade in grades]
        session.execute(insert(tables["assessment_grades"]), copies)
        more = [{**dossier, "id": id, "assessment_id": id, "number": at} for at, id in enumerate(ids, 2)]
        session.execute(insert(tables["dossiers"]), more)
    choose_grades(service.backend, ANNA, made.id)
    return made


@pytest.mark.parametrize(
    "query", ["", "?page=40", "?sort=S1&page=20", "?spearhead=S1&grade=core&certainty=unsure"]
)
def test_a_page_of_the_queue(visitor: Visitor, call: ACall, query: str) -> None:
    visitor.become(ANNA)
    path = f"/review/calls/{call.id}{query}"
    assert visitor.get(path).text.count('name="dossier"') == 50
    spent = []
    for _ in range(5):
        begun = time.process_time()
        visitor.get(path)
        spent.append(time.process_time() - begun)
    assert min(spent) < MOST_SECONDS
