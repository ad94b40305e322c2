"""What is written from measured figures: the model card, and the dossier for an authority."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from service.errors import WrongUsage

if TYPE_CHECKING:
    from evaluation.card import Figures
    from service.settings import Settings


def card(strategy_name: str, format: str, *, language: str) -> str:
    """The model card of a strategy, from the figures that were measured last.

    Raises:
        StrategyError: there is no such strategy.
        WrongUsage: nothing was measured for it yet.
    """
    from service.model_card.rendering import render_card

    return render_card(_figures(strategy_name), format, language=language)


def dossier(
    settings: "Settings", strategy_name: str, *, organisation: str | None = None, contact: str | None = None
) -> Mapping[str, str]:
    """The files of the dossier for an authority, by name, from settings and measured figures.

    Raises:
        StrategyError: there is no such strategy.
        WrongUsage: nothing was measured for it yet, or a name does not fit the register.
    """
    from service.dossier.facts import Facts
    from service.dossier.writing import dossier_files

    return dossier_files(Facts(_figures(strategy_name), settings, organisation, contact))


def _figures(strategy_name: str) -> "Figures":
    from corpus.strategy_files import load_strategy
    from evaluation.card import UnusableFigures, figures_path, read_figures

    strategy = load_strategy(strategy_name)
    try:
        return read_figures(figures_path(strategy.id))
    except UnusableFigures as error:
        raise WrongUsage("no_card", strategy=strategy.id) from error
