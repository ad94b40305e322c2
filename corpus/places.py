"""Names of places, as far as the product knows them."""

from pathlib import Path

_FILE = Path(__file__).parent / "catalogue" / "municipalities.yaml"


def municipalities(file: Path = _FILE) -> frozenset[str]:
    """Names of the municipalities of the Flemish Region and Brussels, in the languages they are told in."""
    import yaml

    by_province: dict[str, list[str]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return frozenset(name for names in by_province.values() for name in names)
