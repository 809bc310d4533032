"""Settings out of the environment."""

from pathlib import Path

import pytest

from bot.config import DEFAULT_DATA_DIR, TELEGRAM_API, Settings, read_settings, shipped_knowledge_dir
from bot.errors import SettingsError

TOKEN = "123456:AAAA_bbbb-cccc"
BAD = {
    "KZJP_BOT_TOKEN": "hunter2",
    "KZJP_API_BASE_URL": "ftp://example.org",
    "KZJP_DATABASE_URL": "mysql://root:hunter2@host/db",
    "KZJP_DATABASE_POOL": "0",
    "KZJP_DATABASE_WAIT_S": "-1",
    "KZJP_ADMINS": "1,two",
    "KZJP_WEBHOOK_URL": "example.org",
    "KZJP_WEBHOOK_SECRET": "hunter2 with spaces",
    "KZJP_LISTEN": "8080",
    "KZJP_ROLES": "web,cook",
    "KZJP_BROADCAST_RATE": "0",
    "KZJP_LOG_FORMAT": "xml",
}


def test_an_empty_environment_gives_the_defaults() -> None:
    settings = read_settings({})

    assert settings == Settings()
    assert (settings.api_base_url, settings.data_dir) == (TELEGRAM_API, DEFAULT_DATA_DIR)
    assert settings.roles == frozenset({"web", "deliver"})
    assert (settings.broadcast_rate, settings.log_format) == (25.0, "text")
    assert settings.knowledge_dir == shipped_knowledge_dir()


def test_every_setting_is_read() -> None:
    settings = read_settings(
        {
            "KZJP_BOT_TOKEN": TOKEN,
            "KZJP_API_BASE_URL": "http://localhost:8081/bot",
            "KZJP_DATABASE_URL": "sqlite:///a.db",
            "KZJP_DATABASE_POOL": "3",
            "KZJP_DATABASE_WAIT_S": "2.5",
            "KZJP_DATA_DIR": "/srv/kzjp",
            "KZJP_KNOWLEDGE_DIR": "/srv/knowledge",
            "KZJP_ADMINS": " 1, 22,",
            "KZJP_WEBHOOK_URL": "https://example.org/hook",
            "KZJP_WEBHOOK_SECRET": "s3cret_-",
            "KZJP_LISTEN": "0.0.0.0:8080",
            "KZJP_ROLES": "deliver",
            "KZJP_BROADCAST_RATE": "12.5",
            "KZJP_LOG_FORMAT": "json",
        }
    )

    assert settings.bot_token is not None
    assert settings.webhook_secret is not None
    assert settings.bot_token.get_secret_value() == TOKEN
    assert settings.webhook_secret.get_secret_value() == "s3cret_-"
    assert settings.api_base_url == "http://localhost:8081/bot"
    assert settings.storage_url() == "sqlite:///a.db"
    assert (settings.database_pool, settings.database_wait_s) == (3, 2.5)
    assert (settings.data_dir, settings.knowledge_dir) == (Path("/srv/kzjp"), Path("/srv/knowledge"))
    assert settings.admins == frozenset({1, 22})
    assert (settings.webhook_url, settings.listen) == ("https://example.org/hook", "0.0.0.0:8080")
    assert settings.roles == frozenset({"deliver"})
    assert (settings.broadcast_rate, settings.log_format) == (12.5, "json")


def test_every_bad_value_is_reported_at_once() -> None:
    with pytest.raises(SettingsError) as raised:
        read_settings(BAD)

    assert {problem.split(":")[0] for problem in raised.value.problems} == set(BAD)


@pytest.mark.parametrize("name", sorted(BAD))
def test_a_bad_value_alone_is_reported_by_its_variable(name: str) -> None:
    with pytest.raises(SettingsError, match=name):
        read_settings({name: BAD[name]})


def test_error_text_shows_no_value() -> None:
    with pytest.raises(SettingsError) as raised:
        read_settings(BAD)

    assert "hunter2" not in str(raised.value)
    assert raised.value.__cause__ is None
    assert raised.value.__suppress_context__


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KZJP_BOT_TOKEN", "1:hunter2"),
        ("KZJP_WEBHOOK_SECRET", "hunter2"),
        ("KZJP_DATABASE_URL", "postgresql://root:hunter2@host/db"),
    ],
)
def test_secrets_are_not_in_the_settings_repr(name: str, value: str) -> None:
    settings = read_settings({name: value})

    assert "hunter2" not in repr(settings)
    assert "hunter2" not in str(settings)


def test_a_blank_value_counts_as_not_set() -> None:
    assert read_settings({"KZJP_BOT_TOKEN": " ", "KZJP_ADMINS": ""}) == Settings()


def test_variables_of_others_are_left_alone() -> None:
    assert read_settings({"BOT_TOKEN": "x", "PATH": "/bin"}) == Settings()


def test_the_database_is_a_file_under_the_data_directory() -> None:
    settings = read_settings({"KZJP_DATA_DIR": "/srv/kzjp"})

    assert settings.storage_url() == "sqlite+aiosqlite:////srv/kzjp/kzjp.db"


def test_the_cache_follows_the_data_directory() -> None:
    assert read_settings({"KZJP_DATA_DIR": "/srv/kzjp"}).cache_dir() == Path("/srv/kzjp/cache")


def test_built_indexes_may_lie_elsewhere_than_the_data() -> None:
    settings = read_settings({"KZJP_DATA_DIR": "/srv/kzjp", "KZJP_INDEX_DIR": "/opt/kzjp/index"})

    assert settings.cache_dir() == Path("/opt/kzjp/index")
    assert settings.pictures_dir() == Path("/srv/kzjp/cache")


def test_without_a_data_directory_the_cache_is_the_users(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/home/someone/.cache")

    assert Settings().cache_dir() == Path("/home/someone/.cache/kzjp")


def test_the_shipped_knowledge_is_there() -> None:
    assert (shipped_knowledge_dir() / "topics.yaml").is_file()


@pytest.fixture
def secret_file(tmp_path: Path) -> Path:
    """A file with a token and the line end that editors leave."""
    path = tmp_path / "token"
    path.write_text(f"{TOKEN}\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("bot_token", TOKEN),
        ("webhook_secret", "s3cret_-"),
        ("database_url", "postgresql://kzjp:p%40ss@db/kzjp"),
    ],
)
@pytest.mark.parametrize("line_end", ["", "\n", "\r\n"])
def test_a_secret_is_read_from_its_file_without_the_line_end(
    tmp_path: Path, name: str, value: str, line_end: str
) -> None:
    path = tmp_path / "secret"
    path.write_bytes(f"{value}{line_end}".encode())

    from_file = read_settings({f"KZJP_{name.upper()}_FILE": str(path)})

    assert from_file == read_settings({f"KZJP_{name.upper()}": value})


def test_a_secret_given_twice_is_a_problem(secret_file: Path) -> None:
    with pytest.raises(SettingsError) as raised:
        read_settings({"KZJP_BOT_TOKEN": TOKEN, "KZJP_BOT_TOKEN_FILE": str(secret_file)})

    assert raised.value.problems == ("KZJP_BOT_TOKEN_FILE: is set beside KZJP_BOT_TOKEN; set only one of them",)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(b"\n", "is empty", id="empty"),
        pytest.param(b"\xff\xfe", "is not UTF-8 text", id="not text"),
        pytest.param(b"1" * 8193, "is longer than 8192 bytes", id="a whole disk"),
        pytest.param(b"hunter2", "Value error, is not of the form 123456:ABC…", id="no token"),
        pytest.param(f"\n{TOKEN}".encode(), "Value error, is not of the form 123456:ABC…", id="a line before it"),
    ],
)
def test_a_file_that_holds_no_secret_is_a_problem(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "token"
    path.write_bytes(content)

    with pytest.raises(SettingsError) as raised:
        read_settings({"KZJP_BOT_TOKEN_FILE": str(path)})

    assert raised.value.problems == (f"KZJP_BOT_TOKEN_FILE: {told}",)


def test_unreadable_files_are_reported_with_every_other_problem(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as raised:
        read_settings(
            {
                "KZJP_BOT_TOKEN_FILE": str(tmp_path / "missing"),
                "KZJP_WEBHOOK_SECRET_FILE": str(tmp_path),
                "KZJP_DATABASE_URL": "mysql://host/db",
                "KZJP_LOG_FORMAT": "xml",
            }
        )

    assert [problem.partition(":")[0] for problem in raised.value.problems] == [
        "KZJP_BOT_TOKEN_FILE",
        "KZJP_WEBHOOK_SECRET_FILE",
        "KZJP_DATABASE_URL",
        "KZJP_LOG_FORMAT",
    ]


def test_only_secrets_are_read_from_files(secret_file: Path) -> None:
    assert read_settings({"KZJP_DATA_DIR_FILE": str(secret_file)}) == Settings()


@pytest.mark.parametrize(
    ("url", "hidden"),
    [
        pytest.param("postgresql://kzjp:hunter2@db/kzjp", {"hunter2"}, id="a password"),
        pytest.param("postgresql://kzjp:p%40ss%2F@db/kzjp", {"p%40ss%2F", "p@ss/"}, id="a quoted password"),
        pytest.param("postgresql:///kzjp?user=kzjp&password=a%20b", {"a%20b", "a b"}, id="a password as an option"),
        pytest.param("postgresql://[:hunter2@/", {"hunter2"}, id="an address that cannot be understood"),
    ],
)
def test_a_databases_password_is_a_secret_in_every_form(url: str, hidden: set[str]) -> None:
    assert set(read_settings({"KZJP_DATABASE_URL": url}).secrets()) == {url, *hidden}


@pytest.mark.parametrize("url", ["sqlite:///a.db", "postgresql://kzjp@db/kzjp", "postgresql:///kzjp?host=/run"])
def test_a_database_without_a_password_has_no_secret(url: str) -> None:
    assert read_settings({"KZJP_DATABASE_URL": url}).secrets() == ()


def test_token_and_webhook_secret_are_secrets() -> None:
    settings = read_settings({"KZJP_BOT_TOKEN": TOKEN, "KZJP_WEBHOOK_SECRET": "s3cret_-"})

    assert settings.secrets() == (TOKEN, "s3cret_-")
