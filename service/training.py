"""Makes a trained artefact anew, and tells what it does to measures and grades."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from service.outputs import replacing
from service.ports import OPERATOR, WHOLE_SERVICE, Principal
from service.use_cases import remembering

if TYPE_CHECKING:
    from datetime import datetime

    from corpus.strategies import Strategy
    from evaluation.measured_engine import Labelled
    from models.artefact import Artefact
    from models.encoders.base import Encoder, Progress
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
    comparison = _begun(strategy, measure, settings, progress)
    from models.artefact import artefact_path, write_artefact
    from models.tables import write_table
    from models.training import finish, prepare

    training = prepare(strategy, proposals, comparison.public, labelled=labelled, progress=progress)
    place = output or artefact_path(strategy)
    replaced = _sha256(artefact_path(strategy))
    with replacing(place) as temporary:
        write_artefact(finish(training), temporary)
    if labelled and training.validation is not None:
        with replacing(place.with_suffix(".validation.jsonl")) as temporary:
            write_table(training.validation, temporary)
    ids = [*(each.id for each in proposals), *(each.id for each in labelled)]
    told = comparison.ended(place, ids, progress)
    return Trained(place, strategy.id, replaced, _sha256(place), len(ids), told)


@dataclass(frozen=True, slots=True)
class _Comparison:
    """What is held against the new artefact: the one of before (None: nothing) on these documents."""

    strategy: "Strategy"
    private: "Encoder"
    public: "Encoder"
    documents: "Sequence[Labelled]" = ()
    before: "Artefact | None" = None

    def ended(self, place: Path, fitted_on: "Sequence[str]", progress: "Progress | None") -> str:
        """The comparison with the artefact in a file, as text."""
        if self.before is None:
            return ""
        from evaluation.before_after import compare_artefacts
        from evaluation.results import as_markdown
        from models.artefact import read_artefact

        results = compare_artefacts(
            self.strategy,
            (self.private, self.public),
            self.documents,
            (self.before, read_artefact(place)),
            fitted_on=fitted_on,
            progress=progress,
        )
        return as_markdown(results)


def _begun(
    strategy: "Strategy", folder: Path | None, settings: "Settings", progress: "Progress | None"
) -> _Comparison:
    """Read all that is needed before hours of training: a folder with a slip is told of at once."""
    private, public = remembering(settings, progress)
    if folder is None:
        return _Comparison(strategy, private, public)
    from evaluation.measured_engine import read_folder
    from models.artefact import load_artefact

    return _Comparison(strategy, private, public, read_folder(folder), load_artefact(strategy, private))


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
