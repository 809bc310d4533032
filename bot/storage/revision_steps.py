"""The steps from one revision of the schema to another, as Alembic takes them."""

from importlib import resources

import alembic.command
import alembic.config
import alembic.util
import sqlalchemy as sa
from alembic.script import ScriptDirectory

from bot.errors import StorageError


def upgrade(connection: sa.Connection) -> None:
    """Bring the schema up to the newest revision.

    Raises:
        StorageError: if the database was last used by a newer program.
    """
    try:
        alembic.command.upgrade(_config_on(connection), "head")
    except alembic.util.CommandError as error:
        raise StorageError(f"the database was made by a newer version of this program: {error}") from error


def downgrade(connection: sa.Connection, revision: str) -> None:
    """Bring the schema back to an earlier ``revision``; what that has no place for is lost."""
    alembic.command.downgrade(_config_on(connection), revision)


def revisions() -> tuple[str, ...]:
    """Return every revision, the newest first."""
    return tuple(script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions())


def _config_on(connection: sa.Connection) -> alembic.config.Config:
    config = _config()
    config.attributes["connection"] = connection
    return config


def _config() -> alembic.config.Config:
    config = alembic.config.Config()
    config.set_main_option("script_location", str(resources.files("bot.storage") / "migrations"))
    return config
