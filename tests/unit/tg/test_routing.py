"""Routing: the first handler that fits takes an update, failures are told, and nobody who wrote is remembered."""

import datetime as dt
import sys

from telegram import Chat, Message, Update, User
from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters

from bot.tg.limiter import Limiter
from bot.tg.routing import Router, Running

NOW = dt.datetime(2026, 11, 30, tzinfo=dt.UTC)


def application() -> Running:
    return ApplicationBuilder().token("1:token").rate_limiter(Limiter()).updater(None).build()


def said(text: str, person_id: int = 1) -> Update:
    message = Message(1, NOW, Chat(person_id, Chat.PRIVATE), from_user=User(person_id, "Ana", is_bot=False), text=text)
    return Update(1, message=message)


class Handlers:
    """Notes what it was given, and who it was."""

    def __init__(self) -> None:
        self.taken: list[str] = []

    async def on_a(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        self.taken.append(f"a: {update.effective_message and update.effective_message.text}")

    async def on_any(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        self.taken.append(f"any: {update.effective_message and update.effective_message.text}")

    async def on_broken(self, _update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        raise ZeroDivisionError

    async def on_error(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        self.taken.append(f"{type(context.error).__name__} {update is not None}")


async def test_the_first_that_fits_takes_it_and_no_other() -> None:
    seen, router = Handlers(), Router(application())
    first = MessageHandler(filters.Regex("^a"), seen.on_a)
    router.install((first, MessageHandler(filters.TEXT, seen.on_any)))

    for text in ("abc", "xyz"):
        await router.route(said(text))
    await router.route(Update(2))

    assert seen.taken == ["a: abc", "any: xyz"]


async def test_from_an_exchange_on_others_take_them() -> None:
    seen, router = Handlers(), Router(application())
    router.install((MessageHandler(filters.TEXT, seen.on_a),))
    router.install((MessageHandler(filters.TEXT, seen.on_any),))

    await router.route(said("abc"))

    assert seen.taken == ["any: abc"]


async def test_what_a_handler_does_not_catch_goes_to_the_error_handlers() -> None:
    seen, running = Handlers(), application()
    running.add_error_handler(seen.on_error)
    router = Router(running)
    router.install((MessageHandler(filters.TEXT, seen.on_broken),))

    await router.route(said("abc"))

    assert seen.taken == ["ZeroDivisionError True"]


async def test_who_wrote_is_not_remembered() -> None:
    seen, running = Handlers(), application()
    router = Router(running)
    router.install((MessageHandler(filters.TEXT, seen.on_any),))

    await router.route(said("abc", 1))
    before = kept(running)
    for person_id in range(2, 500):
        await router.route(said("abc", person_id))

    assert kept(running) == before


def kept(running: Running) -> int:
    """Return the size in bytes of the collections that the application holds itself."""
    names = {name for owner in type(running).__mro__ for name in getattr(owner, "__slots__", ())}
    values = [getattr(running, name, None) for name in names] + list(vars(running).values())
    return sum(sys.getsizeof(value) for value in values if isinstance(value, set | dict | list))
