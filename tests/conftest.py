"""Engines that are dear to make: once a session, and only when a test asks for one."""

from pathlib import Path

import pytest

from corpus.strategy_files import load_strategy
from models.artefact import Artefact
from models.encoders.base import Encoder
from models.encoders.cached import CachedEncoder
from models.engine import Engine, load_engine
from tests.fakes.artefacts import garden_artefact
from tests.fakes.encoders import FakeEncoder
from tests.fakes.strategies import garden_strategy


@pytest.fixture(scope="session")
def words_encoder() -> Encoder:
    """One encoder without a model for all tests that need no other, with a memory."""
    return CachedEncoder(FakeEncoder(512))


@pytest.fixture(scope="session")
def artefact(words_encoder: Encoder) -> Artefact:
    """An artefact that was trained on made-up proposals with the encoder without a model."""
    return garden_artefact(words_encoder)


@pytest.fixture(scope="session")
def engine(artefact: Artefact, words_encoder: Encoder) -> Engine:
    """A trained engine of three spearheads, without a model."""
    return load_engine(garden_strategy(), words_encoder, artefact=artefact)


@pytest.fixture(scope="session")
def real_encoder() -> Encoder:
    """The default encoder, as the service uses it."""
    from models.encoders.selection import load_encoder

    return CachedEncoder(load_encoder())


@pytest.fixture(scope="session")
def real_engine(real_encoder: Encoder) -> Engine:
    """The shipped engine with the default encoder; public texts are remembered as the service does."""
    from service.settings import Settings

    public = CachedEncoder(real_encoder, folder=Settings().cache_folder)
    return load_engine(load_strategy("vlaanderen-2025"), real_encoder, public=public)


@pytest.fixture(scope="session")
def examples() -> Path:
    """The folder of the example proposals."""
    return Path(__file__).parents[1] / "corpus" / "examples"
