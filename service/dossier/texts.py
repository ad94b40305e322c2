"""The texts of the dossier: YAML files of blocks, filled in and turned into a page."""

from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

from service.dossier.facts import LANGUAGE, Facts
from service.model_card.composing import cost, versions
from service.model_card.measured import overall, robustness, slices
from service.model_card.weaknesses import weaknesses
from service.pages.blocks import Block, Bullets, Grid, Heading, Page, Paragraph
from service.reports.sentences import excluded_uses, limits
from service.settings import Settings, variable

DOCUMENTS = (
    "algoritmeregister",
    "dpia",
    "grondrechten",
    "systeemkaart",
    "gebruikershandleiding",
    "toegankelijkheid",
)
"""The documents beside the overview, in the order in which they are listed."""
OVERVIEW = "overzicht"
_TABLES = {"overall": overall, "slices": slices, "robustness": robustness, "cost": cost, "versions": versions}
_SETTINGS = (
    "strategy",
    "encoder",
    "precision",
    "limit_bytes",
    "limit_pages",
    "limit_characters",
    "limit_seconds",
)


def read_text(name: str) -> Mapping[str, Any]:
    """The source of a document by its name."""
    import yaml

    text = files("service").joinpath("dossier", "texts", f"{name}.yaml").read_text(encoding="utf-8")
    content: Mapping[str, Any] = yaml.safe_load(text)
    return content


def compose_document(name: str, facts: Facts) -> Page:
    """A document of blocks as a page; KeyError for a placeholder that does not exist."""
    content, words = read_text(name), facts.placeholders()
    blocks = (block for item in content["blocks"] for block in _blocks(item, facts, words))
    return Page(LANGUAGE, content["title"].format_map(words), tuple(blocks))


def _blocks(item: Mapping[str, Any], facts: Facts, words: Mapping[str, str]) -> Iterator[Block]:
    ((kind, content),) = item.items()
    match kind:
        case "h2" | "h3":
            yield Heading(int(kind[1]), content.format_map(words))
        case "p":
            yield Paragraph(content.strip().format_map(words))
        case "list":
            yield Bullets(tuple(text.format_map(words) for text in content))
        case "table":
            rows = tuple(tuple(cell.format_map(words) for cell in row) for row in content["rows"])
            yield Grid(content["caption"], tuple(content["columns"]), rows)
        case "figures":
            yield from _figures(content, facts)
        case _:
            yield Bullets(tuple(_listed(kind, content, facts)))


def _listed(kind: str, content: object, facts: Facts) -> Iterator[str]:
    """A list that is kept elsewhere; KeyError for one that is not known."""
    wording = facts.telling.wording
    match kind:
        case "excluded_uses":
            yield from excluded_uses(wording)
        case "limits":
            yield from limits(wording)
        case "documents":
            yield from (f"{read_text(name)['title']}: {name}.html" for name in DOCUMENTS)
        case "tests":
            yield from (line["what"] for line in read_text("tests")[str(content)])
        case _:
            raise KeyError(kind)


def _figures(name: str, facts: Facts) -> Iterator[Block]:
    if name == "settings":
        yield _settings(facts.settings)
    elif name == "weaknesses":
        yield Bullets(tuple(weaknesses(facts.telling)))
    else:
        yield from _TABLES[name](facts.telling)


def _settings(settings: Settings) -> Grid:
    """What decides or limits an assessment; folders and threads are no business of a reader."""
    rows = tuple((variable(name), str(getattr(settings, name))) for name in _SETTINGS)
    return Grid("Instellingen", ("Instelling", "Waarde"), rows)
