"""Phrases from Fluent files, with plurals and falling back to English."""

from pathlib import Path

import pytest

from bot.errors import KnowledgeError
from bot.knowledge.phrases import Phrases, check_phrases, load_phrases
from tests.knowledge_dirs import write_files

RUSSIAN_DAYS = """\
days = { $count ->
    [one] { $count } день
    [few] { $count } дня
   *[many] { $count } дней
}
"""


@pytest.fixture
def own(tmp_path: Path) -> Phrases:
    """Phrases with some of their own in English and Russian."""
    files = {
        "phrases/en.ftl": "greeting = Hello, { $name }\nonly-english = Only so\nnameless =\n    .label = x\n",
        "phrases/ru.ftl": f"greeting = Здравствуйте, {{ $name }}\n{RUSSIAN_DAYS}",
    }
    return load_phrases(write_files(tmp_path, files))


def test_a_phrase_is_said_in_its_language_with_values(own: Phrases) -> None:
    assert own.say("ru", "greeting", name="Аня") == "Здравствуйте, Аня"


def test_a_phrase_a_language_lacks_is_said_in_english(own: Phrases) -> None:
    assert own.say("ru", "only-english") == "Only so"


def test_a_language_there_is_not_is_said_in_english(own: Phrases) -> None:
    assert own.say("de", "greeting", name="Ana") == "Hello, Ana"


@pytest.mark.parametrize(
    ("count", "said"), [(1, "1 день"), (3, "3 дня"), (5, "5 дней"), (21, "21 день"), (112, "112 дней")]
)
def test_plurals_follow_the_language(own: Phrases, count: int, said: str) -> None:
    assert own.say("ru", "days", count=count) == said


def test_values_are_put_in_without_invisible_marks(own: Phrases) -> None:
    assert own.say("en", "greeting", name="Ana") == "Hello, Ana"


@pytest.mark.parametrize("phrase", ["nowhere", "nameless"])
def test_a_phrase_that_is_nowhere_raises(own: Phrases, phrase: str) -> None:
    with pytest.raises(KeyError, match=phrase):
        own.say("ru", phrase)


def test_a_value_that_is_not_given_raises(own: Phrases) -> None:
    with pytest.raises(KeyError, match="greeting"):
        own.say("en", "greeting")


def test_shipped_phrases_stand_in_for_those_a_directory_lacks(own: Phrases) -> None:
    assert own.say("ja", "cut-notice") == "…（以下省略）"
    assert set(own.languages) >= {"en", "ru", "kk", "ja"}


def test_a_directorys_own_phrase_goes_before_the_shipped_one(tmp_path: Path) -> None:
    phrases = load_phrases(write_files(tmp_path, {"phrases/en.ftl": "start = Hi\n"}))

    assert phrases.say("en", "start") == "Hi"


@pytest.mark.parametrize(
    ("content", "problem"),
    [(b"a = b\nc = d\n}}}\n", "en.ftl:3: is not valid Fluent"), (b"a = \xff\n", "en.ftl:1: is not UTF-8")],
)
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, content: bytes, problem: str) -> None:
    write_files(tmp_path, {"phrases/en.ftl": ""})
    (tmp_path / "phrases/en.ftl").write_bytes(content)

    with pytest.raises(KnowledgeError) as raised:
        load_phrases(tmp_path)

    assert raised.value.problems == (f"{tmp_path}/phrases/{problem}",)
    assert problem in str(check_phrases(tmp_path, ("en",))[0])


def test_a_phrase_missing_in_one_language_is_found(tmp_path: Path) -> None:
    write_files(tmp_path, {"phrases/en.ftl": "a = x\nb = x\n", "phrases/ru.ftl": "b = x\nc = x\n"})

    assert list(map(str, check_phrases(tmp_path, ("en", "ru")))) == [
        f"{tmp_path}/phrases/en.ftl:1: phrase 'c' is missing",
        f"{tmp_path}/phrases/ru.ftl:1: phrase 'a' is missing",
    ]


def test_a_language_without_phrases_is_found_once(tmp_path: Path) -> None:
    write_files(tmp_path, {"phrases/en.ftl": "a = x\nb = x\n"})

    assert list(map(str, check_phrases(tmp_path, ("en", "kk")))) == [f"{tmp_path}/phrases/kk.ftl:1: no phrases in 'kk'"]


def test_a_directory_without_phrases_has_no_problem(tmp_path: Path) -> None:
    assert check_phrases(tmp_path, ("en", "kk")) == ()
