"""What the pages keep: versions of a proposal, and replies of applicants."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Go forward."""
    assessment = "assessments.id"
    op.create_table(
        "proposal_versions",
        sa.Column(
            "assessment_id", sa.String(36), sa.ForeignKey(assessment, ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("proposal_id", sa.String(36), nullable=False, index=True),
        sa.Column("number", sa.Integer(), nullable=False),
    )
    op.create_table(
        "replies",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column(
            "assessment_id",
            sa.String(36),
            sa.ForeignKey(assessment, ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("spearhead", sa.String(64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_by", sa.String(200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("assessment_id", "number"),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("replies")
    op.drop_table("proposal_versions")
