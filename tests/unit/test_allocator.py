"""Memory given back: what is held grows less, and what stands in it stays."""

import mmap
import sys
from pathlib import Path

import pytest

from bot.allocator import let_go_of, use_one_arena

SIZE = 4 * 1024 * 1024
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what is mapped")


@pytest.fixture(name="path")
def file(tmp_path: Path) -> Path:
    """Return a file of some megabytes."""
    path = tmp_path / "big file.bin"
    path.write_bytes(b"read" * (SIZE // 4))
    return path


def held_kb(path: Path) -> int:
    """Return how much of a mapped file this process holds."""
    parts = Path("/proc/self/smaps").read_text("utf-8").split(f"{path}\n")[1:]
    return sum(int(part.split("Rss:", 1)[1].split()[0]) for part in parts)


def test_pages_of_a_file_are_let_go_of_and_read_the_same_afterwards(path: Path) -> None:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        before = mapped[:]
        held_before = held_kb(path)

        let_go_of(path)

        assert (held_before, held_kb(path)) == (SIZE // 1024, 0)
        assert mapped[:] == before


def test_what_was_written_to_is_kept(path: Path) -> None:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY) as mapped:
        mapped[:4] = b"mine"

        let_go_of(path)

        assert mapped[:8] == b"mineread"


def test_a_file_that_is_not_mapped_does_not_matter(path: Path) -> None:
    let_go_of(path)

    assert held_kb(path) == 0


def test_the_heap_can_be_told_at_any_time() -> None:
    use_one_arena()
