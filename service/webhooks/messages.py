"""A message: a CloudEvent with ids and links, signed as Standard Webhooks asks."""

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime

_SOURCE = "urn:speerwijzer"
_SECRET_BYTES = 32
CONTENT_TYPE = "application/cloudevents+json; charset=utf-8"


def new_secret() -> str:
    """A secret for one receiver, in the form that Standard Webhooks gives it."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def message_id(webhook: str, event: str, subject: str) -> str:
    """The id of the message about an event: the same each time it is announced, other for each receiver."""
    digest = hashlib.sha256(f"{webhook}\n{event}\n{subject}".encode()).hexdigest()
    return f"msg_{digest[:40]}"


def event_body(id: str, event: str, subject: str, at: datetime, *, base_url: str = "") -> str:
    """The CloudEvent about an assessment or a batch, as JSON with one spelling."""
    kind = event.partition(".")[0]
    path = f"/v1/{_COLLECTIONS[kind]}/{subject}"
    content = {
        "specversion": "1.0",
        "id": id,
        "source": _SOURCE,
        "type": event,
        "subject": subject,
        "time": at.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "datacontenttype": "application/json",
        "data": {"id": subject, "href": base_url.rstrip("/") + path},
    }
    return json.dumps(content, separators=(",", ":"), ensure_ascii=True)


_COLLECTIONS = {"assessment": "assessments", "batch": "batches"}


def signed_headers(id: str, body: str, keys: Sequence[str], at: datetime) -> Mapping[str, str]:
    """The headers of one attempt, with a signature for each secret: receivers can change theirs in peace."""
    from standardwebhooks.webhooks import Webhook

    signatures = " ".join(Webhook(key).sign(id, at, body) for key in keys)
    return {
        "content-type": CONTENT_TYPE,
        "webhook-id": id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": signatures,
    }
