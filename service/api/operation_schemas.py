"""The JSON of webhooks, dead letters and health."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from service.api.schemas import Schema

EventName = Literal["assessment.completed", "assessment.failed", "batch.completed"]


class DeadLetter(Schema):
    """A job that was given up by a fault of ours, with the assessments that waited for it."""

    id: str
    strategy: str
    attempts: int
    finished_at: datetime
    assessments: list[str]


class DeadLetterList(Schema):
    """The jobs that were given up, oldest first."""

    items: list[DeadLetter]
    self: str


class Health(Schema):
    """Whether the service works."""

    status: Literal["UP", "DEGRADED", "DOWN"]


class WebhookRequest(Schema):
    """An address that wants to hear of events."""

    url: Annotated[str, Field(min_length=1, max_length=2000, pattern=r"^https://")] = Field(
        examples=["https://portaal.example.org/webhooks/speerwijzer"]
    )
    events: Annotated[list[EventName], Field(min_length=1, max_length=10)] = Field(
        examples=[["assessment.completed", "assessment.failed"]]
    )


class Webhook(Schema):
    """A webhook, without its secret."""

    id: str
    url: str
    events: list[str]
    created_at: datetime


class WebhookWithSecret(Webhook):
    """A webhook with the secret that signs its messages."""

    secret: str


class WebhookList(Schema):
    """The webhooks of an organisation."""

    items: list[Webhook]
    self: str


class Delivery(Schema):
    """One message to one webhook; `messageId` stays the same over all attempts."""

    id: str
    message_id: str
    event: str
    state: str
    attempts: int
    status: int | None = None
    error: str | None = None
    created_at: datetime
    next_at: datetime | None = None
    delivered_at: datetime | None = None


class DeliveryList(Schema):
    """Messages to a webhook, newest first."""

    items: list[Delivery]
    self: str
