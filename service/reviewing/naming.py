"""Names of people in what leaves the service: as they are, or each with a number instead."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select

from service.store.review_tables import Dossier, Review

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from service.store.review_tables import Call

_APPLICANT = "applicant"


@dataclass(slots=True)
class Naming:
    """How people are named; with `redacted` as `reviewer 1`, `reviewer 2`, ... in the order given.

    Whoever comes up later gets the next number.
    """

    redacted: bool
    people: list[str] = field(default_factory=list)

    def name(self, name: str) -> str:
        """The name to show for a person; "" for nobody."""
        if not (self.redacted and name):
            return name
        if name not in self.people:
            self.people.append(name)
        return f"reviewer {self.people.index(name) + 1}"

    def applicant(self, name: str) -> str:
        """The name to show for somebody who handed a proposal in."""
        return _APPLICANT if self.redacted else name

    def text(self, text: str) -> str:
        """What a reviewer wrote, with names of known people replaced and personal data masked."""
        if not self.redacted:
            return text
        from corpus.personal_data import mask

        for name in sorted(self.people, key=len, reverse=True):
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", self.name(name), text, flags=re.IGNORECASE)
        return mask(text).text


def naming_of(session: "Session", call: "Call", *, redacted: bool) -> Naming:
    """The naming for a call, which knows its reviewers."""
    reviewed = select(Review.reviewer).join(Dossier, Dossier.id == Review.dossier_id)
    found = set(session.scalars(reviewed.where(Dossier.call_id == call.id))) | set(call.reviewers)
    return Naming(redacted, sorted(found))
