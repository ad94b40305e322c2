"""`speerwijzer score`: a table of short texts with a probability and a grade for each spearhead."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from service.errors import naming
from service.outputs import refuse_overwriting
from service.progress import ProgressDisplay
from service.services import Session, open_session
from service.streams import say, shown
from service.tables import Table, check_free, read_table, table_format, texts_of, with_scores, write_table
from service.use_cases import Background


class BackgroundOption(StrEnum):
    """What scores are standardised against."""

    SHIPPED = "shipped"
    BATCH = "batch"


def score(
    context: typer.Context,
    table: Annotated[
        Path,
        typer.Argument(
            metavar="TABLE", help="A .csv, .tsv, .xlsx, .parquet or .jsonl file.", show_default=False
        ),
    ],
    output: Annotated[Path, typer.Option(help="The file to write; its extension decides the format.")],
    text_column: Annotated[str, typer.Option(help="The column that holds the texts.")] = "text",
    strategy: Annotated[
        str | None, typer.Option(metavar="ID|FILE", help="A known strategy, or a YAML file.")
    ] = None,
    background: Annotated[
        BackgroundOption,
        typer.Option(help="shipped: a row never depends on its neighbours; batch: against the table itself."),
    ] = BackgroundOption.SHIPPED,
) -> None:
    """Score a table of short texts: the same rows and columns, plus two columns for each spearhead."""
    session = open_session(context)
    table_format(output)
    refuse_overwriting(output, [table])
    with naming(table):
        whole = read_table(table)
    scored = _scored(session, whole, text_column, strategy or session.settings.strategy, background.value)
    write_table(scored, output)
    say(session.wording.say("cli.written", path=shown(output)))


def _scored(session: Session, table: Table, text_column: str, strategy: str, background: Background) -> Table:
    texts = texts_of(table, text_column)
    with ProgressDisplay(session.wording) as progress:
        engine = session.services.open_engine(session.settings, strategy, progress)
        spearheads = [spearhead.id for spearhead in engine.strategy.spearheads]
        check_free(table, spearheads)
        return with_scores(table, spearheads, engine.score(texts, background=background, progress=progress))
