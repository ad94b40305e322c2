"""A call with dossiers, and people who review them, without a model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from service.ports import ADMINISTRATOR, REVIEWER, Principal
from service.reviewing.arriving import Arrival, add_files
from service.reviewing.calls import CallWish, create_call
from service.reviewing.reviews import Entry, Intent, save
from service.store.review_tables import Dossier
from tests.fakes.backends import TestService

STRATEGY = "vlaanderen-2025"
SPEARHEADS = tuple(f"S{number}" for number in range(1, 10))
ANNA = Principal("anna", "test", frozenset({REVIEWER}))
BRAM = Principal("bram", "test", frozenset({REVIEWER}))
ADA = Principal("ada", "test", frozenset({ADMINISTRATOR}))
STRANGER = Principal("zoe", "elsewhere", frozenset({ADMINISTRATOR, REVIEWER}))


@dataclass(frozen=True, slots=True)
class ACall:
    """A call and the ids of its dossiers in order of arrival."""

    id: str
    dossiers: Sequence[str]


def a_call(
    service: TestService,
    texts: Sequence[str],
    *,
    blind: bool = True,
    share: float = 1.0,
    focus: Sequence[str] = (),
) -> ACall:
    """A call whose proposals are assessed; a text says its own grades, as in `S1=core`."""
    wish = CallWish("Oproep", STRATEGY, tuple(focus), ("anna", "bram"), blind=blind, sample_share=share)
    call_id = create_call(service.backend, ADA, wish)
    add(service, call_id, texts)
    return ACall(call_id, dossiers_of(service, call_id))


def add(service: TestService, call_id: str, texts: Sequence[str], applicant: str = "Gent") -> None:
    """Hand proposals in and have them assessed."""
    arrivals = [
        Arrival(f"plan-{at}.txt", f"{at}. {text}".encode(), applicant) for at, text in enumerate(texts, 1)
    ]
    add_files(service.backend, ADA, call_id, arrivals, "nl")
    service.work_off()


def dossiers_of(service: TestService, call_id: str) -> list[str]:
    """The ids of all dossiers of a call, in order of arrival."""
    statement = select(Dossier.id).where(Dossier.call_id == call_id).order_by(Dossier.number)
    with service.backend.database.read() as session:
        return list(session.scalars(statement))


def all_grades(grade: str = "none", **others: str) -> dict[str, str]:
    """A grade for every spearhead."""
    return {**dict.fromkeys(SPEARHEADS, grade), **others}


def grade(
    service: TestService,
    principal: Principal,
    dossier_id: str,
    intent: Intent = Intent.SHOW,
    reasons: Mapping[str, str] | None = None,
    **grades: str,
) -> None:
    """Give none to every spearhead but those that are named."""
    entry = Entry(all_grades(**grades), reasons or {})
    save(service.backend, principal, dossier_id, entry, intent)
