"""What becomes of a private check when its reader goes away, in a real browser."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from service.web.private import erase_what_is_due
from tests.fakes.backends import TestService
from tests.fakes.browsers import MARKS, a_context, check_text, watched
from tests.fakes.pages import PLAN, a_running_service

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = MARKS
Running = tuple[str, TestService]


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with a_running_service(tmp_path) as running:
        yield running


def files(service: TestService) -> list[str]:
    return list(service.backend.files.storage.paths())


def has_left(service: TestService) -> bool:
    return any(path.endswith(".left") for path in files(service))


def becomes(service: TestService, *, left: bool) -> bool:
    """Whether it is noted within a few seconds that the reader has gone, or has come back."""
    until = time.monotonic() + 10
    while time.monotonic() < until and has_left(service) is not left:
        time.sleep(0.1)
    return has_left(service) is left


def sweep(service: TestService, seconds: int) -> None:
    """What is done every minute, some seconds from now."""
    later = lambda: datetime.now(UTC) + timedelta(seconds=seconds)  # noqa: E731
    backend = replace(service.backend, services=replace(service.backend.services, now=later))
    erase_what_is_due(backend)


def test_closing_the_page_erases_the_check_within_two_minutes(browser: "Browser", running: Running) -> None:
    address, service = running
    context = a_context(browser)
    page, wrong = watched(context, address)
    check_text(page, address, PLAN)
    assert page.get_by_text("Sluit je Speerwijzer").is_visible()
    page.close()
    assert becomes(service, left=True)
    sweep(service, 30)
    assert files(service) != []
    sweep(service, 61)
    assert files(service) == []
    context.close()
    assert wrong == []


def test_reloading_and_other_pages_of_ours_keep_it(browser: "Browser", running: Running) -> None:
    address, service = running
    context = a_context(browser)
    page, wrong = watched(context, address)
    result = check_text(page, address, PLAN)
    moves: tuple[Callable[[], object], ...] = (
        page.reload,
        lambda: page.goto(f"{address}/guide"),
        page.go_back,
        lambda: page.goto(f"{result}/versions"),
        lambda: page.goto(f"{address}/language/en?next=/limits"),
    )
    for move in moves:
        with page.expect_request("**/here"):
            move()
        page.wait_for_timeout(300)
        assert becomes(service, left=False), page.url
    sweep(service, 119)
    assert page.goto(result).status == 200  # type: ignore[union-attr]
    context.close()
    assert wrong == []


def test_a_second_page_keeps_it_when_the_first_is_closed(browser: "Browser", running: Running) -> None:
    address, service = running
    context = a_context(browser)
    first, _ = watched(context, address)
    result = check_text(first, address, PLAN)
    second, wrong = watched(context, address)
    second.goto(result)
    second.wait_for_timeout(3500)
    first.close()
    second.wait_for_timeout(1500)
    assert becomes(service, left=False)
    second.close()
    assert becomes(service, left=True)
    context.close()
    assert wrong == []


def test_without_scripts_closing_erases_nothing_and_the_page_says_so(
    browser: "Browser", running: Running
) -> None:
    address, service = running
    context = a_context(browser, java_script_enabled=False)
    page = context.new_page()
    result = check_text(page, address, PLAN)
    told = page.locator(".erase noscript")
    assert told.is_visible()
    assert "Het venster sluiten wist dus niets" in told.inner_text()
    assert not page.get_by_text("Sluit je Speerwijzer").is_visible()
    page.goto("about:blank")
    sweep(service, 119)
    assert page.goto(result).status == 200  # type: ignore[union-attr]
    sweep(service, 2 * 3600)
    assert files(service) == []
    context.close()
