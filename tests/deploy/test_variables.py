"""Every variable the program reads is documented, and nothing else is."""

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.config import Settings, read_settings, shipped_knowledge_dir
from tests.deploy.places import DEPLOY, REPOSITORY, VARIABLES

_SETTING = re.compile(r"^#?(KZJP_[A-Z_]+)=(.*)$", re.MULTILINE)
_ANY = re.compile(r"\bKZJP_[A-Z]+(?:_[A-Z]+)*\b")
WITHOUT_DEFAULT = frozenset(
    {"KZJP_BOT_TOKEN", "KZJP_DATABASE_URL", "KZJP_WEBHOOK_URL", "KZJP_WEBHOOK_SECRET", "KZJP_LISTEN"}
    | {name for name in VARIABLES if name.endswith("_FILE")}
)


@pytest.fixture(scope="module")
def example() -> Mapping[str, str]:
    """The example's variables and values."""
    return dict(_SETTING.findall((DEPLOY / "env.example").read_text(encoding="utf-8")))


def test_the_example_has_each_variable_once() -> None:
    found = Counter(name for name, _ in _SETTING.findall((DEPLOY / "env.example").read_text(encoding="utf-8")))

    assert found == dict.fromkeys(VARIABLES, 1)


def test_each_variable_of_the_example_is_explained_above_it() -> None:
    lines = (DEPLOY / "env.example").read_text(encoding="utf-8").splitlines()

    above = [lines[number - 1] for number, line in enumerate(lines) if _SETTING.match(line)]

    assert all(line.startswith("# ") and not line.startswith("# ---") for line in above)


def test_the_examples_values_are_the_defaults(example: Mapping[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    settings = read_settings({name: value for name, value in example.items() if name not in WITHOUT_DEFAULT})

    assert settings.index_dir == Path("data/cache")
    assert settings.knowledge_dir == Path(shipped_knowledge_dir().name)
    assert settings == Settings(index_dir=settings.index_dir, knowledge_dir=settings.knowledge_dir)


def test_the_examples_other_values_are_valid(example: Mapping[str, str]) -> None:
    given = {name: value for name, value in example.items() if not name.endswith("_FILE")}

    assert read_settings(given).webhook_url == given["KZJP_WEBHOOK_URL"]


def test_the_readmes_table_has_each_variable() -> None:
    table = [line for line in (REPOSITORY / "README.md").read_text(encoding="utf-8").splitlines() if line[:1] == "|"]

    assert {name for line in table for name in _ANY.findall(line)} == VARIABLES


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=str(path.relative_to(REPOSITORY)))
        for path in sorted((REPOSITORY / "README.md", *DEPLOY.rglob("*")))
        if path.is_file() and path.suffix != ".lock"
    ],
)
def test_no_file_names_a_variable_that_nothing_reads(path: Path) -> None:
    assert set(_ANY.findall(path.read_text(encoding="utf-8"))) <= VARIABLES
