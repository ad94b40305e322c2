"""Words that tell who applies and not what a proposal does, as far as the product knows them."""

from collections.abc import Mapping
from pathlib import Path

_CATALOGUE = Path(__file__).parent / "catalogue"


def municipalities() -> frozenset[str]:
    """Names of the municipalities of the Flemish Region and Brussels, in the languages they are told in."""
    by_province = _read("municipalities.yaml")
    return frozenset(name for names in by_province.values() for name in names)


def gendered_words() -> Mapping[str, str]:
    """Words that differ by the gender of one person, each with the form that stands for all of them."""
    return {word: form for form, words in _read("gendered_words.yaml").items() for word in words}


def _read(name: str) -> Mapping[str, list[str]]:
    import yaml

    found: Mapping[str, list[str]] = yaml.safe_load((_CATALOGUE / name).read_text(encoding="utf-8"))
    return found
