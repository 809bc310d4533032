"""Changing and deleting messages."""

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaDocument, Message
from telegram.error import BadRequest

from bot.playground import World, acting

ALICE = 100_001
GROUP = -5_000_001
BUTTON = InlineKeyboardMarkup([[InlineKeyboardButton("a", callback_data="x")]])
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)


async def test_a_text_can_be_changed_and_is_marked_edited(bot: Bot, clock: list[float]) -> None:
    await bot.send_message(ALICE, "old", reply_markup=BUTTON)
    clock[0] += 5

    edited = await bot.edit_message_text("<i>new</i>", ALICE, 1, parse_mode="HTML")

    assert isinstance(edited, Message)
    assert edited.edit_date is not None
    assert (edited.text, edited.edit_date.timestamp(), edited.reply_markup) == ("new", 1_800_000_005, None)


async def test_changing_the_buttons_alone_leaves_no_mark(bot: Bot) -> None:
    await bot.send_message(ALICE, "text", reply_markup=BUTTON)

    edited = await bot.edit_message_reply_markup(ALICE, 1)

    assert isinstance(edited, Message)
    assert (edited.text, edited.reply_markup, edited.edit_date) == ("text", None, None)


async def test_the_same_content_is_not_modified(api: httpx.AsyncClient) -> None:
    await api.post("sendMessage", json={"chat_id": ALICE, "text": "a"})

    answer = await api.post("editMessageText", json={"chat_id": ALICE, "message_id": 1, "text": "<b></b>a"})
    same = await api.post("editMessageText", json={"chat_id": ALICE, "message_id": 1, "text": "<b></b>a "})

    assert answer.json()["ok"] is True
    assert same.json()["description"] == f"Bad Request: {NOT_MODIFIED}"


@pytest.mark.parametrize(
    ("method", "values", "description"),
    [
        ("editMessageText", {"chat_id": ALICE, "message_id": 99, "text": "a"}, "message to edit not found"),
        ("editMessageText", {"chat_id": ALICE, "text": "a"}, "message identifier is not specified"),
        ("editMessageText", {"chat_id": ALICE, "message_id": 1, "text": "a"}, "message can't be edited"),
        ("editMessageText", {"chat_id": ALICE, "message_id": 2, "text": " "}, "message text is empty"),
        ("editMessageText", {"chat_id": ALICE, "message_id": 2, "text": "a" * 4097}, "MESSAGE_TOO_LONG"),
        ("editMessageText", {"inline_message_id": "x", "text": "a"}, "MESSAGE_ID_INVALID"),
        (
            "editMessageCaption",
            {"chat_id": ALICE, "message_id": 2},
            "there is no caption in the message to edit",
        ),
        ("editMessageMedia", {"chat_id": ALICE, "message_id": 2}, "there is no media in the request"),
        (
            "editMessageReplyMarkup",
            {"chat_id": ALICE, "message_id": 2, "reply_markup": {"keyboard": [["a"]]}},
            "inline keyboard expected",
        ),
        ("deleteMessage", {"chat_id": ALICE, "message_id": 99}, "message to delete not found"),
        ("deleteMessage", {"chat_id": ALICE}, "message identifier is not specified"),
        ("deleteMessages", {"chat_id": ALICE}, "message identifiers are not specified"),
    ],
)
async def test_a_bad_edit_is_refused(
    api: httpx.AsyncClient, world: World, method: str, values: dict[str, object], description: str
) -> None:
    acting.say(world, ALICE, ALICE, "from a person")
    await api.post("sendMessage", json={"chat_id": ALICE, "text": "from the bot"})

    answer = await api.post(method, json=values)

    assert answer.json()["description"] == f"Bad Request: {description}"


async def test_a_message_can_be_deleted(bot: Bot, world: World) -> None:
    await bot.send_message(ALICE, "a")

    await bot.delete_message(ALICE, 1)

    assert world.chat(ALICE).messages == {}


async def test_several_messages_can_be_deleted_at_once(bot: Bot, world: World) -> None:
    for text in "abc":
        await bot.send_message(ALICE, text)

    await bot.delete_messages(ALICE, [1, 3, 99])

    assert list(world.chat(ALICE).messages) == [2]


async def test_an_old_message_stays(bot: Bot, clock: list[float]) -> None:
    await bot.send_message(ALICE, "a")
    clock[0] += 48 * 3600 + 1

    with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
        await bot.delete_message(ALICE, 1)


async def test_in_a_group_only_administrators_delete_what_others_wrote(
    bot: Bot, world: World, control: httpx.AsyncClient
) -> None:
    acting.say(world, GROUP, ALICE, "a")
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_message(GROUP, 1)

    await control.post(f"chats/{GROUP}/members", json={"bot": True, "status": "administrator"})

    assert await bot.delete_message(GROUP, 1)


async def test_a_text_can_become_a_file(bot: Bot) -> None:
    await bot.send_message(ALICE, "a")

    edited = await bot.edit_message_media(InputMediaDocument(b"data", caption="c", filename="f.txt"), ALICE, 1)

    assert isinstance(edited, Message)
    assert edited.document is not None
    assert (edited.document.file_name, edited.caption, edited.text) == ("f.txt", "c", None)


async def test_a_caption_can_be_changed_and_taken_away(bot: Bot) -> None:
    await bot.send_document(ALICE, b"data", caption="old")

    changed = await bot.edit_message_caption(ALICE, 1, caption="<b>new</b>", parse_mode="HTML")
    gone = await bot.edit_message_caption(ALICE, 1)

    assert isinstance(changed, Message)
    assert isinstance(gone, Message)
    assert (changed.caption, gone.caption) == ("new", None)


async def test_text_edits_need_a_text_message(bot: Bot) -> None:
    await bot.send_document(ALICE, b"data")

    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await bot.edit_message_text("a", ALICE, 1)
