"""Rows as JSON and back, by the types of their columns."""

import base64
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import LargeBinary, Table

from service.store.tables import UtcDateTime


def pack_row(table: Table, row: Mapping[str, Any]) -> bytes:
    """One row on one line."""
    content = {column.name: _packed(row[column.name]) for column in table.columns}
    return json.dumps(content, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"


def unpack_row(table: Table, line: bytes) -> dict[str, Any]:
    """The row on a line; raises ValueError or KeyError for one of another table."""
    content = json.loads(line)
    return {column.name: _unpacked(column.type, content[column.name]) for column in table.columns}


def _packed(value: Any) -> Any:  # noqa: ANN401 -- whatever a column holds
    if isinstance(value, datetime):
        return value.isoformat()
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def _unpacked(kind: object, value: Any) -> Any:  # noqa: ANN401 -- whatever a column holds
    if value is None:
        return None
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat(value)
    return base64.b64decode(value) if isinstance(kind, LargeBinary) else value
