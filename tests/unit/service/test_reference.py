from pathlib import Path

import pytest

from service.reference import cli_reference, reference_pages

REFERENCE = Path(__file__).parents[3] / "docs" / "reference"


@pytest.mark.parametrize("name", ["cli.md", "settings.md"])
def test_page_is_what_the_product_says(name: str) -> None:
    """`python -m service.reference docs/reference` writes the pages again."""
    assert (REFERENCE / name).read_text(encoding="utf-8") == reference_pages()[name]


@pytest.mark.parametrize("width", ["40", "200"])
def test_width_of_the_terminal_does_not_matter(monkeypatch: pytest.MonkeyPatch, width: str) -> None:
    monkeypatch.setenv("COLUMNS", width)
    assert cli_reference() == (REFERENCE / "cli.md").read_text(encoding="utf-8")
