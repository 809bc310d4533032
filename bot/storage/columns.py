"""Types of columns: what SQLite and PostgreSQL keep, and give back, alike."""

import datetime as dt
import re
from typing import Final

import sqlalchemy as sa

_UNKEPT: Final = re.compile(r"[\x00\ud800-\udfff]")


class Moment(sa.TypeDecorator[dt.datetime]):
    """An aware moment, in UTC when read; SQLite, which knows no zones, keeps it without one."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: sa.Dialect) -> dt.datetime | None:
        """Return the moment in UTC.

        Raises:
            ValueError: if it has no zone, and so is no moment.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a zone")
        in_utc = value.astimezone(dt.UTC)
        return in_utc if dialect.name == "postgresql" else in_utc.replace(tzinfo=None)

    def process_result_value(self, value: dt.datetime | None, dialect: sa.Dialect) -> dt.datetime | None:
        """Return the moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


def storable(text: str) -> str:
    """Return a text as ``Words`` keeps it."""
    return _UNKEPT.sub("\ufffd", text)


class Words(sa.TypeDecorator[str]):
    """Text as people send it: a NUL and half surrogate pairs, which no database takes, are kept as U+FFFD."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:
        """Return the text as it can be kept, the same whatever the database."""
        return None if value is None else storable(value)
