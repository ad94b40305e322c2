import json
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from service.webhooks.messages import event_body, message_id, new_secret, signed_headers
from service.webhooks.schedule import ATTEMPTS, DELAYS, seconds_before
from tests.fakes.clocks import NOON

BODY = event_body("msg_1", "assessment.completed", "a1", NOON, base_url="https://speerwijzer.example/")


def test_body_is_a_cloud_event_with_ids_and_links_only() -> None:
    assert json.loads(BODY) == {
        "specversion": "1.0",
        "id": "msg_1",
        "source": "urn:speerwijzer",
        "type": "assessment.completed",
        "subject": "a1",
        "time": "2026-11-27T12:00:00Z",
        "datacontenttype": "application/json",
        "data": {"id": "a1", "href": "https://speerwijzer.example/v1/assessments/a1"},
    }
    assert "/v1/batches/b1" in event_body("msg_2", "batch.completed", "b1", NOON)


def test_receiver_with_either_secret_can_check_a_message() -> None:
    now = datetime.now(UTC)
    old, new = new_secret(), new_secret()
    headers = dict(signed_headers("msg_1", BODY, [new, old], now))
    for secret in (old, new):
        assert Webhook(secret).verify(BODY, headers)["id"] == "msg_1"
    with pytest.raises(WebhookVerificationError):
        Webhook(new_secret()).verify(BODY, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(new).verify(BODY.replace("a1", "a2"), headers)


def test_old_message_is_refused_by_a_receiver() -> None:
    secret = new_secret()
    headers = dict(signed_headers("msg_1", BODY, [secret], datetime.now(UTC) - timedelta(minutes=6)))
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(BODY, headers)


def test_message_id_is_the_same_for_the_same_event_and_receiver() -> None:
    assert message_id("w1", "e", "s") == message_id("w1", "e", "s")
    ids = {message_id(w, e, s) for w in ("w1", "w2") for e in ("e", "f") for s in ("s", "t")}
    assert len(ids) == 8


def test_delays_grow_and_come_to_an_end() -> None:
    waits = [seconds_before(attempt, "msg_1") for attempt in range(2, ATTEMPTS + 1)]
    assert all(wait is not None for wait in waits)
    for wait, delay in zip(waits, DELAYS, strict=True):
        assert wait is not None
        assert 0.8 * delay <= wait <= 1.2 * delay
    assert seconds_before(ATTEMPTS + 1, "msg_1") is None
    assert seconds_before(2, "msg_1") == seconds_before(2, "msg_1") != seconds_before(2, "msg_2")
