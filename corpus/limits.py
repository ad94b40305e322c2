"""Every limit on input in one place, checked before the work that it bounds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DocumentLimits:
    """Upper bounds for one file; a file beyond one of them is refused with a clear sentence."""

    bytes: int = 50_000_000
    """Size of the file as handed in."""
    pages: int = 400
    """Pages of a PDF."""
    characters: int = 2_000_000
    """Code points of the canonical text."""
    unpacked_bytes: int = 300_000_000
    """Sum of the unpacked members of a zipped format."""
    archive_members: int = 10_000
    """Files inside a zipped format."""
    unpacked_ratio: int = 200
    """Unpacked bytes for each packed byte; beyond it a zipped format is taken for a bomb."""
    seconds: float = 60.0
    """Wall-clock time for parsing."""


@dataclass(frozen=True, slots=True)
class StrategyLimits:
    """Upper bounds for one strategy file."""

    bytes: int = 1_000_000
    """Size of the file."""
    depth: int = 8
    """Levels of nesting; the format needs five."""
