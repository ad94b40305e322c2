"""The webhooks of all organisations, the messages for them, and what became of each."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from service.outbound.client import Client
from service.ports import EVENTS
from service.store.database import Database
from service.store.tables import Delivery, Webhook
from service.webhooks.delivery import Attempt, Fate, Target, attempt
from service.webhooks.messages import event_body, message_id, new_secret
from service.webhooks.schedule import seconds_before

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

PENDING, DELIVERED, FAILED = "pending", "delivered", "failed"
_MOST_SECRETS = 2


class UnknownEvent(ValueError):
    """A webhook that asks for an event that does not exist."""


@dataclass(frozen=True, slots=True)
class WebhookRegister:
    """Implements the port `Webhooks`; `base_url` is how others reach this service, "" for bare paths."""

    database: Database
    client: Client
    now: Callable[[], datetime]
    base_url: str = ""

    def add(self, session: "Session", webhook: Webhook) -> str:
        """Keep a webhook and give its secret; raises RefusedAddress or UnknownEvent."""
        self.client.guard.check_url(webhook.url)
        if not webhook.events or not set(webhook.events) <= set(EVENTS):
            raise UnknownEvent
        secret = new_secret()
        webhook.secrets = {"keys": [secret]}
        session.add(webhook)
        return secret

    @staticmethod
    def rotate(webhook: Webhook) -> str:
        """Give a webhook a new secret beside the old one, which goes with the next rotation."""
        secret = new_secret()
        webhook.secrets = {"keys": [secret, *keys_of(webhook)][:_MOST_SECRETS]}
        return secret

    def announce(self, session: "Session", organisation: str, event: str, subject: str) -> Sequence[str]:
        """Write one delivery for each webhook that wants to hear of it, in the caller's transaction."""
        statement = select(Webhook).where(Webhook.organisation_id == organisation).order_by(Webhook.id)
        wanting = [webhook for webhook in session.scalars(statement) if event in webhook.events]
        made = (self._announced(session, webhook, event, subject) for webhook in wanting)
        return [id for id in made if id is not None]

    def _announced(self, session: "Session", webhook: Webhook, event: str, subject: str) -> str | None:
        id = message_id(webhook.id, event, subject)
        known = select(Delivery.id).where(Delivery.webhook_id == webhook.id, Delivery.message_id == id)
        if session.scalar(known) is not None:
            return None
        delivery = Delivery(
            id=str(uuid.uuid4()),
            organisation_id=webhook.organisation_id,
            webhook_id=webhook.id,
            message_id=id,
            subject=subject,
            event=event,
            body=event_body(id, event, subject, self.now(), base_url=self.base_url),
            state=PENDING,
            attempts=0,
            created_at=self.now(),
        )
        session.add(delivery)
        session.flush()
        return delivery.id

    def deliver(self, delivery_id: str) -> float | None:
        """Make one attempt; gives the seconds to wait before the next, None when there is none to come.

        The message is sent outside any transaction: a slow receiver holds no lock.
        """
        found = self._pending(delivery_id)
        if found is None:
            return None
        target, delivery = found
        made = attempt(self.client, target, delivery.message_id, delivery.body, self.now())
        return self._note(delivery_id, made)

    def replay(self, session: "Session", delivery_id: str) -> bool:
        """Have a message sent anew with the same id; the caller queues it. False where it is gone."""
        delivery = session.get(Delivery, delivery_id, with_for_update=True)
        if delivery is None:
            return False
        delivery.state, delivery.attempts, delivery.next_at = PENDING, 0, None
        return True

    def _pending(self, delivery_id: str) -> tuple[Target, Delivery] | None:
        with self.database.read() as session:
            delivery = session.get(Delivery, delivery_id)
            webhook = session.get(Webhook, delivery.webhook_id) if delivery else None
        if delivery is None or webhook is None or delivery.state != PENDING:
            return None
        return Target(webhook.url, keys_of(webhook)), delivery

    def _note(self, delivery_id: str, made: Attempt) -> float | None:
        with self.database.write() as session:
            delivery = session.get(Delivery, delivery_id, with_for_update=True)
            if delivery is None:
                return None
            delivery.attempts += 1
            delivery.status, delivery.error = made.status, made.error
            wait = None
            if made.fate is Fate.RETRY:
                wait = seconds_before(delivery.attempts + 1, delivery.message_id)
            delivery.next_at = None if wait is None else self.now() + timedelta(seconds=wait)
            if made.fate is Fate.DELIVERED:
                delivery.state, delivery.delivered_at = DELIVERED, self.now()
            elif wait is None:
                delivery.state = FAILED
            return wait


def keys_of(webhook: Webhook) -> list[str]:
    """The secrets of a webhook, the newest first."""
    return [str(key) for key in webhook.secrets["keys"]]
