"""What is done for a job, step by step. Each step may be done twice: the second time changes nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from corpus.errors import CorpusError, UnknownStrategy
from service.announcing import announce_ended
from service.backend import Backend
from service.observability.logs import log
from service.renderings import first_report
from service.reviewing.digest import take_in
from service.states import State
from service.store import jobs
from service.store.results import pack_assessment, pack_document, unpack_assessment, unpack_document
from service.store.tables import Assessment, Job
from service.strategies import trials
from service.wording import LANGUAGES, error_sentence

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from corpus.strategies import Strategy
    from service.use_cases import OpenEngine

PARSED, ASSESSED = 20, 90
"""How far a job is after each step, in percent."""


WORKER_LOST = "WorkerLost"
"""The kind of fault of a job whose worker went away each time that it was tried."""


class Fault(Exception):
    """A slip of the program inside a step; holds the kind of error, never its text, which may quote."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What reading a proposal gave: the name of a stored file, or a problem to tell."""

    file: str = ""
    problem: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """The steps of a job and what they need; `engine` gives the engine of a strategy."""

    backend: Backend
    engine: "Callable[[Strategy], OpenEngine]"

    def begin(self, job_id: str) -> bool:
        """Whether there is still something to do; counts the attempt, also after a crash."""
        with self.backend.database.write() as session:
            job = jobs.begin(session, job_id)
            if job is None:
                return False
            if job.attempts > self.backend.settings.job_attempts:
                self._put_aside(session, job, WORKER_LOST)
                return False
            return True

    def parse(self, job_id: str) -> Parsed:
        """Read the proposal of a job, and store what was read."""
        job, backend = self._job(job_id), self.backend
        with TemporaryDirectory(prefix="speerwijzer-") as folder:
            path = Path(folder) / f"proposal{Path(job.name).suffix[:20]}"
            backend.files.copy(job.organisation_id, job.upload, path)
            try:
                document = backend.intake.read(path, job.name, backend.settings.limits)
            except CorpusError as error:
                return Parsed(problem=_problem_of(error))
        name = backend.files.keep(job.organisation_id, parsed_file(job_id), pack_document(document))
        self._advance(job_id, PARSED)
        return Parsed(file=name)

    def assess(self, job_id: str, parsed: str) -> str:
        """The name of the stored file with the assessment."""
        job, backend = self._job(job_id), self.backend
        document = unpack_document(backend.files.get(job.organisation_id, parsed))
        assessment = self.engine(self._strategy(job)).assess(document)
        name = backend.files.keep(job.organisation_id, result_file(job_id), pack_assessment(assessment))
        self._advance(job_id, ASSESSED)
        return name

    def finish(self, job_id: str, result: str) -> None:
        """Give everyone who waits for the job a report."""
        job, backend = self._job(job_id), self.backend
        outcome = unpack_assessment(backend.files.get(job.organisation_id, result))
        ended: Sequence[Assessment] = ()
        with backend.database.write() as session:
            current = _running(session, job_id)
            if current is not None:
                now = backend.services.now()
                current.content, current.facts = result, jobs.facts_of(outcome)
                ended = jobs.settle(session, current, State.DONE, now)
                for assessment in ended:
                    jobs.write_report(assessment, outcome, first_report(backend, assessment, outcome), now)
                announce_ended(backend, session, ended)
        backend.files.delete(job.organisation_id, parsed_file(job_id))
        self._tell_calls(ended, outcome.document.text)

    def _tell_calls(self, ended: Sequence[Assessment], text: str) -> None:
        try:
            take_in(self.backend, ended, text)
        except Exception:  # the report is there; pages make up for what is missing here
            log().exception("digest_failed")

    def fail(self, job_id: str, problem: Mapping[str, Any]) -> None:
        """End a job whose proposal cannot be read."""
        with self.backend.database.write() as session:
            job = _running(session, job_id)
            if job is not None:
                self._end_badly(session, job, problem)

    def put_aside(self, job_id: str, error: Exception) -> None:
        """End a job that failed by a fault of ours; it waits until somebody asks for it again."""
        with self.backend.database.write() as session:
            job = _running(session, job_id)
            if job is not None:
                self._put_aside(session, job, kind_of(error))

    def try_strategy(self, trial_id: str, round: int, done: int) -> int | None:
        """Grade the next few assessments of a trial; see `trials.advance`."""
        return trials.advance(self.backend, self.engine, trial_id, round, done)

    def give_up_trial(self, trial_id: str) -> None:
        """End a trial that failed by a fault of ours."""
        trials.fail(self.backend, trial_id)

    def _put_aside(self, session: "Session", job: Job, fault: str) -> None:
        job.stopped = True
        self._end_badly(session, job, {"key": "internalError", "fault": fault})

    def _end_badly(self, session: "Session", job: Job, problem: Mapping[str, Any]) -> None:
        ended = jobs.settle(session, job, State.FAILED, self.backend.services.now(), problem=problem)
        announce_ended(self.backend, session, ended)

    def _strategy(self, job: Job) -> "Strategy":
        strategy = self.backend.strategies.find(job.strategy)
        if strategy is None:
            raise UnknownStrategy(name=job.strategy, known="")
        return strategy

    def _job(self, job_id: str) -> Job:
        with self.backend.database.read() as session:
            return session.get_one(Job, job_id)

    def _advance(self, job_id: str, progress: int) -> None:
        with self.backend.database.write() as session:
            jobs.advance(session, job_id, progress)


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of a job as functions, so that something may stand around each of them."""

    begin: Callable[[str], bool]
    parse: Callable[[str], Parsed]
    assess: Callable[[str, str], str]
    finish: Callable[[str, str], None]
    fail: Callable[[str, Mapping[str, Any]], None]
    put_aside: Callable[[str, Exception], None]


def steps_of(work: Work) -> Steps:
    """The steps, with nothing around them."""
    return Steps(work.begin, work.parse, work.assess, work.finish, work.fail, work.put_aside)


def perform(steps: Steps, job_id: str) -> None:
    """Do a job from beginning to end."""
    if not steps.begin(job_id):
        return
    try:
        parsed = steps.parse(job_id)
        if parsed.problem is not None:
            steps.fail(job_id, parsed.problem)
        else:
            steps.finish(job_id, steps.assess(job_id, parsed.file))
    except Exception as error:  # every attempt at a step failed: people can see it, and try again
        steps.put_aside(job_id, error)


def kind_of(error: Exception) -> str:
    """The kind of an error, never its text; of one that sums up several attempts, that of the last."""
    if isinstance(error, Fault):
        return str(error)
    attempts = getattr(error, "errors", None)
    return kind_of(attempts[-1]) if attempts else type(error).__name__


def parsed_file(job_id: str) -> str:
    """The name of the stored file with the parsed proposal; it is there while the job runs."""
    return f"{job_id}.parsed"


def result_file(job_id: str) -> str:
    """The name of the stored file with the assessment in full."""
    return f"{job_id}.result"


def _running(session: "Session", job_id: str) -> Job | None:
    job = session.get(Job, job_id, with_for_update=True)
    return job if job is not None and job.state == State.RUNNING else None


def _problem_of(error: CorpusError) -> dict[str, Any]:
    """What is kept of an error: a code, and its sentence in every language."""
    sentences = {language: " ".join(error_sentence(error, language).split()) for language in LANGUAGES}
    return {"key": "unreadableProposal", "reason": error.code, "sentences": sentences}
