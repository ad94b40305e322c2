"""Opens zipped formats without trusting what they say about their own size."""

import io
import zipfile
import zlib
from collections.abc import Sequence

from corpus.errors import DamagedDocument, EncryptedDocument, LimitExceeded
from corpus.limits import DocumentLimits

_CHUNK = 1 << 16
_ENCRYPTED_FLAG = 0x1
_BROKEN = (KeyError, zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)
_ENTITY = "<!ENTITY"
_ENTITY_SPELLINGS = tuple(_ENTITY.encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))


class Archive:
    """A zip file whose members are read one by one, counting every unpacked byte.

    Opening raises `DamagedDocument` for a broken zip, `EncryptedDocument` for a locked one and
    `LimitExceeded` when its directory declares too many files, bytes or too high a ratio.
    """

    def __init__(self, content: bytes, limits: DocumentLimits) -> None:
        self._limits = limits
        self._unpacked = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise DamagedDocument from error
        members = self._zip.infolist()
        self._check_declared(members, len(content))
        if any(member.flag_bits & _ENCRYPTED_FLAG for member in members):
            raise EncryptedDocument

    @property
    def names(self) -> Sequence[str]:
        """Names of the members, in the order of the archive."""
        return self._zip.namelist()

    def read(self, name: str) -> bytes:
        """Return one member.

        Raises `DamagedDocument` if it is missing or broken, and `LimitExceeded` if it is too big.
        """
        chunks: list[bytes] = []
        try:
            with self._zip.open(name) as member:
                while chunk := member.read(_CHUNK):
                    self._count(len(chunk))
                    chunks.append(chunk)
        except _BROKEN as error:
            raise DamagedDocument from error
        return b"".join(chunks)

    def read_xml(self, name: str) -> bytes:
        """Return one XML member. Raises `DamagedDocument` also for entities: no office format has them."""
        return without_entities(self.read(name))

    def _check_declared(self, members: Sequence[zipfile.ZipInfo], packed: int) -> None:
        if len(members) > self._limits.archive_members:
            raise LimitExceeded(maximum=self._limits.archive_members, unit="files inside it")
        unpacked = sum(member.file_size for member in members)
        if unpacked > self._limits.unpacked_bytes:
            raise LimitExceeded(maximum=self._limits.unpacked_bytes, unit="bytes unpacked")
        if unpacked > self._limits.unpacked_ratio * packed:
            raise LimitExceeded(maximum=self._limits.unpacked_ratio, unit="times its own size when unpacked")

    def _count(self, size: int) -> None:
        self._unpacked += size
        if self._unpacked > self._limits.unpacked_bytes:
            raise LimitExceeded(maximum=self._limits.unpacked_bytes, unit="bytes unpacked")


def without_entities(xml: bytes) -> bytes:
    """Return `xml` as it is. Raises `DamagedDocument` when it declares entities, the fuel of XML bombs."""
    if any(spelling in xml for spelling in _ENTITY_SPELLINGS):
        raise DamagedDocument
    return xml


def repacked(members: dict[str, bytes]) -> bytes:
    """Return an uncompressed zip of members that were read and checked, for a library that wants a zip."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()
