"""Fetches a proposal from an address that an operator allows, for portals that hand over links."""

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from corpus.limits import DocumentLimits
from service.outbound.client import Answer, Client, Limits, NoAnswer
from service.ports import Fetched, RefusedAddress

_MOST_REDIRECTS = 3
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_OK = 200
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class AllowedFetcher:
    """Fetches from the hosts that its client allows; `seconds` bounds each answer."""

    client: Client
    seconds: float = 30.0

    def fetch(self, href: str, folder: Path, limits: DocumentLimits) -> Fetched:
        """Write the content to a file in `folder`, named by its hash.

        Raises:
            RefusedAddress: the address is not one that may be asked, or did not give a usable answer.
        """
        url = href
        bounds = Limits(limits.bytes, self.seconds)
        for _ in range(_MOST_REDIRECTS + 1):
            try:
                with self.client.send("GET", url, bounds, headers={"Accept": "*/*"}) as answer:
                    if answer.status not in _REDIRECTS:
                        return self._kept(answer, url, folder)
                    url = urljoin(url, answer.header("location"))
            except NoAnswer as error:
                raise RefusedAddress(error.reason) from error
        raise RefusedAddress("redirects")

    @staticmethod
    def _kept(answer: Answer, url: str, folder: Path) -> Fetched:
        if answer.status != _OK:
            raise RefusedAddress("status")
        return Fetched(keep_stream(answer.blocks(), folder), _name(answer, url))


def keep_stream(blocks: Iterable[bytes], folder: Path) -> Path:
    """Write a stream to a file named by its SHA-256; a stream that breaks off leaves nothing."""
    digest = hashlib.sha256()
    descriptor, temporary = tempfile.mkstemp(prefix=".", dir=folder)
    try:
        with os.fdopen(descriptor, "wb") as file:
            for block in blocks:
                digest.update(block)
                file.write(block)
        place = folder / digest.hexdigest()
        Path(temporary).replace(place)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            Path(temporary).unlink()
        raise
    return place


def _name(answer: Answer, url: str) -> str:
    """What the file is called: by the answer, else by the address."""
    message = Message()
    message["Content-Disposition"] = answer.header("content-disposition") or "inline"
    return safe_name(message.get_filename() or unquote(urlsplit(url).path))


def safe_name(name: str) -> str:
    """The last part of a path, without signs that mean something to a file system, a header or a terminal."""
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    clean = "".join(sign if sign.isprintable() and sign not in '<>:"|?*' else "_" for sign in last)
    clean = clean.strip(" .")
    stem, dot, suffix = clean.rpartition(".")
    if len(clean) > _LONGEST_NAME and dot:
        clean = stem[: _LONGEST_NAME - len(suffix) - 1] + dot + suffix
    return clean[:_LONGEST_NAME] or "proposal"
