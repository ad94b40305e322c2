"""Cues: wording that tells what a passage does, whatever it is about."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_FILE = Path(__file__).parent / "catalogue" / "cues.yaml"


@dataclass(frozen=True, slots=True)
class Cues:
    """One compiled expression for each kind of cue, over all languages."""

    patterns: Mapping[str, re.Pattern[str]]

    def found(self, kind: str, text: str) -> bool:
        """Whether `text` holds a cue of `kind`; raises KeyError for a kind that is not in the file."""
        return self.patterns[kind].search(text) is not None


def load_cues(file: Path = _FILE) -> Cues:
    """Read the cue file; a passage may quote another language, so languages are not kept apart."""
    import yaml

    kinds: Mapping[str, Mapping[str, list[str]]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return Cues(
        {
            kind: re.compile(
                "|".join(f"(?:{line})" for lines in by_language.values() for line in lines), re.I
            )
            for kind, by_language in kinds.items()
        }
    )
