"""Settings: the ``KZJP_*`` environment, read once, every bad value reported at once.

A secret may stand in a file instead, named by its variable with ``_FILE`` behind it (``bot.secret_files``).
Secrets are wrapped so that printing a settings object, or an error about one, cannot show them.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Final, Literal, get_args
from urllib.parse import unquote

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, TypeAdapter, ValidationError

from bot.errors import SettingsError
from bot.secret_files import take_secret_files

TELEGRAM_API: Final = "https://api.telegram.org/bot"
DEFAULT_DATA_DIR: Final = Path("data")
_PREFIX: Final = "KZJP_"
SECRETS: Final = ("bot_token", "webhook_secret", "database_url")
_PACKAGE: Final = Path(__file__).resolve().parent
_TOKEN: Final = re.compile(r"\d+:[A-Za-z0-9_-]{3,}\Z")
_PASSWORDS: Final = (re.compile(r"://[^:/@]*:([^@]*)@"), re.compile(r"[?&]password=([^&]*)"))
_WEBHOOK_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{1,256}\Z")

Role = Literal["web", "deliver"]


def shipped_knowledge_dir() -> Path:
    """Return the knowledge directory that comes with the program: beside the package, or inside a wheel."""
    beside = _PACKAGE.parent / "knowledge"
    return beside if beside.is_dir() else _PACKAGE / "shipped_knowledge"


def _split_commas(value: object) -> object:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def _token(value: SecretStr) -> SecretStr:
    if not _TOKEN.match(value.get_secret_value()):
        raise ValueError("is not of the form 123456:ABC…")
    return value


def _webhook_secret(value: SecretStr) -> SecretStr:
    if not _WEBHOOK_SECRET.match(value.get_secret_value()):
        raise ValueError("must be 1 to 256 of A-Z, a-z, 0-9, _ and -")
    return value


@dataclass(frozen=True, slots=True)
class Settings:
    """The program's settings; ``deploy/env.example`` tells each variable in words."""

    bot_token: Annotated[SecretStr, AfterValidator(_token)] | None = None
    api_base_url: Annotated[str, Field(pattern=r"^https?://\S+$")] = TELEGRAM_API
    database_url: Annotated[str, Field(pattern=r"^(sqlite|postgresql)(\+[a-z]+)?://")] | None = field(
        default=None, repr=False
    )
    database_pool: Annotated[int, Field(ge=1, le=200)] = 10
    database_wait_s: Annotated[float, Field(ge=0, le=3600)] = 30.0
    data_dir: Path = DEFAULT_DATA_DIR
    index_dir: Path | None = None
    knowledge_dir: Path = field(default_factory=shipped_knowledge_dir)
    admins: Annotated[frozenset[int], BeforeValidator(_split_commas)] = frozenset()
    webhook_url: Annotated[str, Field(pattern=r"^https?://\S+$")] | None = None
    webhook_secret: Annotated[SecretStr, AfterValidator(_webhook_secret)] | None = None
    listen: Annotated[str, Field(pattern=r"^\S*:\d{1,5}$")] | None = None
    roles: Annotated[frozenset[Role], BeforeValidator(_split_commas), Field(min_length=1)] = frozenset(get_args(Role))
    unanswered_days: Annotated[int, Field(ge=1, le=3650)] = 90
    broadcast_rate: Annotated[float, Field(gt=0, le=1000)] = 25.0
    paid_broadcast: bool = False
    second_approval_above: Annotated[int, Field(ge=0)] | None = None
    log_format: Literal["text", "json"] = "text"

    def cache_dir(self) -> Path:
        """Return the folder of built indexes: the one set, else under the data directory or the user's own cache."""
        return self.index_dir or self.pictures_dir()

    def pictures_dir(self) -> Path:
        """Return the folder of drawn charts, which is always one that can be written."""
        if self.data_dir != DEFAULT_DATA_DIR:
            return self.data_dir / "cache"
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kzjp"

    def storage_url(self) -> str:
        """Return the database URL: the one set, or a SQLite file under the data directory."""
        return self.database_url or f"sqlite+aiosqlite:///{self.data_dir / 'kzjp.db'}"

    def secrets(self) -> tuple[str, ...]:
        """Return everything that no log may show: token, webhook secret, the database's password and URL with it."""
        wrapped = (self.bot_token, self.webhook_secret)
        return (*(secret.get_secret_value() for secret in wrapped if secret), *_database_secrets(self.database_url))


def _database_secrets(url: str | None) -> tuple[str, ...]:
    passwords = [match.group(1) for pattern in _PASSWORDS for match in pattern.finditer(url or "")]
    given = {form for password in passwords if password for form in (password, unquote(password))}
    return (url, *sorted(given)) if url and given else ()


_ADAPTER: Final = TypeAdapter(Settings)


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Return the settings in ``environment``; an empty value counts as not set.

    Raises:
        SettingsError: with one problem for each bad ``KZJP_`` variable.
    """
    given = {
        name.removeprefix(_PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(_PREFIX) and value.strip()
    }
    given, named, problems = take_secret_files(given, SECRETS)
    try:
        settings = _ADAPTER.validate_python(given)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False, include_context=False)
        wrong = ((str(detail["loc"][0]), detail["msg"]) for detail in details)
        problems += tuple((named.get(name, name), message) for name, message in wrong)
        raise SettingsError(_told(problems)) from None
    if problems:
        raise SettingsError(_told(problems))
    return settings


def _told(problems: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    return tuple(f"{_PREFIX}{name.upper()}: {message}" for name, message in problems)
