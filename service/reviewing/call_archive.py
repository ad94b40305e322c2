"""The dossiers of a call as one archive, which leaves while it is being made."""

import zipfile
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select

from service.reviewing.archiving import papers_of, reports_of
from service.reviewing.calls import own_call
from service.reviewing.errors import ReviewingError
from service.reviewing.exporting import export_table
from service.reviewing.naming import Naming, naming_of
from service.reviewing.sight import seen_dossiers
from service.states import State
from service.store.review_tables import Dossier
from service.store.tables import Assessment

if TYPE_CHECKING:
    from service.backend import Backend
    from service.ports import Principal

_EPOCH = (1980, 1, 1, 0, 0, 0)
_REPORTS = ("json", "html")
"""What can be made of thousands of dossiers in a reasonable time; one dossier apart has every format."""


class _Outlet:
    """A file that is written to and emptied by turns, and cannot go back."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def write(self, content: bytes) -> int:
        """Add to what waits."""
        self._written.append(bytes(content))
        return len(content)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """What was written stays to be taken."""

    def taken(self) -> bytes:
        """All that waited."""
        content = b"".join(self._written)
        self._written.clear()
        return content


def archive_call(
    backend: "Backend",
    principal: "Principal",
    call_id: str,
    language: str,
    *,
    ids: Sequence[str] = (),
    redacted: bool = False,
) -> Iterator[bytes]:
    """The dossiers of a call (or those in `ids`) in order of arrival, a folder each, with the table of all.

    Dossiers that the viewer still has to grade are left out, and so are reports whose text was erased:
    `left-out.txt` names them by number. Raises ReviewingError where nothing is left.
    """
    table = export_table(backend, principal, call_id, "csv", ids=ids, redacted=redacted)
    with backend.database.write() as session:
        call = own_call(session, principal, call_id)
        seen = seen_dossiers(session, call, principal)
        statement = (
            select(Dossier.number, Dossier.id)
            .join(Assessment, Assessment.id == Dossier.assessment_id)
            .where(Dossier.call_id == call.id, Assessment.state == State.DONE)
        )
        found = [
            row for row in session.execute(statement.order_by(Dossier.number)) if not ids or row.id in ids
        ]
        shown = [row.id for row in found if seen is None or row.id in seen]
        if not shown:
            raise ReviewingError("own_grades_first" if found else "nothing_to_export")
        naming = naming_of(session, call, redacted=redacted)
        backend.audit.record(session, principal, "call.archived", call_id, rows=len(shown), redacted=redacted)
    left_out = [row.number for row in found if row.id not in set(shown)]
    return _packed(backend, shown, table, left_out, naming, language)


def _packed(
    backend: "Backend",
    ids: Sequence[str],
    table: bytes,
    left_out: list[int],
    naming: Naming,
    language: str,
) -> Iterator[bytes]:
    outlet = _Outlet()
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_DEFLATED) as packed:
        _put(packed, "dossiers.csv", table)
        for id in ids:
            number, members = _members(backend, id, naming, language)
            if members is None:
                left_out.append(number)
                continue
            for name, content in members.items():
                _put(packed, f"{number:05d}/{name}", content)
            yield outlet.taken()
        if left_out:
            _put(packed, "left-out.txt", "".join(f"{number}\n" for number in sorted(left_out)))
    yield outlet.taken()


def _put(packed: zipfile.ZipFile, name: str, content: str | bytes) -> None:
    packed.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)


def _members(
    backend: "Backend", id: str, naming: Naming, language: str
) -> tuple[int, dict[str, str | bytes] | None]:
    with backend.database.read() as session:
        dossier = session.get_one(Dossier, id)
        assessment = session.get_one(Assessment, dossier.assessment_id)
        papers = papers_of(session, dossier, naming)
    try:
        reports = reports_of(backend, assessment, language, _REPORTS)
    except ReviewingError:
        return dossier.number, None
    return dossier.number, {**reports, **papers}
