"""The tables of reviewing: calls, dossiers and reviews."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_TABLES = (
    "calls",
    "grades_in_view",
    "saved_views",
    "dossiers",
    "dossier_marks",
    "reviews",
    "review_changes",
    "review_grades",
)
"""In the order in which they are made."""


def upgrade() -> None:
    """Go forward."""
    _make_calls()
    _make_grades_in_view()
    _make_saved_views()
    _make_dossiers()
    _make_dossier_marks()
    _make_reviews()
    _make_review_changes()
    _make_review_grades()


def downgrade() -> None:
    """Go back; what reviewers said is lost."""
    for table in reversed(_TABLES):
        op.drop_table(table)


def _make_calls() -> None:
    op.create_table(
        "calls",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("organisation_id", sa.String(64), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("strategy", sa.String(200), nullable=False),
        sa.Column("focus", sa.JSON(), nullable=False),
        sa.Column("reviewers", sa.JSON(), nullable=False),
        sa.Column("blind", sa.Boolean(), nullable=False),
        sa.Column("sample_share", sa.Float(), nullable=False),
        sa.Column("sample_seed", sa.Integer(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True)),
        sa.Column("closes_at", sa.DateTime(timezone=True)),
        sa.Column("created_by", sa.String(200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_calls_organisation_id_organisations"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_calls"),
    )
    op.create_index("ix_calls_organisation_id", "calls", ["organisation_id"])


def _make_grades_in_view() -> None:
    op.create_table(
        "grades_in_view",
        sa.Column("call_id", sa.String(36), nullable=False),
        sa.Column("reviewer", sa.String(200), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.id"], name="fk_grades_in_view_call_id_calls", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("call_id", "reviewer", name="pk_grades_in_view"),
    )


def _make_saved_views() -> None:
    op.create_table(
        "saved_views",
        sa.Column("call_id", sa.String(36), nullable=False),
        sa.Column("owner", sa.String(200), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("query", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.id"], name="fk_saved_views_call_id_calls", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("call_id", "owner", "name", name="pk_saved_views"),
    )


def _make_dossiers() -> None:
    op.create_table(
        "dossiers",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("call_id", sa.String(36), nullable=False),
        sa.Column("assessment_id", sa.String(36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("applicant", sa.String(200), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("assigned_to", sa.String(200)),
        sa.Column("second_reader", sa.String(200)),
        sa.Column("language", sa.String(16)),
        sa.Column("unsure", sa.Integer()),
        sa.Column("queued", sa.Boolean(), nullable=False),
        sa.Column("sampled", sa.Boolean(), nullable=False),
        sa.Column("sketch", sa.LargeBinary()),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessments.id"],
            name="fk_dossiers_assessment_id_assessments",
            ondelete="CASCADE",
        ),
        *_keys_of_dossiers(),
    )
    op.create_index("ix_dossiers_assessment_id", "dossiers", ["assessment_id"])
    op.create_index("ix_dossiers_queue", "dossiers", ["call_id", "queued", "number"])


def _keys_of_dossiers() -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.id"], name="fk_dossiers_call_id_calls", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_dossiers"),
        sa.UniqueConstraint("call_id", "assessment_id", name="uq_dossiers_call_id"),
        sa.UniqueConstraint("call_id", "number", name="uq_dossiers_number"),
    )


def _make_dossier_marks() -> None:
    op.create_table(
        "dossier_marks",
        sa.Column("dossier_id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("value", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossiers.id"], name="fk_dossier_marks_dossier_id_dossiers", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("dossier_id", "kind", "value", name="pk_dossier_marks"),
    )
    op.create_index("ix_dossier_marks_value", "dossier_marks", ["kind", "value"])


def _make_reviews() -> None:
    op.create_table(
        "reviews",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("dossier_id", sa.String(36), nullable=False),
        sa.Column("reviewer", sa.String(200), nullable=False),
        sa.Column("blind", sa.Boolean(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True)),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossiers.id"], name="fk_reviews_dossier_id_dossiers", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_reviews"),
        sa.UniqueConstraint("dossier_id", "reviewer", name="uq_reviews_dossier_id"),
    )
    op.create_index("ix_reviews_reviewer", "reviews", ["reviewer"])


def _make_review_changes() -> None:
    op.create_table(
        "review_changes",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("review_id", sa.String(36), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("spearhead", sa.String(64), nullable=False),
        sa.Column("before", sa.String(16)),
        sa.Column("after", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("sighted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["review_id"], ["reviews.id"], name="fk_review_changes_review_id_reviews", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_review_changes"),
    )
    op.create_index("ix_review_changes_review_id", "review_changes", ["review_id"])


def _make_review_grades() -> None:
    op.create_table(
        "review_grades",
        sa.Column("review_id", sa.String(36), nullable=False),
        sa.Column("spearhead", sa.String(64), nullable=False),
        sa.Column("grade", sa.String(16), nullable=False),
        sa.Column("first", sa.String(16)),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["review_id"], ["reviews.id"], name="fk_review_grades_review_id_reviews", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("review_id", "spearhead", name="pk_review_grades"),
    )
