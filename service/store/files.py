"""Files by the hash of their content: stored once for each organisation, on disk or in object storage."""

import contextlib
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol

from service.store.blocks import Content, blocks_of, sha256_of
from service.store.sealing import Seal

if TYPE_CHECKING:
    from service.settings import Settings

_SAFE = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}")
_UNFINISHED = "."
"""What the name of a file begins with that is still being written."""


class MissingFile(Exception):
    """A stored file that is not there any more."""


class Storage(Protocol):
    """A flat store of files by path."""

    def put(self, path: str, blocks: Iterable[bytes], *, anew: bool = False) -> None:
        """Keep the content whole or not at all.

        A path that is there already keeps what it has. With `anew` this is put in its place, and a path
        that is not there stays away.
        """

    def open(self, path: str) -> BinaryIO:
        """The content, to be closed by the caller; raises MissingFile."""

    def delete(self, path: str) -> None:
        """Remove the content, if it is there."""

    def paths(self) -> Iterator[str]:
        """Everything that is stored."""

    def tidy(self, before: datetime) -> None:
        """Remove what was begun before a moment and never became whole, as by a process that was killed."""


class Folder:
    """Storage in a folder of this machine."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, path: str, blocks: Iterable[bytes], *, anew: bool = False) -> None:
        """Keep the content whole or not at all."""
        place = self.root / path
        if place.is_file() is not anew:
            return
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _written(blocks, place.parent) as temporary:
            temporary.replace(place)

    def open(self, path: str) -> BinaryIO:
        """The content; raises MissingFile."""
        try:
            return (self.root / path).open("rb")
        except FileNotFoundError as error:
            raise MissingFile from error

    def delete(self, path: str) -> None:
        """Remove the content, if it is there."""
        (self.root / path).unlink(missing_ok=True)

    def paths(self) -> Iterator[str]:
        """Everything that is stored."""
        for place in sorted(self.root.rglob("*")):
            if place.is_file() and not place.name.startswith(_UNFINISHED):
                yield place.relative_to(self.root).as_posix()

    def tidy(self, before: datetime) -> None:
        """Remove what was begun before a moment and never became whole."""
        for place in self.root.rglob(f"{_UNFINISHED}*"):
            with contextlib.suppress(FileNotFoundError):  # it became whole at this moment
                if place.is_file() and place.stat().st_mtime < before.timestamp():
                    place.unlink()


class RemoteFolder:
    """Storage behind any address that fsspec knows, such as `s3://bucket/folder` or `memory://`."""

    def __init__(self, url: str) -> None:
        from fsspec.core import url_to_fs

        self._files: Any
        self._files, self._root = url_to_fs(url.rstrip("/"))

    def put(self, path: str, blocks: Iterable[bytes], *, anew: bool = False) -> None:
        """Keep the content; it goes there when all of it is written here, and shows when it is whole."""
        place = f"{self._root}/{path}"
        if self._files.exists(place) is anew:
            self._files.makedirs(place.rsplit("/", 1)[0], exist_ok=True)
            with _written(blocks, None) as temporary:
                self._files.put_file(str(temporary), place)

    def open(self, path: str) -> BinaryIO:
        """The content; raises MissingFile."""
        try:
            file: BinaryIO = self._files.open(f"{self._root}/{path}", "rb")
        except FileNotFoundError as error:
            raise MissingFile from error
        return file

    def delete(self, path: str) -> None:
        """Remove the content, if it is there."""
        if self._files.exists(f"{self._root}/{path}"):
            self._files.rm_file(f"{self._root}/{path}")

    def paths(self) -> Iterator[str]:
        """Everything that is stored."""
        for place in self._files.find(self._root):
            yield str(place).removeprefix(self._root.lstrip("/") + "/").removeprefix(f"{self._root}/")

    def tidy(self, before: datetime) -> None:
        """Nothing: object storage never shows what is not whole."""


@contextlib.contextmanager
def _written(blocks: Iterable[bytes], folder: Path | None) -> Iterator[Path]:
    """A file with the content, written through to the disk; gone afterwards unless it was moved."""
    descriptor, name = tempfile.mkstemp(prefix=_UNFINISHED, dir=folder)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(blocks)
            file.flush()
            os.fsync(file.fileno())
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


class Files:
    """Stored files of all organisations; each organisation has its own copy of everything it sent."""

    def __init__(self, storage: Storage, seal: Seal | None = None) -> None:
        self.storage = storage
        self._seal = seal

    def put(self, organisation: str, content: Content) -> str:
        """Store the content and give its name: the SHA-256 of the content as it was handed in."""
        return self.keep(organisation, sha256_of(blocks_of(content)), content)

    def keep(self, organisation: str, name: str, content: Content) -> str:
        """Store the content under a name of the caller's choice; a name that is taken keeps what it has."""
        self.storage.put(_path(organisation, name), self._sealed(blocks_of(content)))
        return name

    def get(self, organisation: str, name: str) -> bytes:
        """The content as it was handed in; raises MissingFile."""
        return b"".join(self._blocks(_path(organisation, name)))

    def copy(self, organisation: str, name: str, place: Path) -> None:
        """Write the content to a file, piece by piece; raises MissingFile."""
        with place.open("wb") as file:
            file.writelines(self._blocks(_path(organisation, name)))

    def delete(self, organisation: str, name: str) -> None:
        """Remove a file, if it is there."""
        self.storage.delete(_path(organisation, name))

    def rotate(self) -> int:
        """Encrypt every stored file again with the newest key; gives the number of files.

        What is there is only replaced, and by what was checked to open to the same content. It may be
        broken off, and run again.
        """
        paths = list(self.storage.paths())
        for path in paths:
            with contextlib.suppress(MissingFile):  # erased meanwhile
                self._rotate(path)
        return len(paths)

    def _rotate(self, path: str) -> None:
        with _written(self._sealed(self._blocks(path)), None) as place, place.open("rb") as fresh:
            if sha256_of(self._opened(fresh)) != sha256_of(self._blocks(path)):
                raise ValueError("a file that was encrypted anew opens to something else")
            self.storage.put(path, blocks_of(fresh), anew=True)

    def _blocks(self, path: str) -> Iterator[bytes]:
        with self.storage.open(path) as file:
            yield from self._opened(file)

    def _sealed(self, blocks: Iterator[bytes]) -> Iterator[bytes]:
        return self._seal.sealed(blocks) if self._seal else blocks

    def _opened(self, file: BinaryIO) -> Iterator[bytes]:
        return self._seal.opened(file) if self._seal else blocks_of(file)


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
    return Files(storage, _seal(settings.encryption_keys.get_secret_value()))


def _seal(keys: str) -> Seal | None:
    if not keys.strip():
        return None
    from cryptography.fernet import Fernet, MultiFernet

    return Seal(MultiFernet([Fernet(key.strip()) for key in keys.split(",")]))


def _path(organisation: str, name: str) -> str:
    # Names come from our own rows; a path outside the folder would mean that they were tampered with.
    if not (_SAFE.fullmatch(organisation) and _SAFE.fullmatch(name)):
        raise ValueError("not the name of a stored file")
    return os.path.join(organisation, name[:2], name)  # noqa: PTH118 -- a path of the storage, not of a disk
