"""Has the proposals of a call laid beside each other after a page was answered, never while it waits."""

import threading
from typing import TYPE_CHECKING

from starlette.background import BackgroundTask

from service.observability.logs import log
from service.reviewing.digest import make_digest

if TYPE_CHECKING:
    from fastapi import Response

    from service.backend import Backend
    from service.store.review_tables import Call
    from service.web.visit import Known

_ONE_AT_A_TIME = threading.Lock()


def refreshed(visit: "Known", page: "Response", call: "Call", *, waiting: int, empty: bool) -> "Response":
    """The page, with work behind it where something waits; an empty page then looks again by itself."""
    if waiting:
        if empty:  # where somebody is reading, the page stays as it is
            page.headers["Refresh"] = "5"
        page.background = BackgroundTask(_refresh, visit.backend, call)
    return page


def _refresh(backend: "Backend", call: "Call") -> None:
    if not _ONE_AT_A_TIME.acquire(blocking=False):  # the page that looks again will ask again
        return
    try:
        make_digest(backend, call)
    except Exception:  # the answer has been given: all that is left is to tell of it
        log().exception("digest_failed")
    finally:
        _ONE_AT_A_TIME.release()
