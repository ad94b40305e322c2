"""The template environment of the pages, and the addresses of their static files."""

import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from service.reports.escaping import printable

if TYPE_CHECKING:
    from jinja2 import Environment

    from service.settings import Settings

_TOKENS, _SHARED = "tokens.css", "site.css"


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
    return f"/static/{name}?v={hashlib.sha256(static_content(name)).hexdigest()[:12]}"


@cache
def static_content(name: str) -> bytes:
    """A static file; the tokens come with the style that all pages share. Raises FileNotFoundError."""
    folder = files("service").joinpath("web", "static")
    content = folder.joinpath(name).read_bytes()
    return folder.joinpath(_TOKENS).read_bytes() + content if name == _SHARED else content


def themed(settings: "Settings") -> bool:
    """Whether an organisation has given the pages its own look."""
    return settings.theme is not None
