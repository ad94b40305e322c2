"""One sign a grade, for formats that hold no drawings."""

from collections.abc import Mapping
from types import MappingProxyType

from models.alignment import Grade

SIGNS: Mapping[Grade, str] = MappingProxyType(
    {Grade.CORE: "●", Grade.CONTRIBUTES: "◐", Grade.NONE: "○", Grade.UNCERTAIN: "?"}
)
"""Full, half, open, and a question mark."""
