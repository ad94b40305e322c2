"""`speerwijzer keys`: who may use the API."""

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from service.errors import WrongUsage
from service.services import Session, open_session
from service.streams import say, write_out

if TYPE_CHECKING:
    from service.security.key_register import KeyRegister
    from service.store.tables import ApiKey

keys = typer.Typer(help="The API keys: make one, list them, revoke one.", no_args_is_help=True)


@keys.command()
def create(
    context: typer.Context,
    organisation: Annotated[str, typer.Argument(help="Whose key it is, such as an OVO code.")],
    role: Annotated[
        list[str], typer.Option(help="submitter, reviewer, administrator or portal; may be repeated.")
    ],
    name: Annotated[str, typer.Option(help="What the key is for.")] = "",
    scope: Annotated[
        list[str] | None, typer.Option(help="Only this scope of what the roles give; may be repeated.")
    ] = None,
    days: Annotated[int | None, typer.Option(min=1, help="Days until it expires; without it: never.")] = None,
) -> None:
    """Make a key. It is shown once, here; only its hash is kept."""
    session = open_session(context)
    from service.security.key_register import KeyWish, UnusableKeyRequest

    expires = session.services.now() + timedelta(days=days) if days else None
    scopes = frozenset(scope) if scope else None
    wish = KeyWish(organisation, name or organisation, frozenset(role), scopes, expires)
    try:
        key = _register(session).create(wish)
    except UnusableKeyRequest as error:
        raise WrongUsage(f"key_{error.reason}") from error
    say(session.wording.say("cli.key_shown_once"))
    write_out(key.text)


@keys.command(name="list")
def list_keys(
    context: typer.Context,
    organisation: Annotated[str | None, typer.Option(help="Only the keys of this organisation.")] = None,
) -> None:
    """List the keys: id, organisation, roles, name, and when made, last used, expired or revoked."""
    session = open_session(context)
    for row in _register(session).rows(organisation):
        write_out("\t".join(_columns(row)))


@keys.command()
def revoke(context: typer.Context, id: Annotated[str, typer.Argument(help="The id of the key.")]) -> None:
    """Make a key useless from now on."""
    session = open_session(context)
    if not _register(session).revoke(id.removeprefix("sw_").partition("_")[0]):
        raise WrongUsage("key_unknown", id=id[:20])
    write_out(session.wording.say("cli.key_revoked"))


def _register(session: Session) -> "KeyRegister":
    from service.audit.log import DatabaseAuditLog
    from service.security.key_register import KeyRegister
    from service.store.database import Database, database_url
    from service.store.migrating import upgrade

    url = database_url(session.settings)
    upgrade(url)
    now = session.services.now
    return KeyRegister(Database(url), now, DatabaseAuditLog(now))


def _columns(row: "ApiKey") -> tuple[str, ...]:
    moments = (row.created_at, row.last_used_at, row.expires_at, row.revoked_at)
    shown = tuple(f"{moment:%Y-%m-%dT%H:%MZ}" if moment else "-" for moment in moments)
    return (row.prefix, row.organisation_id, ",".join(row.roles), row.name, *shown)
