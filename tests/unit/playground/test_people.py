"""What simulated people do, and what of it the bot gets to see."""

import httpx
import pytest
from telegram import Bot

from bot.playground import World, acting
from bot.playground.refusal import ControlError

ALICE, AIGUL = 100_001, 100_002
GROUP, FORUM = -5_000_001, -1_002_000_000_001
VISAS = 1


async def test_a_command_arrives_with_its_entity(bot: Bot, world: World) -> None:
    acting.say(world, ALICE, ALICE, "/start abc")

    message = (await bot.get_updates(timeout=0))[0].message

    assert message is not None
    assert message.from_user is not None
    assert [(e.type, e.offset, e.length) for e in message.entities] == [("bot_command", 0, 6)]
    assert message.from_user.language_code == "en"


async def test_a_deep_link_says_start_with_its_payload(bot: Bot, control: httpx.AsyncClient) -> None:
    await control.post(f"users/{AIGUL}/open", json={"payload": "visa-2026_x"})

    message = (await bot.get_updates(timeout=0))[0].message
    assert message is not None
    assert message.text == "/start visa-2026_x"


@pytest.mark.parametrize("payload", ["a b", "a" * 65, "визы"])
def test_a_bad_payload_opens_nothing(world: World, payload: str) -> None:
    with pytest.raises(ControlError, match="payload"):
        acting.open_bot(world, ALICE, payload)


async def test_an_edit_arrives_as_an_edit(bot: Bot, world: World) -> None:
    acting.say(world, ALICE, ALICE, "old")
    acting.edit_text(world, ALICE, 1, ALICE, "/new")

    update = (await bot.get_updates(timeout=0))[-1]

    assert update.edited_message is not None
    assert (update.edited_message.text, update.edited_message.entities[0].type) == ("/new", "bot_command")


async def test_only_ones_own_text_can_be_edited(bot: Bot, world: World) -> None:
    await bot.send_message(ALICE, "from the bot")

    with pytest.raises(ControlError, match="own text"):
        acting.edit_text(world, ALICE, 1, ALICE, "a")


async def test_deleting_is_not_told_to_the_bot(bot: Bot, control: httpx.AsyncClient, world: World) -> None:
    acting.say(world, ALICE, ALICE, "a")
    await bot.get_updates(offset=world.updates.next_id, timeout=0)

    await control.delete(f"chats/{ALICE}/messages/1")

    assert world.chat(ALICE).messages == {}
    assert await bot.get_updates(timeout=0) == ()


@pytest.mark.parametrize("kind", ["photo", "sticker", "voice", "document", "location", "contact", "poll"])
async def test_all_kinds_of_messages_can_be_read(bot: Bot, control: httpx.AsyncClient, kind: str) -> None:
    posted = await control.post(f"chats/{ALICE}/messages", json={"user_id": ALICE, "kind": kind, "caption": "c"})

    message = (await bot.get_updates(timeout=0))[0].message

    assert posted.status_code == 200
    assert message is not None
    assert message.effective_attachment


async def test_a_message_of_unknown_kind_is_refused(control: httpx.AsyncClient) -> None:
    posted = await control.post(f"chats/{ALICE}/messages", json={"user_id": ALICE, "kind": "smell"})

    assert posted.status_code == 400


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("hello all", False),
        ("/help", True),
        ("/help@kzjp_demo_bot", True),
        ("/help@other_bot", False),
        ("hi @kzjp_demo_bot", True),
        ("hi @KZJP_demo_bot!", True),
        ("hi @alice", False),
    ],
)
async def test_privacy_mode_hides_what_is_not_for_the_bot(world: World, text: str, seen: bool) -> None:
    acting.say(world, GROUP, ALICE, text)

    assert bool(world.updates.pending) is seen


async def test_privacy_mode_shows_replies_to_the_bot(bot: Bot, world: World) -> None:
    await bot.send_message(GROUP, "question?")

    acting.say(world, GROUP, ALICE, "answer", reply_to=1)

    assert len(world.updates.pending) == 1


async def test_without_privacy_mode_everything_is_seen(control: httpx.AsyncClient, world: World) -> None:
    await control.patch("settings", json={"privacy_mode": False})

    acting.say(world, GROUP, ALICE, "hello all")

    assert len(world.updates.pending) == 1


async def test_an_administrator_bot_sees_everything(control: httpx.AsyncClient, world: World) -> None:
    await control.post(f"chats/{GROUP}/members", json={"bot": True, "status": "administrator"})
    world.updates.drop_all()

    acting.say(world, GROUP, ALICE, "hello all")

    assert len(world.updates.pending) == 1


def test_a_bot_that_is_gone_sees_nothing(world: World) -> None:
    world.chat(GROUP).members[world.bot.id] = "kicked"

    acting.say(world, GROUP, ALICE, "/help")

    assert not world.updates.pending


async def test_a_message_in_a_topic_replies_to_its_beginning(bot: Bot, world: World) -> None:
    acting.say(world, FORUM, ALICE, "/help", thread_id=VISAS)

    message = (await bot.get_updates(timeout=0))[0].message

    assert message is not None
    assert (message.message_thread_id, message.is_topic_message) == (VISAS, True)
    assert message.reply_to_message is not None
    assert message.reply_to_message.forum_topic_created is not None


@pytest.mark.parametrize(
    ("chat_id", "user_id", "text"),
    [
        (999, ALICE, "a"),
        (ALICE, 999, "a"),
        (ALICE, AIGUL, "a"),
        (ALICE, ALICE, " "),
        (ALICE, ALICE, "a" * 4097),
    ],
)
def test_impossible_messages_are_refused(world: World, chat_id: int, user_id: int, text: str) -> None:
    with pytest.raises(ControlError):
        acting.say(world, chat_id, user_id, text)


def test_one_cannot_reply_to_nothing_or_write_into_no_topic(world: World) -> None:
    with pytest.raises(ControlError, match="no such message"):
        acting.say(world, ALICE, ALICE, "a", reply_to=5)
    with pytest.raises(ControlError, match="no such topic"):
        acting.say(world, GROUP, ALICE, "a", thread_id=5)


def test_who_has_blocked_the_bot_does_not_write(world: World) -> None:
    acting.block(world, ALICE)

    with pytest.raises(ControlError, match="blocked"):
        acting.say(world, ALICE, ALICE, "a")
