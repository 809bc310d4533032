"""A whole python-telegram-bot application against the server."""

from collections.abc import AsyncIterator

import httpx
import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import ApplicationBuilder, CallbackQueryHandler, CommandHandler, ContextTypes

from bot.playground import PlaygroundServer, World

ALICE = 100_001


async def _greet(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    message = update.effective_message
    assert message is not None
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("More", callback_data="more")]])
    await message.reply_html(f"<b>Hello</b> {' '.join(context.args or [])}", reply_markup=keyboard)


async def _change(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.callback_query
    assert query is not None
    await query.edit_message_text("Changed")
    await query.answer("Here")


@pytest.fixture
async def application(server: PlaygroundServer, world: World) -> AsyncIterator[None]:
    """A polling bot that greets, and changes its message when its button is pressed."""
    running = ApplicationBuilder().token(world.token).base_url(server.base_url).build()
    running.add_handlers([CommandHandler("start", _greet), CallbackQueryHandler(_change)])
    assert running.updater is not None
    async with running:
        await running.start()
        await running.updater.start_polling()
        yield
        await running.updater.stop()
        await running.stop()


@pytest.mark.usefixtures("application")
async def test_a_bot_talks_with_a_person(control: httpx.AsyncClient, world: World) -> None:
    seq = world.events.last_seq
    await control.post(f"users/{ALICE}/open", json={"payload": "visas"})

    found = await world.events.wait_for(
        lambda event: event.kind == "message" and world.chat(ALICE).messages.get(2) is not None, seq, 10
    )
    assert found
    pressed = await control.post(
        f"chats/{ALICE}/messages/2/press", params={"wait": 10}, json={"user_id": ALICE, "data": "more"}
    )

    messages = (await control.get(f"chats/{ALICE}/messages")).json()
    assert [message["text"] for message in messages] == ["/start visas", "Changed"]
    assert pressed.json()["answer"]["text"] == "Here"


async def test_a_polling_bot_starts_and_stops_without_a_refused_call(
    application: None, control: httpx.AsyncClient
) -> None:
    del application

    assert (await control.get("calls", params={"rejected": 1})).json() == []
