"""What administrators keep: strategies that they uploaded or try, and ages at which things go."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Go forward."""
    _make_installed_strategies()
    _make_strategy_trials()
    op.create_table(
        "retention_choices",
        _organisation("retention_choices"),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        *_made("changed"),
        sa.PrimaryKeyConstraint("organisation_id", "kind", name="pk_retention_choices"),
    )


def downgrade() -> None:
    """Go back; assessments by an uploaded strategy stay, but nothing more can be held against it."""
    for table in ("retention_choices", "strategy_trials", "installed_strategies"):
        op.drop_table(table)


def _make_installed_strategies() -> None:
    op.create_table(
        "installed_strategies",
        sa.Column("name", sa.String(200), nullable=False),
        _organisation("installed_strategies"),
        sa.Column("strategy", sa.String(200), nullable=False),
        sa.Column("version", sa.String(200), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        *_made("created"),
        sa.PrimaryKeyConstraint("name", name="pk_installed_strategies"),
        sa.UniqueConstraint("organisation_id", "sha256", name="uq_installed_strategies_organisation_id"),
    )
    op.create_index("ix_installed_strategies_organisation_id", "installed_strategies", ["organisation_id"])


def _make_strategy_trials() -> None:
    op.create_table(
        "strategy_trials",
        sa.Column("id", sa.String(36), nullable=False),
        _organisation("strategy_trials"),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("base", sa.String(200)),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("members", sa.JSON(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("unread", sa.Integer(), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("installed", sa.String(200)),
        *_made("created"),
        sa.PrimaryKeyConstraint("id", name="pk_strategy_trials"),
    )
    op.create_index("ix_strategy_trials_organisation_id", "strategy_trials", ["organisation_id"])


def _organisation(table: str) -> "sa.Column[str]":
    key = sa.ForeignKey("organisations.id", name=f"fk_{table}_organisation_id_organisations")
    return sa.Column("organisation_id", sa.String(64), key, nullable=False)


def _made(verb: str) -> "tuple[sa.Column[str], sa.Column[object]]":
    return (
        sa.Column(f"{verb}_by", sa.String(200), nullable=False),
        sa.Column(f"{verb}_at", sa.DateTime(timezone=True), nullable=False),
    )
