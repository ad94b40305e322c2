"""The tables of the intake service."""

from alembic import op

from service.store.tables import Base

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Go forward."""
    Base.metadata.create_all(op.get_bind())


def downgrade() -> None:
    """Go back."""
    Base.metadata.drop_all(op.get_bind())
