"""Who wants to be told what."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the ``subscribers`` and ``subscriptions`` tables."""
    op.create_table(
        "subscribers",
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("thread_id", sa.BigInteger),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("time_zone", sa.String(64), nullable=False),
        sa.Column("digest_hour", sa.SmallInteger),
        sa.Column("quiet_from", sa.SmallInteger),
        sa.Column("quiet_to", sa.SmallInteger),
        sa.Column("paused_until", sa.Date),
        sa.Column("subscribed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "subscriptions",
        sa.Column(
            "chat_id",
            sa.BigInteger,
            sa.ForeignKey("subscribers.chat_id", ondelete="CASCADE", onupdate="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("topic", sa.String(64), primary_key=True),
    )
    op.create_index("ix_subscriptions_topic", "subscriptions", ["topic", "chat_id"])


def downgrade() -> None:
    """Drop both tables."""
    op.drop_table("subscriptions")
    op.drop_table("subscribers")
