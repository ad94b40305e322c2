"""What a portal does with its webhooks: add, list, rotate, remove, look at deliveries, send one again."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select

from service.ports import Principal, RefusedAddress
from service.problems import Issue, Problem
from service.store import jobs
from service.store.tables import Delivery, Webhook
from service.webhooks.register import PENDING

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from service.backend import Backend

_MOST_WEBHOOKS = 20
_MOST_DELIVERIES = 200


def add_webhook(
    backend: "Backend", principal: Principal, url: str, events: Sequence[str]
) -> tuple[Webhook, str]:
    """A new webhook and its secret, which is shown this once. Raises Problem for a refused address."""
    now = backend.services.now()
    webhook = Webhook(
        id=jobs.new_id(),
        organisation_id=principal.organisation,
        url=url,
        events=sorted(set(events)),
        secrets={},
        created_by=principal.name,
        created_at=now,
    )
    with backend.database.write() as session:
        jobs.ensure_organisation(session, principal.organisation, now)
        if len(_own(session, principal)) >= _MOST_WEBHOOKS:
            raise Problem("conflict")
        try:
            secret = backend.webhooks.add(session, webhook)
        except RefusedAddress as error:
            issue = Issue("body", "url", error.reason)
            raise Problem("refusedAddress", issues=[issue], reason=error.reason) from error
        backend.audit.record(session, principal, "webhook.added", webhook.id)
    return webhook, secret


def list_webhooks(backend: "Backend", principal: Principal) -> list[Webhook]:
    """The webhooks of the organisation, oldest first."""
    with backend.database.read() as session:
        return _own(session, principal)


def find_webhook(session: "Session", principal: Principal, webhook_id: str) -> Webhook:
    """A webhook of the caller's own organisation; raises Problem where there is none."""
    webhook = session.get(Webhook, webhook_id)
    if webhook is None or webhook.organisation_id != principal.organisation:
        raise Problem("resourceNotFound")
    return webhook


def rotate_secret(backend: "Backend", principal: Principal, webhook_id: str) -> tuple[Webhook, str]:
    """A new secret beside the old one."""
    with backend.database.write() as session:
        webhook = find_webhook(session, principal, webhook_id)
        secret = backend.webhooks.rotate(webhook)
        backend.audit.record(session, principal, "webhook.rotated", webhook_id)
        return webhook, secret


def remove_webhook(backend: "Backend", principal: Principal, webhook_id: str) -> None:
    """Remove a webhook with its deliveries."""
    with backend.database.write() as session:
        session.delete(find_webhook(session, principal, webhook_id))
        backend.audit.record(session, principal, "webhook.removed", webhook_id)


def list_deliveries(backend: "Backend", principal: Principal, webhook_id: str) -> list[Delivery]:
    """The latest messages to a webhook, newest first."""
    with backend.database.read() as session:
        find_webhook(session, principal, webhook_id)
        statement = select(Delivery).where(Delivery.webhook_id == webhook_id)
        newest = statement.order_by(Delivery.created_at.desc(), Delivery.id).limit(_MOST_DELIVERIES)
        return list(session.scalars(newest))


def replay(backend: "Backend", principal: Principal, webhook_id: str, delivery_id: str) -> None:
    """Send a message again, with the same id. Raises Problem for one that is still being sent."""
    with backend.database.write() as session:
        find_webhook(session, principal, webhook_id)
        delivery = session.get(Delivery, delivery_id)
        if delivery is None or delivery.webhook_id != webhook_id:
            raise Problem("resourceNotFound")
        if delivery.state == PENDING:
            raise Problem("conflict")
        backend.webhooks.replay(session, delivery_id)
        backend.queue.deliver(session, delivery_id)
        backend.audit.record(session, principal, "delivery.replayed", delivery_id)


def _own(session: "Session", principal: Principal) -> list[Webhook]:
    statement = select(Webhook).where(Webhook.organisation_id == principal.organisation)
    return list(session.scalars(statement.order_by(Webhook.created_at, Webhook.id)))
