"""Finding what has been kept long enough without reading all that is kept."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let previous questions and subscribers be found by their age."""
    op.create_index("ix_previous_questions_asked_at", "previous_questions", ["asked_at"])
    op.create_index("ix_subscribers_changed_at", "subscribers", ["changed_at"])


def downgrade() -> None:
    """Drop both indexes."""
    op.drop_index("ix_subscribers_changed_at", "subscribers")
    op.drop_index("ix_previous_questions_asked_at", "previous_questions")
