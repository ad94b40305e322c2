"""A call of 2,000 dossiers stays quick and light: what a page costs the server and how much it weighs."""

import json
import re
import time
from itertools import cycle
from typing import Any

import pytest
from sqlalchemy import Table, insert, select
from sqlalchemy.orm import Session

from service.reviewing.digest import make_digest
from service.reviewing.sight import choose_grades
from service.store.review_tables import Call
from service.store.tables import Base
from tests.fakes.backends import TestService
from tests.fakes.reviewing import ANNA, ACall, a_call
from tests.fakes.visitors import Visitor

MANY = 2_000
MOST_SECONDS = 0.150
MOST_BYTES = 200_000
LONG_NAME = "Een loket voor iedereen in onze stad en in de gemeenten errond"


def rows_of(session: Session, table: Table) -> list[dict[str, Any]]:
    return [dict(row) for row in session.execute(select(table)).mappings()]


def reports(report: str) -> list[str]:
    """The same report with other chances."""
    content = json.loads(report)
    made = []
    for step in range(1, 8):
        for place, item in enumerate(content["alignments"], 1):
            item["probability"]["atLeastContributes"] = (step * place % 11) / 10
        made.append(json.dumps(content))
    return made


@pytest.fixture
def call(service: TestService) -> ACall:
    """One assessment, and as many copies of it as it takes."""
    made = a_call(service, ["Wij openen een digipunt. De stad bouwt een loket."])
    tables = Base.metadata.tables
    with service.backend.database.write() as session:
        assessment = rows_of(session, tables["assessments"])[0]
        dossier = {**rows_of(session, tables["dossiers"])[0], "name": LONG_NAME}
        grades = rows_of(session, tables["assessment_grades"])
        ids = [f"{number:08d}-757b-4491-9eb9-8113e3d3dbde" for number in range(2, MANY + 1)]
        others = cycle(reports(assessment["report"]))
        session.execute(
            insert(tables["assessments"]), [{**assessment, "id": id, "report": next(others)} for id in ids]
        )
        copies = [{**grade, "assessment_id": id} for id in ids for grade in grades]
        session.execute(insert(tables["assessment_grades"]), copies)
        more = [{**dossier, "id": id, "assessment_id": id, "number": at} for at, id in enumerate(ids, 2)]
        session.execute(insert(tables["dossiers"]), more)
        call = session.get_one(Call, made.id)
    choose_grades(service.backend, ANNA, made.id)
    make_digest(service.backend, call)
    return made


@pytest.mark.parametrize(
    ("page", "rows"),
    [
        ("", 50),
        ("?page=40", 50),
        ("?sort=S1&page=20", 50),
        ("?spearhead=S1&grade=core&certainty=unsure", 50),
        ("/portfolio?page=2", 100),
        ("/map?page=2", 150),
        ("/overlap", 0),
        ("/agreement", 0),
    ],
)
def test_a_page_over_2000_dossiers(visitor: Visitor, call: ACall, page: str, rows: int) -> None:
    visitor.become(ANNA)
    path = f"/review/calls/{call.id}{page}"
    shown = visitor.get(path).text
    assert len(set(re.findall(r'href="/review/dossiers/(\d{8})', shown))) >= rows - 1
    styles = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', shown))
    assert len(shown.encode()) + sum(len(visitor.get(each).content) for each in styles) < MOST_BYTES
    spent = []
    for _ in range(5):
        begun = time.process_time()
        visitor.get(path)
        spent.append(time.process_time() - begun)
    assert min(spent) < MOST_SECONDS
