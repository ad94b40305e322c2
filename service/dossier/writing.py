"""All files of the dossier, by name."""

from service.dossier.facts import Facts
from service.dossier.register import register_fields, register_json, register_page
from service.dossier.texts import DOCUMENTS, OVERVIEW, compose_document
from service.errors import WrongUsage
from service.pages.rendering import render_page

FORMATS = ("md", "html")


def dossier_files(facts: Facts) -> dict[str, str]:
    """The text of every file by its name; the same facts give the same files.

    Raises:
        WrongUsage: the organisation or the contact does not fit the register.
    """
    for field in register_fields(facts):
        if any(field.problems()):
            raise WrongUsage("register_field", field=field.label, limit=_limit(field.limits))
    pages = {
        name: register_page(facts) if name == DOCUMENTS[0] else compose_document(name, facts)
        for name in (OVERVIEW, *DOCUMENTS)
    }
    written = {
        f"{name}.{format}": render_page(page, format) for name, page in pages.items() for format in FORMATS
    }
    return {f"{DOCUMENTS[0]}.json": register_json(facts), **written}


def _limit(limits: object) -> str:
    """The limits of a field in short, for whoever has to keep to them."""
    if not isinstance(limits, dict):
        return ""
    longest = f"≤ {limits['longest']}" if "longest" in limits else ""
    form = "https://… / naam@domein" if "pattern" in limits else ""
    return ", ".join(part for part in (longest, form) if part)
