"""The kept index: the same as the built one, and never in the way."""

from pathlib import Path

import numpy as np
import pytest
from structlog.testing import capture_logs

from bot.knowledge.reading import load_knowledge
from bot.matching.keeping import Shelf
from bot.matching.matcher import Matcher
from bot.matching.model import Question
from bot.matching.opening import open_base, open_matcher
from tests.knowledge_dirs import change, write_four_languages, write_one_language

TEXTS = ["visa for japanese", "прямой рейс в токио", "билет бағасы", "日本人のビザ", "dbpf", "biza wa", "pizza", "30"]

ARRAY = b"\x93NUMPY\x01\x00v\x00" + b"{'descr': '<f4', 'fortran_order': False, 'shape': (0,), }".ljust(117) + b"\n"


def opened(directory: Path, cache: Path | None) -> Matcher:
    if cache is None:
        return open_matcher(load_knowledge(directory), directory)
    return open_base(directory, cache).matcher


def file_in(cache: Path) -> Path:
    (found,) = cache.glob("index-*.npz")
    return found


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_four_languages(tmp_path_factory.mktemp("knowledge"))


@pytest.fixture(scope="module")
def built(directory: Path) -> Matcher:
    return opened(directory, None)


@pytest.fixture(scope="module")
def kept(directory: Path, tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    """A matcher thawed from what another start kept."""
    cache = tmp_path_factory.mktemp("cache")
    opened(directory, cache)
    with capture_logs() as logs:
        thawed = opened(directory, cache)
    assert logs == []
    return thawed


@pytest.mark.parametrize("text", TEXTS)
def test_a_kept_index_gives_identical_searches(built: Matcher, kept: Matcher, text: str) -> None:
    assert kept.search(Question(text)) == built.search(Question(text))


def test_kept_knowledge_is_the_knowledge(directory: Path, tmp_path: Path) -> None:
    open_base(directory, tmp_path)

    assert open_base(directory, tmp_path).knowledge == load_knowledge(directory)


def test_a_kept_index_is_not_built_again(directory: Path, tmp_path: Path) -> None:
    opened(directory, tmp_path)
    before = file_in(tmp_path).stat().st_ino

    opened(directory, tmp_path)

    assert file_in(tmp_path).stat().st_ino == before  # what is built anew is put in a new file


def test_an_index_of_a_single_unit_without_concepts_can_be_kept(tmp_path: Path) -> None:
    directory = write_one_language(tmp_path / "knowledge")
    first = opened(directory, tmp_path / "cache")

    again = opened(directory, tmp_path / "cache")

    assert again.search(Question("Do I need a visa?")) == first.search(Question("Do I need a visa?"))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"garbage", id="garbage"),
        pytest.param(b"PK\x03\x04garbage", id="the beginning of an archive"),
        pytest.param(ARRAY, id="a bare array"),
        pytest.param(None, id="cut short"),
    ],
)
def test_a_file_that_cannot_be_read_is_built_anew_with_a_warning(
    directory: Path, built: Matcher, tmp_path: Path, content: bytes | None
) -> None:
    opened(directory, tmp_path)
    path = file_in(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] if content is None else content)

    with capture_logs() as logs:
        matcher = opened(directory, tmp_path)

    assert [log["event"] for log in logs] == ["kept index unreadable, building anew"]
    assert matcher.search(Question(TEXTS[0])) == built.search(Question(TEXTS[0]))
    assert len(path.read_bytes()) == len(whole)


def test_a_folder_that_cannot_be_written_only_warns(directory: Path, built: Matcher, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with capture_logs() as logs:
        matcher = opened(directory, tmp_path / "file" / "cache")

    assert logs[-1]["event"] == "index not kept"
    assert {log["log_level"] for log in logs} == {"warning"}
    assert matcher.search(Question(TEXTS[0])) == built.search(Question(TEXTS[0]))


def test_changed_knowledge_has_a_file_of_its_own(tmp_path: Path) -> None:
    directory = write_one_language(tmp_path / "knowledge")
    opened(directory, tmp_path / "cache")
    change(directory, "sources.yaml", "Ministry", "Embassy")

    opened(directory, tmp_path / "cache")

    assert len(list((tmp_path / "cache").glob("index-*.npz"))) == 2


def test_a_changed_lexicon_has_a_file_of_its_own(tmp_path: Path) -> None:
    directory = write_one_language(tmp_path / "knowledge")
    opened(directory, tmp_path / "cache")
    (directory / "concepts.yaml").write_text("- {id: visa, forms: {en: [visa]}}\n")

    opened(directory, tmp_path / "cache")

    assert len(list((tmp_path / "cache").glob("index-*.npz"))) == 2


def test_nothing_is_left_behind_but_the_file(directory: Path, tmp_path: Path) -> None:
    opened(directory, tmp_path / "cache")

    assert list((tmp_path / "cache").iterdir()) == [file_in(tmp_path / "cache")]


def test_only_a_few_files_are_kept_those_used_last(tmp_path: Path) -> None:
    arrays = {"a": np.zeros(1, np.float32)}
    in_use = Shelf(tmp_path, "in use")
    in_use.save(arrays)

    for number in range(9):
        Shelf(tmp_path, str(number)).save(arrays)
        assert in_use.load() is not None

    assert len(list(tmp_path.iterdir())) == 6


def test_arrays_come_back_under_their_key_only(tmp_path: Path) -> None:
    Shelf(tmp_path, "one").save({"a": np.array([1, 2], np.int64)})

    kept = Shelf(tmp_path, "one").load()

    assert kept is not None
    assert kept["a"].tolist() == [1, 2]
    assert Shelf(tmp_path, "other").load() is None
