"""`speerwijzer encrypt`: encrypts the stored files anew, with the newest key."""

import typer

from service.errors import WrongUsage
from service.services import open_session
from service.streams import write_out


def encrypt(context: typer.Context) -> None:
    """Encrypt every stored file with the newest key of the settings; may be broken off and run again."""
    session = open_session(context)
    from service.store.files import open_files

    if not session.settings.encryption_keys.get_secret_value().strip():
        raise WrongUsage("no_encryption_keys")
    write_out(session.wording.say("cli.encrypted", files=open_files(session.settings).rotate()))
