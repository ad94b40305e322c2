"""`speerwijzer backup` and `speerwijzer restore`: a copy of all that the service remembers."""

from pathlib import Path
from typing import Annotated

import typer

from service.errors import UnusableInput, WrongUsage, naming
from service.services import open_session
from service.streams import shown, write_out


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write it.", show_default=False)],
) -> None:
    """Write all tables and files of the service to one file, while it goes on."""
    session = open_session(context)
    from service.backend import open_backend
    from service.backups.writing import write_backup

    if file.exists():
        raise WrongUsage("exists", path=shown(file))
    backend = open_backend(session.settings, session.services)
    try:
        count = write_backup(backend, file)
    except OSError as error:
        raise WrongUsage("output_unwritable", path=shown(file), reason=error.strerror or error) from error
    finally:
        backend.close()
    write_out(session.wording.say("cli.backup_written", path=shown(file), rows=count.rows, files=count.files))


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.", show_default=False)],
) -> None:
    """Put a backup back into a service that holds nothing yet, of either kind of database."""
    session = open_session(context)
    from service.backend import open_backend
    from service.backups.restoring import UnusableBackup, restore_backup

    backend = open_backend(session.settings, session.services)
    try:
        with naming(file):
            try:
                count = restore_backup(backend, file)
            except UnusableBackup as error:
                raise UnusableInput(f"backup_{error.reason}") from error
            except OSError as error:
                raise UnusableInput("closed", reason=error.strerror or "") from error
    finally:
        backend.close()
    write_out(
        session.wording.say("cli.backup_restored", path=shown(file), rows=count.rows, files=count.files)
    )
