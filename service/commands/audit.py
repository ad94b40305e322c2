"""`speerwijzer audit`: who did what, and whether anybody changed that record."""

from typing import TYPE_CHECKING, Annotated

import typer

from service.errors import WrongUsage
from service.services import Session, open_session
from service.streams import write_out

if TYPE_CHECKING:
    from service.store.database import Database
    from service.store.tables import AuditEntry

_BROKEN = 1
audit = typer.Typer(help="The audit log: list it, or verify that it is whole.", no_args_is_help=True)


@audit.command()
def verify(
    context: typer.Context,
    known: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NUMBER:HASH",
            help="A hash that was written down earlier: shows that no end was cut off. May be repeated.",
        ),
    ] = None,
) -> None:
    """Verify the hash chain. Prints the number and hash of the last entry: write them down elsewhere."""
    session = open_session(context)
    from service.audit.log import verify_log

    verdict = verify_log(_database(session), known=_known(known or []))
    if verdict.broken is not None:
        broken = verdict.broken
        write_out(session.wording.say(f"cli.audit_broken.{broken.reason}", number=broken.number))
        raise typer.Exit(_BROKEN)
    write_out(session.wording.say("cli.audit_whole", count=verdict.entries))
    write_out(f"{verdict.entries}:{verdict.head}")


@audit.command(name="list")
def list_entries(
    context: typer.Context,
    organisation: Annotated[str | None, typer.Option(help="Only entries of this organisation.")] = None,
    after: Annotated[int, typer.Option(min=0, help="Only entries with a higher number.")] = 0,
) -> None:
    """List the entries, one JSON object a line."""
    session = open_session(context)
    from service.audit.log import entries

    for entry in entries(_database(session), organisation=organisation, after=after):
        write_out(_line(entry))


def _database(session: Session) -> "Database":
    from service.store.database import Database, database_url
    from service.store.migrating import upgrade

    url = database_url(session.settings)
    upgrade(url)
    return Database(url)


def _known(texts: list[str]) -> dict[int, str]:
    try:
        return {int(number): hash for number, _, hash in (text.partition(":") for text in texts)}
    except ValueError as error:
        raise WrongUsage("audit_known") from error


def _line(entry: "AuditEntry") -> str:
    import json

    content = {
        "number": entry.number,
        "at": entry.at.isoformat(),
        "organisation": entry.organisation_id,
        "principal": entry.principal,
        "action": entry.action,
        "subject": entry.subject,
        "details": entry.details,
        "hash": entry.hash,
    }
    return json.dumps(content, ensure_ascii=True)
