"""Updates put aside: kept without names, read back as they were, and deleted at last."""

import json

from telegram import Bot, Update
from telegram.request import HTTPXRequest

from bot.storage.records import UpdateAside
from bot.tg.aside import Aside
from tests.unit.tg.fakes import KeptAside

BOT = Bot("1:a", request=HTTPXRequest())
UPDATE = {
    "update_id": 7,
    "message": {
        "message_id": 3,
        "date": 1_764_500_000,
        "chat": {"id": 5, "type": "private", "first_name": "Aigul", "last_name": "Bek", "username": "aigul"},
        "from": {"id": 5, "is_bot": False, "first_name": "Aigul", "username": "aigul", "language_code": "kk"},
        "text": "Виза керек пе? \ud83d",
        "entities": [
            {"type": "text_mention", "offset": 0, "length": 4, "user": {"id": 6, "is_bot": False, "first_name": "Bob"}}
        ],
        "reply_to_message": {
            "message_id": 2,
            "date": 1_764_500_000,
            "chat": {"id": 5, "type": "private", "first_name": "Aigul"},
            "from": {"id": 1, "is_bot": True, "first_name": "Bot", "username": "kzjp_bot"},
        },
    },
}


def read(update: dict[str, object]) -> Update:
    found = Update.de_json(update, BOT)
    assert found is not None
    return found


async def test_an_update_comes_back_as_it_was_but_for_names() -> None:
    store = KeptAside()
    assert await Aside(store, BOT).put([read(UPDATE)])

    [kept] = await Aside(store, BOT).left()

    assert store.kept[7].chat_id == 5
    assert all(name not in store.kept[7].body for name in ("Aigul", "aigul", "Bek", "Bob"))
    message, before = kept.effective_message, read(UPDATE).effective_message
    assert message is not None
    assert before is not None
    assert (message.text, message.date, message.chat_id) == (before.text, before.date, 5)
    assert message.reply_to_message is not None
    assert message.reply_to_message.from_user is not None
    assert message.reply_to_message.from_user.username == "kzjp_bot"
    assert kept.effective_user is not None
    assert kept.effective_user.language_code == "kk"


async def test_what_can_no_longer_be_read_is_deleted_with_the_next() -> None:
    store = KeptAside()
    store.kept = {7: UpdateAside(7, None, json.dumps({"update_id": "7", "message": []})), 8: UpdateAside(8, 1, "{}")}
    aside = Aside(store, BOT)

    assert await aside.left() == ()
    await aside.drop(())

    assert store.kept == {}


async def test_what_cannot_be_deleted_now_is_deleted_later() -> None:
    store = KeptAside()
    aside = Aside(store, BOT)
    await aside.put([read(UPDATE)])
    store.is_away = True
    await aside.drop([7])
    assert 7 in store.kept

    store.is_away = False
    await aside.drop(())

    assert store.kept == {}
