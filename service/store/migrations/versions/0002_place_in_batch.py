"""The assessments of a batch keep the order in which they were sent."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Go forward: what is there already stands at place 0."""
    with op.batch_alter_table("assessments") as table:
        table.add_column(sa.Column("place", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("assessments") as table:
        table.drop_column("place")
