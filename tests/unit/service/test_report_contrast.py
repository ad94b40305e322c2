"""The colours of the HTML report against the contrast that WCAG 2.2 AA asks."""

import re
from pathlib import Path

import pytest

STYLE = Path(__file__).parents[3] / "service" / "reports" / "templates" / "assessment.css"
BACKGROUNDS = ("paper", "surface", "soft")
TEXT = 4.5
GRAPHIC = 3.0


def themes() -> list[dict[str, str]]:
    blocks = re.findall(r":root \{(.*?)\}", STYLE.read_text(encoding="utf-8"), re.DOTALL)
    light, dark = (dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block)) for block in blocks[:2])
    return [light, light | dark]


def luminance(colour: str) -> float:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", themes(), ids=["light", "dark"])
@pytest.mark.parametrize("ink", ["ink", "muted", "accent", "doubt"])
def test_text_can_be_read(theme: dict[str, str], ink: str) -> None:
    assert min(contrast(theme[ink], theme[background]) for background in BACKGROUNDS) >= TEXT


@pytest.mark.parametrize("theme", themes(), ids=["light", "dark"])
def test_text_can_be_read_on_a_mark(theme: dict[str, str]) -> None:
    assert contrast(theme["ink"], theme["mark"]) >= TEXT
    assert contrast(theme["ink"], theme["target"]) >= TEXT


@pytest.mark.parametrize("theme", themes(), ids=["light", "dark"])
@pytest.mark.parametrize("drawing", ["solid", "frame", "mark-line"])
def test_drawings_can_be_told_from_their_ground(theme: dict[str, str], drawing: str) -> None:
    assert min(contrast(theme[drawing], theme[ground]) for ground in ("paper", "surface")) >= GRAPHIC
