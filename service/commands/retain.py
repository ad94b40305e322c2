"""`speerwijzer retain`: removes what has been kept long enough."""

from functools import partial

import typer

from service.services import open_session
from service.streams import write_out


def retain(context: typer.Context) -> None:
    """Remove files, texts and assessments that are too old by the settings, as workers do hourly."""
    session = open_session(context)
    from service.backend import open_backend
    from service.retention import apply_rules
    from service.retention_choices import rules_in_force

    backend = open_backend(session.settings, session.services)
    try:
        removed = apply_rules(backend, partial(rules_in_force, backend), session.services.now())
    finally:
        backend.close()
    write_out(
        session.wording.say("cli.retained", files=removed.files, texts=removed.texts, reports=removed.reports)
    )
