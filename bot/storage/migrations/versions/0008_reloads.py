"""Running processes, and reading their knowledge anew in all of them; the chart beside an answer."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the ``replicas``, ``reloads`` and ``reload_outcomes`` tables; keep the chart beside an answer."""
    for column in (
        sa.Column("chart_id", sa.String(64)),
        sa.Column("chart_language", sa.String(8)),
        sa.Column("chart_message_id", sa.BigInteger),
    ):
        op.add_column("answers", column)
    op.create_table(
        "replicas",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("knowledge", sa.String(64), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "reloads",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "reload_outcomes",
        sa.Column("reload_id", sa.Integer, sa.ForeignKey("reloads.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("replica", sa.String(64), primary_key=True),
        sa.Column("knowledge", sa.String(64), nullable=False),
        sa.Column("problems", sa.Text, nullable=False),
        sa.Column("took_s", sa.Float, nullable=False),
    )


def downgrade() -> None:
    """Drop the three tables and what tells of charts."""
    op.drop_table("reload_outcomes")
    op.drop_table("reloads")
    op.drop_table("replicas")
    with op.batch_alter_table("answers") as answers:
        for name in ("chart_message_id", "chart_language", "chart_id"):
            answers.drop_column(name)
