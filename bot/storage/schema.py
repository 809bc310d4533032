"""The tables, as the newest migration leaves them."""

from typing import Final

import sqlalchemy as sa

from bot.storage.columns import Moment, Words

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
    sa.Column("changed_at", Moment(), nullable=False),
)
"""Chats that chose a language of their own; a chat without a row is answered in each question's language."""

VOTES: Final = sa.Table(
    "votes",
    METADATA,
    sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.String(8), primary_key=True),
    sa.Column("item_id", sa.String(64), primary_key=True),
    sa.Column("verdict", sa.String(16), nullable=False),
    sa.Column("voted_at", Moment(), nullable=False),
)
"""What chats think of answers: one vote a chat and answer. ``verdict`` is up, down, or what was wrong."""

UNANSWERED: Final = sa.Table(
    "unanswered",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("text", Words, nullable=False),
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
    sa.Column("text", Words, nullable=False),
    sa.Column("message_id", sa.BigInteger, nullable=False),
    sa.Column("asked_at", Moment(), nullable=False),
    sa.Index("ix_previous_questions_asked_at", "asked_at"),
)
"""What a chat asked last, for follow-ups; ``message_id`` is the message it was asked by. Kept for ten minutes."""

GROUPS: Final = sa.Table(
    "groups",
    METADATA,
    sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("mentions_only", sa.Boolean, nullable=False),
    sa.Column("changed_at", Moment(), nullable=False),
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

SUBSCRIBERS: Final = sa.Table(
    "subscribers",
    METADATA,
    sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("thread_id", sa.BigInteger),
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("time_zone", sa.String(64), nullable=False),
    sa.Column("digest_hour", sa.SmallInteger),
    sa.Column("quiet_from", sa.SmallInteger),
    sa.Column("quiet_to", sa.SmallInteger),
    sa.Column("paused_until", sa.Date),
    sa.Column("subscribed_at", Moment(), nullable=False),
    sa.Column("changed_at", Moment(), nullable=False),
    sa.Index("ix_subscribers_changed_at", "changed_at"),
)
"""Chats that opted in. ``state`` is active, or unreachable where Telegram said so for good.

``thread_id`` is the forum topic that announcements go to. ``digest_hour`` (0–23, in ``time_zone``) is None for
who wants each announcement at once; quiet hours go from the start of ``quiet_from`` to the start of ``quiet_to``.
Nothing is sent before the subscriber's own ``paused_until``.
"""

SUBSCRIPTIONS: Final = sa.Table(
    "subscriptions",
    METADATA,
    sa.Column(
        "chat_id",
        sa.BigInteger,
        sa.ForeignKey("subscribers.chat_id", ondelete="CASCADE", onupdate="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    sa.Column("topic", sa.String(64), primary_key=True),
    sa.Index("ix_subscriptions_topic", "topic", "chat_id"),
)
"""What about: a topic's id, or ``*`` for everything."""

ANNOUNCEMENTS: Final = sa.Table(
    "announcements",
    METADATA,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("topic", sa.String(64), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("origin", sa.String(16), nullable=False),
    sa.Column("content", sa.JSON, nullable=False),
    sa.Column("corrects", sa.String(64)),
    sa.Column("is_edit", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("created_by", sa.BigInteger, nullable=False),
    sa.Column("created_at", Moment(), nullable=False),
    sa.Column("approved_by", sa.BigInteger),
    sa.Column("approved_at", Moment()),
    sa.Column("second_approval_by", sa.BigInteger),
    sa.Column("scheduled_at", Moment()),
    sa.Column("expires_at", Moment()),
    sa.Column("started_at", Moment()),
    sa.Column("finished_at", Moment()),
    sa.Column("pause_reason", sa.String(200)),
    sa.Column("audience", sa.Integer, nullable=False, server_default="0"),
    sa.Index("ix_announcements_state", "state"),
)
"""Texts to send, and corrections of those sent (``corrects``; ``is_edit`` where sent messages are edited).

``state``: draft, approved, sending, paused, done, cancelled. ``origin``: file, chat, knowledge.

``content`` holds the text per language, its cited facts, and what to do where a language is missing.
``created_by`` and the approvals are administrators' user ids, 0 for the command line.
"""

DELIVERIES: Final = sa.Table(
    "deliveries",
    METADATA,
    sa.Column(
        "id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True
    ),  # SQLite counts up only what it calls INTEGER
    sa.Column("announcement_id", sa.String(64), nullable=False),
    sa.Column("chat_id", sa.BigInteger),
    sa.Column("thread_id", sa.BigInteger),
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("is_digest", sa.Boolean, nullable=False),
    sa.Column("due_at", Moment(), nullable=False),
    sa.Column("attempts", sa.SmallInteger, nullable=False, server_default="0"),
    sa.Column("claimed_by", sa.String(64)),
    sa.Column("lease_until", Moment()),
    sa.Column("message_id", sa.BigInteger),
    sa.Column("reason", sa.String(200)),
    sa.Column("settled_at", Moment()),
    sa.UniqueConstraint("chat_id", "announcement_id", name="uq_deliveries_chat_id"),
    sa.Index("ix_deliveries_due", "announcement_id", "state", "is_digest", "due_at"),
)
"""One copy of an announcement to one subscriber.

``state``: pending, sending (the call may have been made), sent, unreachable, failed, uncertain, expired. A pending or
sending one is ``claimed_by`` a process until ``lease_until``. An edit has its ``message_id`` from the beginning.
``chat_id`` becomes NULL when the chat is forgotten; the row stays, so that sums stay right.
"""

AUDIT: Final = sa.Table(
    "audit",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", Moment(), nullable=False),
    sa.Column("admin_id", sa.BigInteger, nullable=False),
    sa.Column("action", sa.String(32), nullable=False),
    sa.Column("announcement_id", sa.String(64)),
    sa.Column("detail", sa.String(200), nullable=False, server_default=""),
)
"""Every administrative action; ``admin_id`` is 0 for the command line."""

SWITCHES: Final = sa.Table(
    "switches",
    METADATA,
    sa.Column("name", sa.String(32), primary_key=True),
    sa.Column("is_on", sa.Boolean, nullable=False),
    sa.Column("changed_by", sa.BigInteger, nullable=False),
    sa.Column("changed_at", Moment(), nullable=False),
)
"""What administrators switch for all processes at once, such as ``announcing-stopped``."""

SEND_CLOCK: Final = sa.Table(
    "send_clock",
    METADATA,
    sa.Column("name", sa.String(32), primary_key=True),
    sa.Column("next_at", sa.Float, nullable=False),
)
"""When the next announcement message may be sent, by the database's clock in seconds of the epoch."""

HANDLED_UPDATES: Final = sa.Table(
    "handled_updates",
    METADATA,
    sa.Column("update_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("state", sa.String(8), nullable=False),
    sa.Column("lease_until", Moment(), nullable=False),
    sa.Index("ix_handled_updates_lease_until", "lease_until"),
)
"""Updates that came by webhook: begun (by a replica, until ``lease_until``) or done."""

UPDATES_ASIDE: Final = sa.Table(
    "updates_aside",
    METADATA,
    sa.Column("update_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("chat_id", sa.BigInteger),
    sa.Column("body", sa.Text, nullable=False),
)
"""Fetched updates that were confirmed to Telegram and are still being handled, each as its JSON."""

ANSWERS: Final = sa.Table(
    "answers",
    METADATA,
    sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("question_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("answer_id", sa.BigInteger, nullable=False),
    sa.Column("answered_at", Moment(), nullable=False),
    sa.Column("chart_id", sa.String(64)),
    sa.Column("chart_language", sa.String(8)),
    sa.Column("chart_message_id", sa.BigInteger),
    sa.Index("ix_answers_answered_at", "answered_at"),
)
"""Which message answered which, so that an edited question edits its answer and the chart beside it.

Kept for as long as people may edit their messages.
"""

REPLICAS: Final = sa.Table(
    "replicas",
    METADATA,
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("knowledge", sa.String(64), nullable=False),
    sa.Column("seen_at", Moment(), nullable=False),
)
"""Running processes, the digest of the knowledge that each serves, and when each last said that it lives."""

RELOADS: Final = sa.Table(
    "reloads",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("asked_at", Moment(), nullable=False),
    sqlite_autoincrement=True,  # a number is never given twice, even after old ones were deleted
)
"""Wishes that every running process read its knowledge anew."""

RELOAD_OUTCOMES: Final = sa.Table(
    "reload_outcomes",
    METADATA,
    sa.Column("reload_id", sa.Integer, sa.ForeignKey("reloads.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("replica", sa.String(64), primary_key=True),
    sa.Column("knowledge", sa.String(64), nullable=False),
    sa.Column("problems", sa.Text, nullable=False),
    sa.Column("took_s", sa.Float, nullable=False),
)
"""What became of a wish in one process: what it serves now, and why that is still the old where it is."""
