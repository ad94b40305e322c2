"""What happens to every request and answer, whatever the route: size, version, limits, safe headers."""

import contextlib
import json
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders

from service.fingerprint import product_version
from service.problems import MEDIA_TYPE, Problem, details
from service.wording import wording_in

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SAFE_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    # Not `no-referrer`: a form of ours would then say that it comes from nowhere (`Origin: null`).
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class BodyTooLarge(Exception):
    """A request body that goes on beyond the limit."""


class Gate:
    """Stands around the application.

    `most_bytes` is the largest body of a request, and `most_json_bytes` the largest in JSON: that one is
    read into memory, where files go to the disk.
    """

    def __init__(self, app: "ASGIApp", *, most_bytes: int, most_json_bytes: int, language: str) -> None:
        self._app = app
        self._most = most_bytes
        self._most_json = min(most_bytes, most_json_bytes)
        self._language = language

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Pass one request on, unless it is too large."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope.setdefault("state", {})
        is_form = Headers(scope=scope).get("content-type", "").lower().startswith("multipart/form-data")
        passage = _Passage(scope, receive, send, self._most if is_form else self._most_json)
        with contextlib.suppress(BodyTooLarge):
            await self._app(scope, passage.receive, passage.send)
        if passage.too_large and not passage.begun:
            await passage.refuse(self._language)


class _Passage:
    """One request on its way through the gate."""

    def __init__(self, scope: "Scope", receive: "Receive", send: "Send", most: int) -> None:
        self._scope, self._receive, self._send, self._most = scope, receive, send, most
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        self.too_large = declared.isdigit() and int(declared) > most
        self.begun = False
        self._received = 0

    async def receive(self) -> "Message":
        """The next part of the body; raises BodyTooLarge where it goes on too long."""
        if not self.too_large:
            message = await self._receive()
            self._received += len(message.get("body", b""))
            self.too_large = self._received > self._most
            if not self.too_large:
                return message
        raise BodyTooLarge

    async def send(self, message: "Message") -> None:
        """Pass an answer on; what an application makes of a body that was cut off is not an answer."""
        if self.too_large and not self.begun:
            return
        if message["type"] == "http.response.start":
            self.begun = True
            _complete(MutableHeaders(scope=message), self._scope)
        await self._send(message)

    async def refuse(self, language: str) -> None:
        """Tell that the body is too large."""
        self.too_large = False
        await _refuse(self.send, language)


def _complete(headers: MutableHeaders, scope: "Scope") -> None:
    headers["API-Version"] = product_version()
    for name, value in _SAFE_HEADERS.items():
        headers.setdefault(name, value)
    headers.setdefault("Cache-Control", "no-store")
    limit = scope["state"].get("limit")
    if limit is not None:
        for name, value in limit.headers().items():
            headers[name] = value


async def _refuse(send: "Send", language: str) -> None:
    content = details(Problem("payloadTooLarge"), wording_in(language)).content()
    body = json.dumps(content, ensure_ascii=False).encode()
    headers = [
        (b"content-type", MEDIA_TYPE.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"content-language", language.encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body})
