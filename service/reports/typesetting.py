"""The fonts that come with the typesetter: no others, so that no machine gives other bytes."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typst import Fonts


@cache
def own_fonts() -> "Fonts":
    """The fonts, read once."""
    from typst import Fonts

    return Fonts(include_system_fonts=False)
