"""What lists of dossiers need to know of an assessment, written down once when it ends."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from service.states import OPEN
from service.store.review_tables import Call, Dossier, DossierMark

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from service.store.tables import Assessment

FLAG, TAG = "flag", "tag"
_NONE, _UNCERTAIN = "none", "uncertain"


def digest_file(call_id: str) -> str:
    """The name of the stored file with what was worked out over all dossiers of a call."""
    return f"{call_id}.digest"


def digests_of(session: "Session", assessment_id: str) -> list[str]:
    """The stored files that hold something of an assessment beside its own."""
    calls = select(Dossier.call_id).where(Dossier.assessment_id == assessment_id)
    return [digest_file(call_id) for call_id in session.scalars(calls)]


def settle_dossiers(session: "Session", assessments: "Iterable[Assessment]") -> None:
    """Put the dossiers of assessments that have ended in the queues of their calls, or beside them."""
    ended = {assessment.id: assessment for assessment in assessments if assessment.state not in OPEN}
    if not ended:
        return
    statement = select(Dossier, Call).join(Call, Call.id == Dossier.call_id)
    for dossier, call in session.execute(statement.where(Dossier.assessment_id.in_(ended))).all():
        _settle(session, dossier, call, ended[dossier.assessment_id].report)


def _settle(session: "Session", dossier: Dossier, call: Call, report: str | None) -> None:
    if report is None:  # it could not be read: people have to know of it
        dossier.queued = True
        return
    content = json.loads(report)
    grades = {item["spearhead"]: item["grade"] for item in content["alignments"]}
    dossier.language = _most(content["proposal"]["languages"])
    dossier.unsure = sum(grade == _UNCERTAIN for grade in grades.values())
    low = all(grade == _NONE for name, grade in grades.items() if not call.focus or name in call.focus)
    apart = low and call.sample_share < 1
    dossier.sampled = apart and drawn(call.sample_seed, dossier.id, call.sample_share)
    dossier.queued = dossier.sampled or not apart
    for kind in sorted({flag["kind"] for flag in content["flags"]}):
        session.merge(DossierMark(dossier_id=dossier.id, kind=FLAG, value=kind))


def drawn(seed: int, dossier_id: str, share: float) -> bool:
    """Whether the lot falls on a dossier; the same seed always draws the same dossiers."""
    digest = hashlib.sha256(f"{seed} {dossier_id}".encode()).digest()
    return int.from_bytes(digest[:8], "big") < share * 2**64


def _most(shares: Mapping[str, Any]) -> str:
    return max(shares, key=lambda name: float(shares[name]), default="other")
