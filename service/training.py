"""Makes a trained artefact anew, and tells what it does to measures and grades."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from service.outputs import replacing
from service.ports import OPERATOR, WHOLE_SERVICE, Principal
from service.use_cases import remembering

if TYPE_CHECKING:
    from datetime import datetime

    from models.encoders.base import Progress
    from service.settings import Settings


@dataclass(frozen=True, slots=True)
class Trained:
    """An artefact that was made in `place`, from this number of documents.

    `before` is the hash of the one that the product had, "" where it had none, `after` its own.
    `measured` tells of both on a folder, "" where none was given.
    """

    place: Path
    strategy: str
    before: str
    after: str
    documents: int
    measured: str = ""


def train(
    settings: "Settings",
    strategy_name: str,
    *,
    dataset: Path | None = None,
    validation: Path | None = None,
    output: Path | None = None,
    measure: Path | None = None,
    progress: "Progress | None" = None,
) -> Trained:
    """Rebuild the trained artefact of a strategy from annotated proposals.

    Without `output` it takes the place of the artefact that the product ships with. With a
    `validation` folder of labelled texts, the table of their features is written beside it. With a
    `measure` folder of documents with known grades, the old and the new one are compared on it.

    Raises:
        CorpusError: the strategy, the annotated proposals or the folder cannot be used.
        ModelError: the encoder or the artefact of before cannot be used.
    """
    from corpus.annotated import PROPOSALS, read_labelled_folder, read_proposals
    from corpus.strategy_files import load_strategy

    strategy = load_strategy(strategy_name)
    proposals = read_proposals(dataset or PROPOSALS)
    labelled = read_labelled_folder(validation) if validation else ()
    from evaluation.measured_engine import read_folder

    documents = read_folder(measure) if measure else ()
    encoders = remembering(settings, progress)
    from models.artefact import artefact_path, load_artefact, read_artefact, write_artefact
    from models.tables import write_table
    from models.training import finish, prepare

    before = load_artefact(strategy, encoders[0]) if measure else None
    replaced = _sha256(artefact_path(strategy))
    training = prepare(strategy, proposals, encoders[1], labelled=labelled, progress=progress)
    place = output or artefact_path(strategy)
    with replacing(place) as temporary:
        write_artefact(finish(training), temporary)
    if labelled and training.validation is not None:
        with replacing(place.with_suffix(".validation.jsonl")) as temporary:
            write_table(training.validation, temporary)
    ids = [*(each.id for each in proposals), *(each.id for each in labelled)]
    told = ""
    if before is not None:
        from evaluation.before_after import compare_artefacts
        from evaluation.results import as_markdown

        artefacts = (before, read_artefact(place))
        told = as_markdown(
            compare_artefacts(strategy, encoders, documents, artefacts, fitted_on=ids, progress=progress)
        )
    return Trained(place, strategy.id, replaced, _sha256(place), len(ids), told)


def _sha256(path: Path) -> str:
    """The hash of a file; "" where there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def note(settings: "Settings", now: "Callable[[], datetime]", trained: Trained) -> bool:
    """Write in the audit log of the service that an artefact was made; False where no service is set up.

    A service is taken to be set up where its data folder or its database is named in the settings.
    """
    if not settings.model_fields_set & {"data_folder", "database_url"}:
        return False
    from service.audit.log import DatabaseAuditLog
    from service.store.database import Database, database_url
    from service.store.migrating import upgrade

    url = database_url(settings)
    upgrade(url)
    database = Database(url)
    with database.write() as session:
        DatabaseAuditLog(now).record(
            session,
            Principal(OPERATOR, WHOLE_SERVICE),
            "engine.trained",
            trained.strategy,
            before=trained.before or None,
            after=trained.after,
            documents=trained.documents,
        )
    database.close()
    return True
