"""A model card as Markdown or as one HTML file."""

from typing import TYPE_CHECKING

from service.model_card.composing import compose_card
from service.pages.rendering import render_page
from service.wording import wording_in

if TYPE_CHECKING:
    from evaluation.card import Figures

FORMATS = ("md", "html")


def render_card(figures: "Figures", format: str, *, language: str) -> str:
    """The card as text; the same figures give the same text.

    Raises UnknownLanguage for a language without a catalogue.
    """
    return render_page(compose_card(figures, wording_in(language)), format)
