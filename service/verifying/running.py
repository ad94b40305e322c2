"""From the arguments of a user to the checks of a report."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import StrategyError
from service.errors import naming
from service.progress import ProgressDisplay
from service.saved_reports import Saved
from service.services import Session
from service.verifying.findings import Check, Result

if TYPE_CHECKING:
    from corpus.strategies import Strategy
    from service.use_cases import OpenEngine


def verify(session: Session, report: Saved, proposal: Path | None, strategy: str | None) -> tuple[Check, ...]:
    """Check a report by itself and, with its proposal, by assessing that again.

    Raises:
        InputFailure: the proposal cannot be read.
        StrategyError: the strategy file that was handed in cannot be used.
        ModelError: the encoder or the trained artefact cannot be used.
    """
    from service.verifying.alone import alone

    checks = list(alone(report))
    if checks[0].result is Result.DIFFERS:  # of another form: no other field can be relied on
        return tuple(checks)
    return (*checks, *_against_now(session, report, proposal, strategy))


def _against_now(
    session: Session, report: Saved, proposal: Path | None, strategy: str | None
) -> Iterator[Check]:
    from importlib.metadata import version

    from models.code import code_sha256
    from service.verifying.again import against_program, against_strategy

    yield from against_program(report, version("speerwijzer"), code_sha256())
    if proposal is None:
        yield against_strategy(report, _known(report, strategy))
    else:
        yield from _against_proposal(session, report, proposal, strategy)


def _against_proposal(
    session: Session, report: Saved, proposal: Path, strategy: str | None
) -> Iterator[Check]:
    from service.verifying.again import against_assessment, against_document, against_strategy

    with naming(proposal):
        document = session.services.read_document(proposal, session.settings.limits)
    yield from against_document(report, document)
    engine = _engine(session, report, strategy)
    yield against_strategy(report, engine.strategy if engine else None)
    if engine is not None:
        yield from against_assessment(report, engine.assess(document))


def _engine(session: Session, report: Saved, strategy: str | None) -> "OpenEngine | None":
    """The engine for the strategy of the report; None where that is not known here."""
    with ProgressDisplay(session.wording) as progress:
        try:
            return session.services.open_engine(
                session.settings, strategy or str(report["strategy"]["id"]), progress
            )
        except StrategyError:
            if strategy is not None:
                raise
            return None


def _known(report: Saved, strategy: str | None) -> "Strategy | None":
    from corpus.strategy_files import known_strategies, load_strategy

    named = str(report["strategy"]["id"])
    if strategy is None and named not in known_strategies():
        return None
    return load_strategy(strategy or named)
