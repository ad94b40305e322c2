"""Files by the hash of their content: stored once for each organisation, on disk or in object storage."""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

    from service.settings import Settings

_ENCRYPTED = b"speerwijzer-1:"
"""What an encrypted file begins with; files from before there were keys stay readable."""
_SAFE = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}")


class MissingFile(Exception):
    """A stored file that is not there any more."""


class Storage(Protocol):
    """A flat store of bytes by path."""

    def put(self, path: str, content: bytes) -> None:
        """Keep the content whole or not at all; a path that is there already keeps what it has."""

    def get(self, path: str) -> bytes:
        """The content; raises MissingFile."""

    def delete(self, path: str) -> None:
        """Remove the content, if it is there."""

    def paths(self) -> Iterator[str]:
        """Everything that is stored."""


class Folder:
    """Storage in a folder of this machine."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, path: str, content: bytes) -> None:
        """Keep the content whole or not at all."""
        place = self.root / path
        if place.is_file():
            return
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=place.parent, prefix=".", delete=False) as temporary:
            temporary.write(content)
            temporary.flush()
            os.fsync(temporary.fileno())
        Path(temporary.name).replace(place)

    def get(self, path: str) -> bytes:
        """The content; raises MissingFile."""
        try:
            return (self.root / path).read_bytes()
        except FileNotFoundError as error:
            raise MissingFile from error

    def delete(self, path: str) -> None:
        """Remove the content, if it is there."""
        (self.root / path).unlink(missing_ok=True)

    def paths(self) -> Iterator[str]:
        """Everything that is stored."""
        for place in sorted(self.root.rglob("*")):
            if place.is_file():
                yield place.relative_to(self.root).as_posix()


class RemoteFolder:
    """Storage behind any address that fsspec knows, such as `s3://bucket/folder` or `memory://`."""

    def __init__(self, url: str) -> None:
        from fsspec.core import url_to_fs

        self._files: Any
        self._files, self._root = url_to_fs(url.rstrip("/"))

    def put(self, path: str, content: bytes) -> None:
        """Keep the content; object storage shows it only when it is whole."""
        place = f"{self._root}/{path}"
        if not self._files.exists(place):
            self._files.makedirs(place.rsplit("/", 1)[0], exist_ok=True)
            self._files.pipe_file(place, content)

    def get(self, path: str) -> bytes:
        """The content; raises MissingFile."""
        try:
            return bytes(self._files.cat_file(f"{self._root}/{path}"))
        except FileNotFoundError as error:
            raise MissingFile from error

    def delete(self, path: str) -> None:
        """Remove the content, if it is there."""
        if self._files.exists(f"{self._root}/{path}"):
            self._files.rm_file(f"{self._root}/{path}")

    def paths(self) -> Iterator[str]:
        """Everything that is stored."""
        for place in self._files.find(self._root):
            yield str(place).removeprefix(self._root.lstrip("/") + "/").removeprefix(f"{self._root}/")


class Files:
    """Stored files of all organisations; each organisation has its own copy of everything it sent."""

    def __init__(self, storage: Storage, cipher: "MultiFernet | None" = None) -> None:
        self.storage = storage
        self._cipher = cipher

    def put(self, organisation: str, content: bytes) -> str:
        """Store the content and give its name: the SHA-256 of the content as it was handed in."""
        name = hashlib.sha256(content).hexdigest()
        return self.keep(organisation, name, content)

    def keep(self, organisation: str, name: str, content: bytes) -> str:
        """Store the content under a name of the caller's choice; a name that is taken keeps what it has."""
        self.storage.put(_path(organisation, name), self._sealed(content))
        return name

    def get(self, organisation: str, name: str) -> bytes:
        """The content as it was handed in; raises MissingFile."""
        return self._opened(self.storage.get(_path(organisation, name)))

    def delete(self, organisation: str, name: str) -> None:
        """Remove a file, if it is there."""
        self.storage.delete(_path(organisation, name))

    def rotate(self) -> int:
        """Encrypt every stored file again with the newest key; gives the number of files."""
        count = 0
        for path in list(self.storage.paths()):
            content = self._opened(self.storage.get(path))
            self.storage.delete(path)
            self.storage.put(path, self._sealed(content))
            count += 1
        return count

    def _sealed(self, content: bytes) -> bytes:
        return _ENCRYPTED + self._cipher.encrypt(content) if self._cipher else content

    def _opened(self, stored: bytes) -> bytes:
        if self._cipher and stored.startswith(_ENCRYPTED):
            return self._cipher.decrypt(stored.removeprefix(_ENCRYPTED))
        return stored


def open_files(settings: "Settings") -> Files:
    """The files of the settings, encrypted where there are keys for it.

    Raises:
        ValueError: a key is not one that Fernet makes.
    """
    storage: Storage
    if settings.files_url:
        storage = RemoteFolder(settings.files_url)
    else:
        storage = Folder(settings.data_folder / "files")
    return Files(storage, _cipher(settings.encryption_keys.get_secret_value()))


def _cipher(keys: str) -> "MultiFernet | None":
    if not keys.strip():
        return None
    from cryptography.fernet import Fernet, MultiFernet

    return MultiFernet([Fernet(key.strip()) for key in keys.split(",")])


def _path(organisation: str, name: str) -> str:
    # Names come from our own rows; a path outside the folder would mean that they were tampered with.
    if not (_SAFE.fullmatch(organisation) and _SAFE.fullmatch(name)):
        raise ValueError("not the name of a stored file")
    return os.path.join(organisation, name[:2], name)  # noqa: PTH118 -- a path of the storage, not of a disk
