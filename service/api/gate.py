"""What happens to every request and answer, whatever the route: size, version, limits, safe headers."""

import json
from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders

from service.fingerprint import product_version
from service.problems import MEDIA_TYPE, Problem, details
from service.wording import wording_in

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SAFE_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class BodyTooLarge(Exception):
    """A request body that goes on beyond the limit."""


class Gate:
    """Stands around the application; `most_bytes` is the largest body of a request."""

    def __init__(self, app: "ASGIApp", *, most_bytes: int, language: str) -> None:
        self._app = app
        self._most = most_bytes
        self._language = language

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Pass one request on, unless it is too large."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope.setdefault("state", {})
        begun = False

        async def finish(message: "Message") -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                _complete(MutableHeaders(scope=message), scope)
            await send(message)

        try:
            await self._app(scope, self._measured(scope, receive), finish)
        except BodyTooLarge:
            if not begun:
                await _refuse(finish, self._language)

    def _measured(self, scope: "Scope", receive: "Receive") -> "Receive":
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        too_large = declared.isdigit() and int(declared) > self._most
        received = 0

        async def measured() -> "Message":
            nonlocal received
            if too_large:
                raise BodyTooLarge
            message = await receive()
            received += len(message.get("body", b""))
            if received > self._most:
                raise BodyTooLarge
            return message

        return measured


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
