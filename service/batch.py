"""Assesses many files one after the other; what fails on one file never loses another."""

import json
import traceback
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from service.destinations import TABLES, Take
from service.errors import InputFailure, ServiceError, UnusableInput, failure_line, fault_line, naming
from service.inputs import Found, Trouble
from service.progress import ProgressDisplay
from service.services import Session
from service.streams import OutputClosed, shown
from service.summary import SummaryRow
from service.use_cases import OpenEngine
from service.wording import Wording

if TYPE_CHECKING:
    from models.assessment import Assessment

ANNOTATED = "annotated-pdf"
PDF_SUFFIX = ".pdf"


@dataclass(slots=True)
class Batch:
    """A run over files: counts what happened and keeps a row of the table for each input.

    `takes` holds what takes the reports, by format.
    """

    session: Session
    engine: OpenEngine
    takes: Mapping[str, Take]
    progress: ProgressDisplay
    rows: list[SummaryRow] = field(default_factory=list)
    failures: int = 0
    faults: int = 0

    @property
    def assessed(self) -> int:
        """Number of proposals with an assessment."""
        return sum(row.grades is not None for row in self.rows)

    @property
    def exit_code(self) -> int:
        """1 after a fault of the program, 3 when some input could not be read, else 0."""
        if self.faults:
            return 1
        return 3 if self.failures else 0

    def run(self, found: Sequence[Found]) -> None:
        """Go through everything found, in order; say on standard error what is not assessed."""
        for number, item in enumerate(found):
            self.progress("files", number, len(found))
            self._one(item)
        self.progress("files", len(found), len(found))

    def _one(self, item: Found) -> None:
        wording = self.session.wording
        if not item.usable:
            self.progress.remark(line_without_assessment(item, wording))
            if item.trouble:
                self._count_failure(item.path)
            return
        try:
            self._assess(item.path)
        except InputFailure as failure:
            self.progress.remark(failure_line(failure, wording.language))
            self._count_failure(item.path)
        except (ServiceError, OutputClosed):
            raise
        except Exception as error:  # a fault on one file may not lose the others
            self._count_fault(item.path, error)

    def _assess(self, path: Path) -> None:
        services, settings = self.session.services, self.session.settings
        with naming(path):
            document = services.read_document(path, settings.limits)
            assessment = self.engine.assess(document)
            for format, report in render_reports(
                self.session, assessment, self._fitting(path), path, several=True
            ):
                self.takes[format](path, report)
        grades = tuple(item.grade for item in assessment.alignments)
        chances = tuple(item.probability.at_least_contributes for item in assessment.alignments)
        self.rows.append(SummaryRow(shown(path), grades, chances))

    def _fitting(self, path: Path) -> Iterator[str]:
        """The formats that suit a file; says which one is left out, and why."""
        for format in self.takes:
            if format == ANNOTATED and path.suffix.lower() != PDF_SUFFIX:
                sentence = self.session.wording.say("cli.error.annotated_needs_pdf")
                self.progress.remark(f"{shown(path)}: {sentence}")
            else:
                yield format

    def _count_failure(self, path: Path) -> None:
        self.failures += 1
        self.rows.append(SummaryRow(shown(path), None))

    def _count_fault(self, path: Path, error: Exception) -> None:
        self.faults += 1
        self.rows.append(SummaryRow(shown(path), None))
        self.progress.remark(f"{shown(path)}: {fault_line(error, self.session.wording)}")
        if self.session.services.debug:
            self.progress.remark("".join(traceback.format_exception(error)))


def line_without_assessment(item: Found, wording: Wording) -> str:
    """The one line on something that was found and is skipped, or cannot be assessed."""
    if item.skipped is not None:
        return f"{shown(item.path)}: {wording.say(f'cli.skipped.{item.skipped}')}"
    reason = UnusableInput(item.trouble or Trouble.NO_FILE)
    return failure_line(InputFailure(shown(item.path), reason), wording.language)


def render_reports(
    session: Session,
    assessment: "Assessment",
    formats: Iterable[str],
    path: Path,
    *,
    several: bool = False,
) -> Iterator[tuple[str, str | bytes]]:
    """Each format with the report on an assessment; all of them are one report, with one number and time.

    Raises:
        UnusableInput: the file at `path` cannot be shown with its evidence marked.
    """
    from service.reports.report import MissingOriginal

    services = session.services
    id, created_at = services.new_id(), services.now()
    for format in formats:
        try:
            report = services.render(
                assessment,
                _made_of(format, several=several),
                language=session.wording.language,
                id=id,
                created_at=created_at,
                applicant=session.settings.applicant_kind,
                original=path.read_bytes() if format == ANNOTATED else None,
            )
        except MissingOriginal as error:
            raise UnusableInput("annotated_needs_pdf") from error
        yield format, _on_one_line(report) if format == "jsonl" else report


def _made_of(format: str, *, several: bool) -> str:
    """The format that one proposal is rendered in for a file that may hold more of them."""
    if format == "jsonl":
        return "json"
    return "row" if several and format in TABLES else format


def _on_one_line(report: str | bytes) -> str:
    return json.dumps(json.loads(report), ensure_ascii=False, separators=(",", ":")) + "\n"
