"""What a queue shows and in which order: in order of arrival, unless somebody asks otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, select

from service.reviewing.errors import ReviewingError
from service.store.dossiers import FLAG, TAG
from service.store.review_tables import Dossier, DossierMark
from service.store.tables import AssessmentGrade

_ORDER = {"core": 0, "contributes": 1, "uncertain": 2, "none": 3}
_LONGEST = 200
Dossiers = Select[Any]


@dataclass(frozen=True, slots=True)
class Filters:
    """A filter that is "" lets everything through.

    `grade` of `spearhead`, `certainty` (sure or unsure), `aside` (outside the queue) and `sort` (a
    spearhead) say something of the checker's grades: they are a choice that is logged.
    """

    status: str = ""
    language: str = ""
    flag: str = ""
    tag: str = ""
    applicant: str = ""
    assigned: str = ""
    words: str = ""
    spearhead: str = ""
    grade: str = ""
    certainty: str = ""
    aside: str = ""
    sort: str = ""

    @property
    def by_grade(self) -> bool:
        """Whether these filters say something of the checker's grades."""
        return bool((self.spearhead and self.grade) or self.certainty or self.aside or self.sort)

    def query(self) -> dict[str, str]:
        """The filters that are set, by name."""
        return {name: value for name in NAMES if (value := str(getattr(self, name)))}


NAMES = (
    "status", "language", "flag", "tag", "applicant", "assigned", "words",
    "spearhead", "grade", "certainty", "aside", "sort",
)  # fmt: skip


def filters_from(query: Mapping[str, str]) -> Filters:
    """The filters in an address; whatever else stands in it is left alone. Raises ReviewingError."""
    found = {name: query[name].strip() for name in NAMES if query.get(name, "").strip()}
    if any(len(value) > _LONGEST or not value.isprintable() for value in found.values()):
        raise ReviewingError("filter")
    return Filters(**found)


def filtered(statement: Dossiers, filters: Filters) -> Dossiers:
    """The dossiers that the filters let through."""
    statement = statement.where(Dossier.queued.is_(not filters.aside))
    for column, wanted in (
        (Dossier.status, filters.status),
        (Dossier.language, filters.language),
        (Dossier.applicant, filters.applicant),
        (Dossier.assigned_to, filters.assigned),
    ):
        if wanted:
            statement = statement.where(column == wanted)
    for kind, value in ((FLAG, filters.flag), (TAG, filters.tag)):
        if value:
            statement = statement.where(_marked(kind, value))
    if filters.words:
        statement = statement.where(Dossier.name.icontains(filters.words, autoescape=True))
    return _filtered_by_grade(statement, filters)


def _filtered_by_grade(statement: Dossiers, filters: Filters) -> Dossiers:
    if filters.spearhead and filters.grade:
        statement = statement.where(_graded(filters.spearhead, AssessmentGrade.grade == filters.grade))
    if filters.certainty:
        statement = statement.where(
            Dossier.unsure > 0 if filters.certainty == "unsure" else Dossier.unsure == 0
        )
    return statement


def ordered(statement: Dossiers, filters: Filters) -> Dossiers:
    """The dossiers in order of arrival, or by the grade of a spearhead and then in order of arrival."""
    if not filters.sort:
        return statement.order_by(Dossier.number)
    grade = (
        select(case(_ORDER, value=AssessmentGrade.grade))
        .where(
            AssessmentGrade.assessment_id == Dossier.assessment_id, AssessmentGrade.spearhead == filters.sort
        )
        .scalar_subquery()
    )
    return statement.order_by(grade, Dossier.number)


def _marked(kind: str, value: str) -> ColumnElement[bool]:
    return exists().where(
        DossierMark.dossier_id == Dossier.id, DossierMark.kind == kind, DossierMark.value == value
    )


def _graded(spearhead: str, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(
        AssessmentGrade.assessment_id == Dossier.assessment_id,
        AssessmentGrade.spearhead == spearhead,
        condition,
    )
