"""The template environment of the pages, and the addresses of their static files."""

import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from service.reports.escaping import printable

if TYPE_CHECKING:
    from jinja2 import Environment

    from service.settings import Settings


@cache
def environment() -> "Environment":
    """Escapes everything, and knows no name that was not given."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("service", "web/templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["asset"] = asset
    made.globals["printable"] = printable
    return made


@cache
def asset(name: str) -> str:
    """The address of a static file; it changes with the content, so that browsers may keep it."""
    content = files("service").joinpath("web", "static", name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(content).hexdigest()[:12]}"


def themed(settings: "Settings") -> bool:
    """Whether an organisation has given the pages its own look."""
    return settings.theme is not None
