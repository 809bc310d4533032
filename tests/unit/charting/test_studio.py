"""The studio: each picture is drawn once, kept by its content, and a drawing that fails is told and not kept."""

import asyncio
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from bot.charting import studio as module
from bot.charting.model import Bar, Drawing, Group
from bot.charting.studio import Studio
from bot.errors import ChartError

DRAWING = Drawing("en", "Trade", "dollars", (Group("", (Bar(2022, 1.0, None, "1", False),)),), ())
STARTS_WITHIN_S = 60.0


def counting(tmp_path: Path) -> tuple[str, ...]:
    """Return a command that draws titles, not those that are no words, and notes each call in a file.

    It waits for as long as there is a file ``wait``.
    """
    program = f"""
import json, pathlib, sys, time
open({str(tmp_path / "calls")!r}, "a").write("x")
while pathlib.Path({str(tmp_path / "wait")!r}).exists():
    time.sleep(0.005)
for drawing in json.load(sys.stdin):
    title = drawing["title"].encode()
    assert title.isalpha()
    sys.stdout.buffer.write(len(title).to_bytes(4) + title)
"""
    return (sys.executable, "-c", program)


def calls(tmp_path: Path) -> int:
    return len((tmp_path / "calls").read_text())


def wait_for_a_call(tmp_path: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN_S
    while not (tmp_path / "calls").exists():
        assert time.monotonic() < deadline
        time.sleep(0.005)


async def test_the_same_picture_is_drawn_once_even_when_asked_for_by_several_at_once(tmp_path: Path) -> None:
    studio = Studio(tmp_path / "kept", counting(tmp_path))

    pictures = await asyncio.gather(*(studio.picture(DRAWING) for _ in range(4)))

    assert pictures == [b"Trade"] * 4
    assert calls(tmp_path) == 1


async def test_what_is_asked_for_meanwhile_is_drawn_by_one_more_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_for, all_looked_for = list[Path](), asyncio.Event()
    loop = asyncio.get_running_loop()

    def nothing_kept(path: Path) -> None:
        looked_for.append(path)
        if len(looked_for) == 5:
            loop.call_soon_threadsafe(all_looked_for.set)

    monkeypatch.setattr(module, "_read", nothing_kept)
    (tmp_path / "wait").touch()
    studio = Studio(tmp_path / "kept", counting(tmp_path))
    first = asyncio.create_task(studio.picture(DRAWING))
    await asyncio.to_thread(wait_for_a_call, tmp_path)
    others = [asyncio.create_task(studio.picture(replace(DRAWING, title=title))) for title in "ABCDABCD"]
    await all_looked_for.wait()
    await asyncio.sleep(0.1)  # what was not found is asked for in the loop's next turn

    (tmp_path / "wait").unlink()

    assert await asyncio.gather(first, *others) == [b"Trade", *(title.encode() for title in "ABCDABCD")]
    assert calls(tmp_path) == 2


async def test_one_that_cannot_be_drawn_spoils_no_other(tmp_path: Path) -> None:
    studio = Studio(tmp_path / "kept", counting(tmp_path))
    titles = ("Trade", "A", "1", "B")

    drawn = await asyncio.gather(
        *(studio.picture(replace(DRAWING, title=title)) for title in titles), return_exceptions=True
    )

    assert drawn[:2] + drawn[3:] == [b"Trade", b"A", b"B"]
    assert isinstance(drawn[2], ChartError)


async def test_who_no_longer_waits_takes_the_picture_from_nobody_else(tmp_path: Path) -> None:
    studio = Studio(tmp_path / "kept", counting(tmp_path))
    one, other = (asyncio.create_task(studio.picture(DRAWING)) for _ in range(2))
    await asyncio.sleep(0)

    one.cancel()

    assert await other == b"Trade"


async def test_a_picture_outlives_its_studio(tmp_path: Path) -> None:
    await Studio(tmp_path / "kept", counting(tmp_path)).picture(DRAWING)

    again = await Studio(tmp_path / "kept", counting(tmp_path)).picture(DRAWING)

    assert (again, calls(tmp_path)) == (b"Trade", 1)


async def test_another_content_is_another_picture(tmp_path: Path) -> None:
    studio = Studio(tmp_path / "kept", counting(tmp_path))
    other = replace(DRAWING, title="Visitors")

    assert [await studio.picture(DRAWING), await studio.picture(other)] == [b"Trade", b"Visitors"]
    assert studio.digest(DRAWING) != studio.digest(other)


async def test_a_folder_that_takes_nothing_costs_only_the_drawing(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("in the way")
    studio = Studio(tmp_path / "kept", counting(tmp_path))

    assert [await studio.picture(DRAWING), await studio.picture(DRAWING)] == [b"Trade", b"Trade"]
    assert calls(tmp_path) == 2


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ((sys.executable, "-c", "raise SystemExit('no fonts here')"), "drawing failed: no fonts here"),
        ((sys.executable, "-c", ""), "drawing failed: 0"),
        (("/no/such/program",), "cannot start drawing"),
    ],
)
async def test_what_cannot_be_drawn_is_told_and_not_kept(
    tmp_path: Path, command: tuple[str, ...], message: str
) -> None:
    studio = Studio(tmp_path / "kept", command)

    with pytest.raises(ChartError, match=message):
        await studio.picture(DRAWING)
    assert not (tmp_path / "kept" / f"{studio.digest(DRAWING)}.png").exists()


async def test_a_drawing_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    studio = Studio(tmp_path / "kept", (sys.executable, "-c", "import sys; sys.stdin.read(); input()"), 0.0)

    with pytest.raises(ChartError, match=r"took more than 0.0 s"):
        await studio.picture(DRAWING)
