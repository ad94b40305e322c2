"""What tells whether a result that is there already is the result that an engine would give."""

import hashlib
import json
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from service.settings import Settings


def engine_version(settings: "Settings") -> str:
    """Hash of the product's version and the settings that decide a result."""
    limits = {name: value for name, value in settings if name.startswith("limit_")}
    decisive = [product_version(), settings.encoder, settings.precision, limits]
    return hashlib.sha256(json.dumps(decisive, sort_keys=True).encode()).hexdigest()


@cache
def product_version() -> str:
    """The version of the product; "unknown" where it runs from a folder without being installed."""
    try:
        return version("speerwijzer")
    except PackageNotFoundError:
        return "unknown"
