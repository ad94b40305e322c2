"""Zipped office files without the moment at which they were zipped."""

import io
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_EARLIEST = (1980, 1, 1, 0, 0, 0)


def without_moment(package: bytes) -> bytes:
    """The package with the same members, each dated at the first day that the format knows."""
    result = io.BytesIO()
    with ZipFile(io.BytesIO(package)) as old, ZipFile(result, "w") as new:
        for member in old.infolist():
            entry = ZipInfo(member.filename, _EARLIEST)
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, member.external_attr
            new.writestr(entry, old.read(member))
    return result.getvalue()
