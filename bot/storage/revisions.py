"""The schema's revisions: which are known, which one a database has, and moving it to another inside a transaction.

Alembic, which takes the steps, is imported only where there are any: it takes as long to import as all the rest.
"""

import importlib
from collections.abc import Callable
from importlib import resources
from typing import Final

import sqlalchemy as sa

_MIGRATION_LOCK: Final = 0x6B7A6A70  # any number, the same in every replica
_STEPS: Final = "bot.storage.revision_steps"


def newest_revision() -> str:
    """Return the revision that this program works with."""
    return max(_known())


def is_known(revision: str) -> bool:
    """Say whether this program knows how to get from ``revision`` to the newest."""
    return revision in _known()


def revision_of(connection: sa.Connection) -> str | None:
    """Return the revision of the database, None where it has no schema yet."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return None if found is None else str(found)


def upgrade(connection: sa.Connection) -> str:
    """Bring the schema up to the newest revision and return it; replicas that start at once do it one by one.

    Raises:
        StorageError: if the database was last used by a newer program.
    """
    lift_limits(connection)
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
    found = revision_of(connection)
    if found == newest_revision():
        return found
    step: Callable[[sa.Connection], None] = importlib.import_module(_STEPS).upgrade
    step(connection)
    return str(revision_of(connection))


def downgrade(connection: sa.Connection, revision: str) -> None:
    """Bring the schema back to an earlier ``revision``; what that has no place for is lost."""
    step: Callable[[sa.Connection, str], None] = importlib.import_module(_STEPS).downgrade
    step(connection, revision)


def lift_limits(connection: sa.Connection) -> None:
    """Let what follows in this transaction take as long as it needs, and wait for locks as long as it must."""
    if connection.dialect.name == "postgresql":
        for setting in ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout"):
            connection.execute(sa.text(f"SET LOCAL {setting} = 0"))


def _known() -> frozenset[str]:
    """Return the revisions' names: those that their files begin with."""
    versions = resources.files("bot.storage") / "migrations" / "versions"
    names = (file.name for file in versions.iterdir())
    return frozenset(name.split("_")[0] for name in names if name[:1].isdigit())
