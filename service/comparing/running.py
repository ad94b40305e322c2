"""From two arguments of a user to a comparison."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from service.errors import WrongUsage, naming
from service.progress import ProgressDisplay
from service.saved_reports import Saved, find_saved
from service.services import Session

if TYPE_CHECKING:
    from models.comparison import Comparison, Side, Weigh
    from service.use_cases import OpenEngine

_SIDES = 2


@dataclass(frozen=True, slots=True)
class Argument:
    """One side as the user gave it: a proposal with its strategy, or a report that was saved."""

    path: Path
    report: Saved | None
    strategy: str


def arguments(session: Session, paths: Sequence[Path], strategies: Sequence[str]) -> tuple[Argument, ...]:
    """The two sides: two files, or one proposal under two strategies.

    Raises:
        WrongUsage: there are not two sides, or a strategy is given with a saved report.
        InputFailure: a file cannot be used.
    """
    if len(paths) > _SIDES or len(strategies) > _SIDES or max(len(paths), len(strategies)) < _SIDES:
        raise WrongUsage("two_to_compare")
    chosen = list(strategies) or [session.settings.strategy]
    both = [(paths[0], chosen[0]), (paths[-1], chosen[-1])]
    found = []
    for path, strategy in both:
        with naming(path):
            report = find_saved(path, session.settings.limits)
        if report is not None and strategies:
            raise WrongUsage("strategy_with_report")
        found.append(Argument(path, report, strategy))
    return tuple(found)


def compare_arguments(session: Session, given: Sequence[Argument]) -> "Comparison":
    """Read, assess where needed, and compare.

    Raises:
        InputFailure: a proposal cannot be read, or a report is damaged.
        WrongUsage: the two sides are about other spearheads.
    """
    from models.comparison import DifferentSpearheads, compare

    engines: dict[str, OpenEngine] = {}
    with ProgressDisplay(session.wording) as progress:
        for argument in given:
            if argument.report is None and argument.strategy not in engines:
                opened = session.services.open_engine(session.settings, argument.strategy, progress)
                engines[argument.strategy] = opened
        (old, weigh_old), (new, weigh_new) = (_side(session, argument, engines) for argument in given)
    try:
        return compare(old, new, weigh_old=weigh_old, weigh_new=weigh_new)
    except DifferentSpearheads as error:
        raise WrongUsage("other_spearheads", old=", ".join(error.old), new=", ".join(error.new)) from error


def _side(
    session: Session, argument: Argument, engines: "dict[str, OpenEngine]"
) -> "tuple[Side, Weigh | None]":
    from models.comparison import side_of
    from service.comparing.sides import saved_side, weigher

    with naming(argument.path):
        if argument.report is not None:
            return saved_side(argument.report), None
        document = session.services.read_document(argument.path, session.settings.limits)
        engine = engines[argument.strategy]
        return side_of(engine.assess(document)), weigher(engine, document)
