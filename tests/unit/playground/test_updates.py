"""getUpdates: order, confirmation, waiting, kinds, conflicts."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeAlias

import httpx
import pytest
from telegram import Bot
from telegram.error import Conflict

from bot.playground import PlaygroundServer, World, acting

Until: TypeAlias = Callable[[Callable[[], bool]], Awaitable[None]]
ALICE = 100_001
OTHER_POLL = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


def _say(world: World, *texts: str) -> None:
    for text in texts:
        acting.say(world, ALICE, ALICE, text)


async def test_updates_come_in_order_with_growing_ids(bot: Bot, world: World) -> None:
    _say(world, "one", "two", "three")

    updates = await bot.get_updates(timeout=0)

    assert [update.message.text for update in updates if update.message] == ["one", "two", "three"]
    assert [update.update_id - updates[0].update_id for update in updates] == [0, 1, 2]


async def test_an_offset_confirms_what_lies_before_it(bot: Bot, world: World) -> None:
    _say(world, "one", "two", "three")
    first = world.updates.pending[0].id

    await bot.get_updates(offset=first + 2, timeout=0)

    assert [update.id for update in world.updates.pending] == [first + 2]


@pytest.mark.parametrize(("offset", "left"), [(-1, 1), (-2, 2), (-3, 3), (-9, 3)])
async def test_a_negative_offset_keeps_the_newest(bot: Bot, world: World, offset: int, left: int) -> None:
    _say(world, "one", "two", "three")

    assert len(await bot.get_updates(offset=offset, timeout=0)) == left
    assert len(world.updates.pending) == left


async def test_the_limit_holds_within_its_bounds(api: httpx.AsyncClient, world: World) -> None:
    _say(world, *["a"] * 120)

    counts = [
        len((await api.get("getUpdates", params={"limit": limit})).json()["result"]) for limit in (1, 7, 100, 500, 0)
    ]

    assert counts == [1, 7, 100, 100, 1]


async def test_a_long_poll_is_woken_by_an_update(bot: Bot, world: World, until: Until) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await until(lambda: world.updates.waiting is not None)

    _say(world, "hello")

    assert [update.message.text for update in await poll if update.message] == ["hello"]


async def test_a_second_poll_ends_the_first(api: httpx.AsyncClient, world: World, until: Until) -> None:
    first = asyncio.create_task(api.post("getUpdates", json={"timeout": 30}))
    await until(lambda: world.updates.waiting is not None)

    second = await api.post("getUpdates", json={"timeout": 0})
    conflict = await first

    assert second.json() == {"ok": True, "result": []}
    assert (conflict.status_code, conflict.json()["description"]) == (409, OTHER_POLL)


async def test_a_poll_that_was_hung_up_leaves_no_trace(server: PlaygroundServer, world: World, until: Until) -> None:
    async with httpx.AsyncClient(base_url=f"{server.base_url}{world.token}/", trust_env=False) as client:
        poll = asyncio.create_task(client.post("getUpdates", json={"timeout": 30}))
        await until(lambda: world.updates.waiting is not None)
        poll.cancel()
        await asyncio.gather(poll, return_exceptions=True)
        await until(lambda: world.updates.waiting is None)
        await client.post("getUpdates", json={"timeout": 0})

    assert [call.ok for call in world.calls.select(method="getUpdates")] == [True]


async def test_only_wanted_kinds_are_queued(api: httpx.AsyncClient, world: World) -> None:
    await api.post("getUpdates", json={"allowed_updates": ["callback_query", "nonsense"]})
    _say(world, "unwanted")
    await api.post("getUpdates", json={"allowed_updates": []})
    _say(world, "wanted")

    updates = (await api.post("getUpdates")).json()["result"]

    assert [update["message"]["text"] for update in updates] == ["wanted"]


async def test_wanted_kinds_are_a_list_of_texts(api: httpx.AsyncClient) -> None:
    answer = await api.post("getUpdates", json={"allowed_updates": "message"})

    assert answer.json()["description"] == "Bad Request: can't parse allowed updates JSON object"


async def test_with_a_webhook_there_is_no_polling(bot: Bot) -> None:
    await bot.set_webhook("https://bot.example.kz/hook")

    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()


async def test_a_raw_update_is_passed_on_as_it_is(
    api: httpx.AsyncClient, control: httpx.AsyncClient, world: World
) -> None:
    injected = (await control.post("updates", json={"odd": [1, None, {}]})).json()
    given = (await control.post("updates", json={"update_id": injected["update_id"] + 10})).json()
    _say(world, "after")

    updates = (await api.post("getUpdates")).json()["result"]

    assert updates[0] == {"update_id": injected["update_id"], "odd": [1, None, {}]}
    assert [update["update_id"] - injected["update_id"] for update in updates] == [0, 10, 11]
    assert given["update_id"] == injected["update_id"] + 10


async def test_a_world_survives_its_server(world: World) -> None:
    async with PlaygroundServer(world) as first:
        port = first.port
    _say(world, "while away")

    async with (
        PlaygroundServer(world, port=port) as second,
        Bot(world.token, base_url=second.base_url) as bot,
    ):
        updates = await bot.get_updates(timeout=30)

    assert [update.message.text for update in updates if update.message] == ["while away"]


async def test_a_waiting_poll_does_not_hold_up_the_stop(world: World, until: Until) -> None:
    async with httpx.AsyncClient(trust_env=False) as client, PlaygroundServer(world) as server:
        poll = asyncio.create_task(client.post(f"{server.base_url}{world.token}/getUpdates", json={"timeout": 50}))
        await until(lambda: world.updates.waiting is not None)
        world.close()
        answer = await poll

    assert answer.json() == {"ok": True, "result": []}
