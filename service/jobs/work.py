"""What is done for a job, step by step. Each step may be done twice: the second time changes nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from corpus.errors import CorpusError
from service.ports import Intake
from service.states import State
from service.store import jobs
from service.store.database import Database
from service.store.files import Files
from service.store.results import pack_assessment, pack_document, unpack_assessment, unpack_document
from service.store.tables import Job
from service.wording import LANGUAGES, error_sentence

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from service.services import Render
    from service.settings import Settings
    from service.use_cases import OpenEngine

PARSED, ASSESSED = 20, 90
"""How far a job is after each step, in percent."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What reading a proposal gave: the name of a stored file, or a problem to tell."""

    file: str = ""
    problem: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """The steps of a job and what they need."""

    settings: "Settings"
    database: Database
    files: Files
    intake: Intake
    engine: "Callable[[str], OpenEngine]"
    render: "Render"
    now: Callable[[], datetime]

    def begin(self, job_id: str) -> bool:
        """Whether there is still something to do; counts the attempt, also after a crash."""
        with self.database.write() as session:
            job = jobs.begin(session, job_id)
            if job is None:
                return False
            if job.attempts > self.settings.job_attempts:
                self._stop(session, job)
                return False
            return True

    def parse(self, job_id: str) -> Parsed:
        """Read the proposal of a job, and store what was read."""
        job = self._job(job_id)
        with TemporaryDirectory(prefix="speerwijzer-") as folder:
            path = Path(folder) / "proposal"
            path.write_bytes(self.files.get(job.organisation_id, job.upload))
            try:
                document = self.intake.read(path, job.name, self.settings.limits)
            except CorpusError as error:
                return Parsed(problem=_problem_of(error))
        name = self.files.keep(job.organisation_id, f"{job_id}.parsed", pack_document(document))
        self._advance(job_id, PARSED)
        return Parsed(file=name)

    def assess(self, job_id: str, parsed: str) -> str:
        """The name of the stored file with the assessment."""
        job = self._job(job_id)
        document = unpack_document(self.files.get(job.organisation_id, parsed))
        assessment = self.engine(job.strategy).assess(document)
        name = self.files.keep(job.organisation_id, f"{job_id}.result", pack_assessment(assessment))
        self._advance(job_id, ASSESSED)
        return name

    def finish(self, job_id: str, parsed: str, content: str) -> None:
        """Give everyone who waits for the job a report."""
        with self.database.write() as session:
            job = session.get(Job, job_id, with_for_update=True)
            if job is None or job.state != State.RUNNING:
                return
            outcome = unpack_assessment(self.files.get(job.organisation_id, content))
            job.content, job.facts = content, jobs.facts_of(outcome)
            for assessment in jobs.settle(session, job, State.DONE, self.now()):
                jobs.write_report(assessment, outcome, self.render, self.now())
        self.files.delete(job.organisation_id, parsed)

    def fail(self, job_id: str, problem: Mapping[str, Any]) -> None:
        """End a job whose proposal cannot be read."""
        with self.database.write() as session:
            job = session.get(Job, job_id, with_for_update=True)
            if job is not None and job.state == State.RUNNING:
                jobs.settle(session, job, State.FAILED, self.now(), problem=problem)

    def stop(self, job_id: str) -> None:
        """Put a job aside that failed by a fault of ours, until somebody asks for it again."""
        with self.database.write() as session:
            job = session.get(Job, job_id, with_for_update=True)
            if job is not None and job.state == State.RUNNING:
                self._stop(session, job)

    def _stop(self, session: "Session", job: Job) -> None:
        job.stopped = True
        jobs.settle(session, job, State.FAILED, self.now(), problem={"key": "internalError"})

    def _job(self, job_id: str) -> Job:
        with self.database.read() as session:
            return session.get_one(Job, job_id)

    def _advance(self, job_id: str, progress: int) -> None:
        with self.database.write() as session:
            jobs.advance(session, job_id, progress)


def _problem_of(error: CorpusError) -> dict[str, Any]:
    """What is kept of an error: a code, and its sentence in every language."""
    sentences = {language: " ".join(error_sentence(error, language).split()) for language in LANGUAGES}
    return {"key": "unreadableProposal", "reason": error.code, "sentences": sentences}
