"""`/v1/webhooks`: who wants to hear of what, and what became of each message."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from service.api.context import BackendOf, WebhookKeeper
from service.api.documented import NO_CONTENT, problems
from service.api.operation_schemas import (
    Delivery,
    DeliveryList,
    Webhook,
    WebhookList,
    WebhookRequest,
    WebhookWithSecret,
)
from service.api.schemas import ID_PATTERN
from service.hooks import (
    add_webhook,
    list_deliveries,
    list_webhooks,
    remove_webhook,
    replay,
    rotate_secret,
)
from service.store import tables

router = APIRouter(prefix="/v1/webhooks", tags=["webhooks"])
WebhookId = Annotated[str, Path(max_length=36, pattern=ID_PATTERN, description="Id of a webhook.")]


@router.post(
    "",
    status_code=201,
    response_model=WebhookWithSecret,
    responses=problems("refusedAddress", "conflict"),
)
def create_webhook(
    response: Response, backend: BackendOf, principal: WebhookKeeper, asked: WebhookRequest
) -> WebhookWithSecret:
    """Ask to hear of events; the secret that signs the messages is shown this once."""
    webhook, secret = add_webhook(backend, principal, asked.url, asked.events)
    response.headers["Location"] = f"/v1/webhooks/{webhook.id}/deliveries"
    return _with_secret(webhook, secret)


@router.get("", response_model=WebhookList, responses=problems())
def read_webhooks(backend: BackendOf, principal: WebhookKeeper) -> WebhookList:
    """The webhooks of the organisation."""
    items = [_shown(webhook) for webhook in list_webhooks(backend, principal)]
    return WebhookList(items=items, self="/v1/webhooks")


@router.delete("/{webhook_id}", status_code=204, responses={**NO_CONTENT, **problems("resourceNotFound")})
def delete_webhook(backend: BackendOf, principal: WebhookKeeper, webhook_id: WebhookId) -> Response:
    """Hear of nothing any more."""
    remove_webhook(backend, principal, webhook_id)
    return Response(status_code=204)


@router.post("/{webhook_id}/rotate", response_model=WebhookWithSecret, responses=problems("resourceNotFound"))
def rotate_webhook(backend: BackendOf, principal: WebhookKeeper, webhook_id: WebhookId) -> WebhookWithSecret:
    """A new secret; messages are signed with the old one too, until the next rotation."""
    return _with_secret(*rotate_secret(backend, principal, webhook_id))


@router.get(
    "/{webhook_id}/deliveries",
    response_model=DeliveryList,
    response_model_exclude_none=True,
    responses=problems("resourceNotFound"),
)
def read_deliveries(backend: BackendOf, principal: WebhookKeeper, webhook_id: WebhookId) -> DeliveryList:
    """The latest messages, newest first, and what became of them."""
    items = [
        Delivery(
            id=each.id,
            message_id=each.message_id,
            event=each.event,
            state=each.state,
            attempts=each.attempts,
            status=each.status,
            error=each.error,
            created_at=each.created_at,
            next_at=each.next_at,
            delivered_at=each.delivered_at,
        )
        for each in list_deliveries(backend, principal, webhook_id)
    ]
    return DeliveryList(items=items, self=f"/v1/webhooks/{webhook_id}/deliveries")


@router.post(
    "/{webhook_id}/deliveries/{delivery_id}/replay",
    status_code=204,
    responses={**NO_CONTENT, **problems("resourceNotFound", "conflict")},
)
def replay_delivery(
    backend: BackendOf,
    principal: WebhookKeeper,
    webhook_id: WebhookId,
    delivery_id: Annotated[str, Path(max_length=36, pattern=ID_PATTERN)],
) -> Response:
    """Send a message again, with the same id."""
    replay(backend, principal, webhook_id, delivery_id)
    return Response(status_code=204)


def _shown(webhook: tables.Webhook) -> Webhook:
    return Webhook(id=webhook.id, url=webhook.url, events=webhook.events, created_at=webhook.created_at)


def _with_secret(webhook: tables.Webhook, secret: str) -> WebhookWithSecret:
    return WebhookWithSecret(**_shown(webhook).model_dump(), secret=secret)
