"""`speerwijzer dead-letters`: jobs that were given up by a fault of ours, seen and tried again."""

from typing import TYPE_CHECKING, Annotated

import typer

from service.errors import WrongUsage
from service.services import Session, open_session
from service.streams import say, write_out

if TYPE_CHECKING:
    from service.backend import Backend

dead_letters = typer.Typer(
    help="Jobs that were given up by a fault of the service: list them, try them again."
)


@dead_letters.callback(invoke_without_command=True)
def list_them(context: typer.Context) -> None:
    """List the jobs that were given up, of all organisations; `requeue` tries one again."""
    if context.invoked_subcommand is not None:
        return
    from service.dead_letters import list_dead_letters

    backend = _opened(open_session(context))
    for job, assessments in list_dead_letters(backend, None):
        finished = job.finished_at.isoformat() if job.finished_at else ""
        write_out("\t".join((job.id, job.organisation_id, finished, str(job.attempts), *assessments)))
    backend.close()


@dead_letters.command()
def requeue(
    context: typer.Context,
    job: Annotated[str, typer.Argument(metavar="JOB", help="Id of a job from the list.", show_default=False)],
) -> None:
    """Try a job again from the start."""
    from service.dead_letters import requeue_any
    from service.problems import Problem

    session = open_session(context)
    backend = _opened(session)
    try:
        requeue_any(backend, job)
    except Problem as error:
        raise WrongUsage("no_dead_letter", id=job) from error
    finally:
        backend.close()
    say(session.wording.say("cli.requeued", id=job))


def _opened(session: Session) -> "Backend":
    from service.backend import open_backend
    from service.store.migrating import upgrade

    backend = open_backend(session.settings, session.services)
    upgrade(backend.database.url)
    return backend
