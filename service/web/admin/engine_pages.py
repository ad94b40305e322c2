"""What grades here, where it is accounted for, and how it is trained anew."""

from datetime import timedelta
from typing import TYPE_CHECKING

from fastapi import APIRouter, Response
from sqlalchemy import select

from service.fingerprint import product_version
from service.ports import WHOLE_SERVICE
from service.store.tables import AuditEntry, Worker
from service.web.admin.visits import AdministeringOf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.backend import Backend

router = APIRouter(prefix="/admin/engine", include_in_schema=False)
TRAIN = (
    "speerwijzer train --dataset voorstellen/ --measure beoordeeld/ --output nieuw.safetensors",
    "speerwijzer evaluate --dataset beoordeeld/",
)
"""The commands that the page explains; the test runs their options through the command line."""


@router.get("")
def show_engine(visit: AdministeringOf) -> Response:
    """The versions in use, the documents about them, and how to train anew."""
    backend, settings = visit.backend, visit.backend.settings
    strategy = backend.strategies.find(settings.strategy)
    return visit.show(
        "admin/engine.html.j2",
        version=product_version(),
        settings=settings,
        strategy=strategy,
        artefact=backend.strategies.artefact(strategy) if strategy else "",
        fingerprint=backend.engine_version,
        workers=_workers(backend),
        trained=_trained(backend),
        commands=TRAIN,
    )


def _workers(backend: "Backend") -> "Sequence[Worker]":
    since = backend.services.now() - timedelta(seconds=backend.settings.lease_seconds)
    with backend.database.read() as session:
        return session.scalars(select(Worker).where(Worker.seen_at >= since).order_by(Worker.name)).all()


def _trained(backend: "Backend") -> "Sequence[AuditEntry]":
    """The times that an artefact was made with this service in reach, newest first."""
    made = select(AuditEntry).where(AuditEntry.action == "engine.trained")
    mine = made.where(AuditEntry.organisation_id == WHOLE_SERVICE)
    with backend.database.read() as session:
        return session.scalars(mine.order_by(AuditEntry.number.desc()).limit(20)).all()
