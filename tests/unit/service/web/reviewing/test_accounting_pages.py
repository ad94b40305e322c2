"""Figures, the engine and the dossier: readable for a person, in three languages."""

import re

import pytest

from service.audit.log import DatabaseAuditLog
from service.cli import main
from service.ports import OPERATOR, WHOLE_SERVICE, Principal
from service.web.admin.engine_pages import TRAIN
from tests.fakes.backends import TestService
from tests.fakes.engines import FakeEngine, fake_services
from tests.fakes.reviewing import ADA, STRANGER, a_call
from tests.fakes.visitors import Visitor

HEAVIEST = 200_000


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_figures_are_told_in_words_with_charts(visitor: Visitor, service: TestService) -> None:
    a_call(service, ["Wij openen een digipunt.", "FAULT Een plan."])
    page = visitor.become(ADA).get("/admin/metrics").text
    assert "Er kwamen 2 controles binnen die nu klaar zijn. 1 ervan is mislukt." in words(page)
    assert "De helft was klaar binnen 0 seconden" in words(page)
    assert page.count("<svg") > 9
    assert "style=" not in page  # the policy of the pages would drop it
    assert "is er niets gecontroleerd" in words(visitor.become(STRANGER).get("/admin/metrics").text)


def test_training_is_explained_with_commands_that_exist(capsys: pytest.CaptureFixture[str]) -> None:
    for command in TRAIN:
        name, *options = command.split()[1:]
        assert main([name, *options], fake_services(FakeEngine())) == 0
    assert "Before and after on beoordeeld" in capsys.readouterr().out


def test_engine_tells_what_is_in_use_and_what_was_trained(visitor: Visitor, service: TestService) -> None:
    log = DatabaseAuditLog(service.backend.services.now)
    with service.backend.database.write() as session:
        operator = Principal(OPERATOR, WHOLE_SERVICE)
        log.record(session, operator, "engine.trained", "vlaanderen-2025", before="a" * 64, after="b" * 64)
    page = words(visitor.become(ADA).get("/admin/engine").text)
    assert service.backend.engine_version in page
    assert f"{'a' * 12} → {'b' * 12}" in page
    assert "engine.trained" in words(visitor.get("/admin/audit").text)
    assert TRAIN[0] in page


def test_dossier_is_there_for_everybody_and_can_do_nothing(visitor: Visitor) -> None:
    assert 'href="/responsible-ai/dossier"' in visitor.get("/responsible-ai").text
    assert "overzicht.md" in visitor.get("/responsible-ai/dossier").text
    paper = visitor.get("/responsible-ai/dossier/overzicht.md")
    assert paper.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in paper.headers["content-security-policy"]
    for name in ("overzicht.exe", "../settings.py", "niets.html"):
        assert visitor.get(f"/responsible-ai/dossier/{name}").status_code == 404


@pytest.mark.parametrize("language", ["nl", "en", "fr"])
def test_pages_are_light_and_there_in_each_language(
    visitor: Visitor, service: TestService, language: str
) -> None:
    a_call(service, ["Wij openen een digipunt."] * 3)
    visitor.become(ADA)
    visitor.client.cookies.set("language", language)
    for place in (
        "",
        "/metrics",
        "/engine",
        "/work",
        "/audit",
        "/retention",
        "/strategies",
        "/keys",
        "/roles",
    ):
        page = visitor.get(f"/admin{place}").text
        assert f'<html lang="{language}">' in page
        assets = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))
        weight = len(page.encode()) + sum(len(visitor.client.get(asset).content) for asset in assets)
        assert weight < HEAVIEST, place
