"""The schema's revisions: which are known, which one a database has, and moving it to another inside a transaction."""

from importlib import resources
from typing import Final

import alembic.command
import alembic.config
import alembic.util
import sqlalchemy as sa
from alembic.script import ScriptDirectory

from bot.errors import StorageError

_MIGRATION_LOCK: Final = 0x6B7A6A70  # any number, the same in every replica


def newest_revision() -> str:
    """Return the revision that this program works with."""
    return str(_scripts().get_current_head())


def is_known(revision: str) -> bool:
    """Say whether this program knows how to get from ``revision`` to the newest."""
    return any(script.revision == revision for script in _scripts().walk_revisions())


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
    try:
        alembic.command.upgrade(_config_on(connection), "head")
    except alembic.util.CommandError as error:
        raise StorageError(f"the database was made by a newer version of this program: {error}") from error
    return str(revision_of(connection))


def downgrade(connection: sa.Connection, revision: str) -> None:
    """Bring the schema back to an earlier ``revision``; what that has no place for is lost."""
    alembic.command.downgrade(_config_on(connection), revision)


def lift_limits(connection: sa.Connection) -> None:
    """Let what follows in this transaction take as long as it needs, and wait for locks as long as it must."""
    if connection.dialect.name == "postgresql":
        for setting in ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout"):
            connection.execute(sa.text(f"SET LOCAL {setting} = 0"))


def _config_on(connection: sa.Connection) -> alembic.config.Config:
    config = _config()
    config.attributes["connection"] = connection
    return config


def _config() -> alembic.config.Config:
    config = alembic.config.Config()
    config.set_main_option("script_location", str(resources.files("bot.storage") / "migrations"))
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())
