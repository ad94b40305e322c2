import json
from collections.abc import Iterator

import pytest
from sqlalchemy import select
from standardwebhooks.webhooks import Webhook as Receiver

from service.outbound.addresses import Guard
from service.outbound.client import Client
from service.ports import ASSESSMENT_COMPLETED, RefusedAddress
from service.store.database import Database
from service.store.tables import Delivery, Organisation, Webhook
from service.webhooks.register import DELIVERED, FAILED, PENDING, UnknownEvent, WebhookRegister, keys_of
from service.webhooks.schedule import ATTEMPTS, DELAYS
from tests.fakes.clocks import NOON, FakeClock
from tests.fakes.http_servers import FakeServer, Reply, a_guard, a_server


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with a_server() as fake:
        yield fake


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def register(database: Database, clock: FakeClock) -> WebhookRegister:
    with database.write() as session:
        for name in ("gent", "brugge"):
            session.add(Organisation(id=name, name=name, created_at=NOON))
    return WebhookRegister(database, Client(a_guard()), clock)


def _added(register: WebhookRegister, url: str, organisation: str = "gent") -> str:
    webhook = Webhook(
        id=f"w-{organisation}", organisation_id=organisation, url=url, events=[ASSESSMENT_COMPLETED],
        created_by="key:1", created_at=NOON,
    )  # fmt: skip
    with register.database.write() as session:
        return register.add(session, webhook)


def _announced(register: WebhookRegister, event: str = ASSESSMENT_COMPLETED) -> list[str]:
    with register.database.write() as session:
        return list(register.announce(session, "gent", event, "a1"))


def _state(register: WebhookRegister, id: str) -> Delivery:
    with register.database.read() as session:
        return session.get_one(Delivery, id)


def test_message_arrives_signed(register: WebhookRegister, server: FakeServer) -> None:
    secret = _added(register, server.url("/hook"))
    [id] = _announced(register)
    assert register.deliver(id) is None
    received = server.received[0]
    assert (received.method, received.path) == ("POST", "/hook")
    assert received.headers["content-type"].startswith("application/cloudevents+json")
    moment = int(received.headers["webhook-timestamp"])
    assert moment == int(NOON.timestamp())
    signature = Receiver(secret).sign(received.headers["webhook-id"], NOON, received.body.decode())
    assert received.headers["webhook-signature"] == signature
    assert (_state(register, id).state, _state(register, id).status) == (DELIVERED, 200)


def test_event_is_announced_once_and_to_its_own_organisation(
    register: WebhookRegister, server: FakeServer
) -> None:
    _added(register, server.url())
    _added(register, server.url(), "brugge")
    assert len(_announced(register)) == 1
    assert _announced(register) == []
    assert _announced(register, "assessment.failed") == []
    with register.database.read() as session:
        assert {row.organisation_id for row in session.scalars(select(Delivery))} == {"gent"}


def test_failed_attempt_is_repeated_with_the_same_id(
    register: WebhookRegister, server: FakeServer, clock: FakeClock
) -> None:
    _added(register, server.url())
    server.replies = [Reply(500), Reply(302, {"Location": "http://10.0.0.1/"}), Reply(204)]
    [id] = _announced(register)
    for delay in DELAYS[:2]:
        wait = register.deliver(id)
        assert wait is not None
        assert 0.8 * delay <= wait <= 1.2 * delay
        assert _state(register, id).state == PENDING
        clock.pass_by(seconds=wait)
    assert register.deliver(id) is None
    assert _state(register, id).attempts == 3
    assert len({item.headers["webhook-id"] for item in server.received}) == 1
    assert register.deliver(id) is None
    assert len(server.received) == 3, "a message that arrived is not sent again"


def test_receiver_that_never_answers_well_ends_in_failure(
    register: WebhookRegister, server: FakeServer
) -> None:
    _added(register, server.url())
    server.by_path["/"] = Reply(503)
    [id] = _announced(register)
    waits = 0
    while register.deliver(id) is not None:
        waits += 1
    assert waits == ATTEMPTS - 1
    assert (_state(register, id).state, _state(register, id).next_at) == (FAILED, None)


def test_receiver_that_is_gone_is_not_asked_again(register: WebhookRegister, server: FakeServer) -> None:
    _added(register, server.url())
    server.by_path["/"] = Reply(410)
    [id] = _announced(register)
    assert register.deliver(id) is None
    assert _state(register, id).state == FAILED


def test_failed_message_can_be_sent_anew(register: WebhookRegister, server: FakeServer) -> None:
    _added(register, server.url())
    server.replies = [Reply(410)]
    [id] = _announced(register)
    register.deliver(id)
    with register.database.write() as session:
        assert register.replay(session, id)
        assert not register.replay(session, "unknown")
    assert register.deliver(id) is None
    assert _state(register, id).state == DELIVERED
    assert len({item.headers["webhook-id"] for item in server.received}) == 1


def test_both_secrets_sign_until_the_next_rotation(register: WebhookRegister, server: FakeServer) -> None:
    first = _added(register, server.url())
    with register.database.write() as session:
        webhook = session.get_one(Webhook, "w-gent")
        second = register.rotate(webhook)
        assert keys_of(webhook) == [second, first]
    [id] = _announced(register)
    register.deliver(id)
    received = server.received[0]
    signatures = received.headers["webhook-signature"].split(" ")
    expected = [Receiver(key).sign(received.headers["webhook-id"], NOON, received.body.decode()) for key in
                (second, first)]  # fmt: skip
    assert signatures == expected


@pytest.mark.parametrize("url", ["http://portal.example/", "https://user:x@portal.example/", "ftp://x/"])
def test_webhook_to_a_forbidden_address_is_not_kept(register: WebhookRegister, url: str) -> None:
    strict = WebhookRegister(register.database, Client(Guard()), register.now)
    with pytest.raises(RefusedAddress):
        _added(strict, url)


def test_name_that_turned_private_is_not_asked(register: WebhookRegister, server: FakeServer) -> None:
    _added(register, server.url())
    [id] = _announced(register)
    strict = WebhookRegister(register.database, Client(a_guard(networks=())), register.now)
    assert strict.deliver(id) is None
    assert server.received == []
    assert (_state(register, id).state, _state(register, id).error) == (FAILED, "private_address")


def test_unknown_event_is_refused(register: WebhookRegister) -> None:
    webhook = Webhook(id="w", organisation_id="gent", url="http://portal.example/", events=["x"])
    with register.database.write() as session, pytest.raises(UnknownEvent):
        register.add(session, webhook)


def test_answer_of_a_receiver_is_never_kept(register: WebhookRegister, server: FakeServer) -> None:
    _added(register, server.url())
    server.by_path["/"] = Reply(500, pieces=lambda: iter([b"GEHEIM " * 100_000]))
    [id] = _announced(register)
    register.deliver(id)
    row = _state(register, id)
    held = json.dumps({column.key: str(getattr(row, column.key)) for column in row.__table__.columns})
    assert "GEHEIM" not in held
    assert row.error == "status"
