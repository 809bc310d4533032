"""A PostgreSQL database with thousands of rows in each table that people make grow: its planner goes by numbers."""

import datetime as dt
from typing import Final

import sqlalchemy as sa

from bot.storage.database import open_engine

NOW: Final = dt.datetime(2026, 11, 30, 12, tzinfo=dt.UTC)
"""The moment of it all; rows that are kept for a time are spread over that time."""
_NUMBERS: Final = "CREATE TEMPORARY TABLE numbers AS SELECT generate_series(1, 20000) n, CAST(:now AS timestamptz) at"
_FILLED: Final = """
INSERT INTO chats SELECT n, 'en', at FROM numbers;
INSERT INTO groups SELECT -n, false, at FROM numbers;
INSERT INTO votes SELECT n, 'entry', 'entry-' || n % 300, 'up', at FROM numbers;
INSERT INTO previous_questions SELECT n, 'visas', n, at + n * interval '30 ms' FROM numbers;
INSERT INTO answers SELECT n / 4, n, n + 1, at - n * interval '8640 ms' FROM numbers;
INSERT INTO handled_updates SELECT n, 'done', at - n * interval '4500 ms' FROM numbers;
INSERT INTO unanswered (text, language, day, reason, nearest)
  SELECT 'question ' || n, 'en', CAST(at AS date) + n / 1000, 'far', '' FROM numbers;
INSERT INTO subscribers (chat_id, language, state, time_zone, subscribed_at, changed_at)
  SELECT n, 'en', 'active', 'UTC', at, at - n * interval '30 minutes' FROM numbers;
INSERT INTO subscriptions SELECT n, '*' FROM numbers;
INSERT INTO announcements (id, topic, state, origin, content, created_by, created_at)
  SELECT 'old-' || n, 'visas', 'done', 'file', '{}', 0, at FROM numbers WHERE n <= 5;
INSERT INTO announcements (id, topic, state, origin, content, created_by, created_at)
  SELECT 'a', 'visas', 'sending', 'file', '{}', 0, at FROM numbers WHERE n = 1;
INSERT INTO deliveries (announcement_id, chat_id, language, state, is_digest, due_at)
  SELECT 'old-' || k, n, 'en', 'sent', false, at FROM numbers, generate_series(1, 5) k;
INSERT INTO deliveries (announcement_id, chat_id, language, state, is_digest, due_at)
  SELECT 'a', n, 'en', 'pending', n % 2 = 0, at FROM numbers WHERE n < 200;
ANALYZE
"""


async def crowd(url: str) -> None:
    """Fill a migrated database, and have it counted."""
    engine = open_engine(url)
    try:
        async with engine.begin() as connection:
            await connection.execute(sa.text(_NUMBERS), {"now": NOW})
            for statement in _FILLED.split(";"):
                await connection.execute(sa.text(statement))
    finally:
        await engine.dispose()
