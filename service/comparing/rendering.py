"""The formats of a comparison, and the one function that renders it."""

from models.comparison import Comparison
from service.wording import wording_in

FORMATS = ("text", "json", "md", "html")


def render_comparison(comparison: Comparison, format: str, *, language: str) -> str:
    """The comparison as text in one of FORMATS; the same arguments give the same text."""
    wording = wording_in(language)
    if format == "json":
        from service.comparing.comparison_json import render_comparison_json

        return render_comparison_json(comparison, wording)
    from service.comparing.composing import compose_comparison
    from service.pages.rendering import render_page

    return render_page(compose_comparison(comparison, wording), format)
