"""The tables, as the newest migration leaves them."""

from typing import Final

import sqlalchemy as sa

METADATA: Final = sa.MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

CHATS: Final = sa.Table(
    "chats",
    METADATA,
    sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
)
"""Chats that chose a language of their own; a chat without a row is answered in each question's language."""

VOTES: Final = sa.Table(
    "votes",
    METADATA,
    sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.String(8), primary_key=True),
    sa.Column("item_id", sa.String(64), primary_key=True),
    sa.Column("verdict", sa.String(16), nullable=False),
    sa.Column("voted_at", sa.DateTime(timezone=True), nullable=False),
)
"""What chats think of answers: one vote a chat and answer. ``verdict`` is up, down, or what was wrong."""

UNANSWERED: Final = sa.Table(
    "unanswered",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("reason", sa.String(16), nullable=False),
    sa.Column("nearest", sa.Text, nullable=False),
    sa.Index("ix_day", "day"),
)
"""Questions for the curators, of no chat. ``nearest`` holds the nearest entries and facts, parted by spaces."""

PREVIOUS_QUESTIONS: Final = sa.Table(
    "previous_questions",
    METADATA,
    sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("message_id", sa.BigInteger, nullable=False),
    sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
)
"""What a chat asked last, for follow-ups; ``message_id`` is the message it was asked by. Kept for ten minutes."""

GROUPS: Final = sa.Table(
    "groups",
    METADATA,
    sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("mentions_only", sa.Boolean, nullable=False),
    sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
)
"""Groups that chose how to be answered; without a row, replies to the bot are questions too."""

PICTURES: Final = sa.Table(
    "pictures",
    METADATA,
    sa.Column("bot_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("file_id", sa.Text, nullable=False),
)
"""The file ids by which Telegram knows pictures already sent; each holds for the bot that sent it alone."""

ASKED_ENTRIES: Final = sa.Table(
    "asked_entries",
    METADATA,
    sa.Column("entry_id", sa.String(64), primary_key=True),
    sa.Column("times", sa.Integer, nullable=False),
)
"""How often each entry answered a question; says nothing about who asked."""
