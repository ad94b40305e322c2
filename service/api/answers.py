"""Answers that callers may keep: with an ETag, and empty for who has the same already."""

import hashlib
import json
from typing import Any

from fastapi import Request, Response


def kept(
    request: Request, content: bytes, media_type: str, headers: dict[str, str] | None = None
) -> Response:
    """The content with its ETag; 304 without content for a caller that has it."""
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    told = {"ETag": tag, "Cache-Control": "private, no-cache", **(headers or {})}
    if _has(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=told)
    return Response(content, headers=told, media_type=media_type)


def kept_json(request: Request, content: Any) -> Response:  # noqa: ANN401 -- whatever JSON can hold
    """JSON with its ETag."""
    return kept(request, json.dumps(content, ensure_ascii=False).encode(), "application/json")


def _has(wanted: str, tag: str) -> bool:
    tags = {part.strip().removeprefix("W/") for part in wanted.split(",")}
    return tag in tags or "*" in tags
