"""What tells whether a result that is there already is the result that an engine would give."""

import hashlib
import json
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.strategies import Strategy
    from service.settings import Settings


def engine_version(settings: "Settings") -> str:
    """Hash of the product's version and the settings that decide a result."""
    limits = {name: value for name, value in settings if name.startswith("limit_")}
    decisive = [product_version(), settings.encoder, settings.precision, limits]
    return hashlib.sha256(json.dumps(decisive, sort_keys=True).encode()).hexdigest()


def job_key(sha256: str, suffix: str, strategy: "Strategy", engine: str) -> str:
    """Names a file with its kind, a strategy with its artefact, and an engine."""
    from models.artefact import artefact_path

    artefact = artefact_path(strategy)
    trained = hashlib.sha256(artefact.read_bytes()).hexdigest() if artefact.is_file() else ""
    parts = [sha256, suffix.lower(), strategy.sha256, trained, engine]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def product_version() -> str:
    """The version of the product; "unknown" where it runs from a folder without being installed."""
    try:
        return version("speerwijzer")
    except PackageNotFoundError:
        return "unknown"
