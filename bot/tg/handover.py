"""Which way updates come: to a webhook, or for polling to none. What waits at Telegram is kept either way."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import structlog
from telegram import Bot
from telegram.error import BadRequest

import bot.errors

MAX_CONNECTIONS: Final = 100
_log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class WebhookAddress:
    """Where Telegram is to deliver, and what it proves itself with."""

    url: str
    secret: str


async def deliver_to(telegram_bot: Bot, address: WebhookAddress, allowed_updates: Sequence[str]) -> None:
    """Have updates delivered to ``address``; every replica says the same, so that it doesn't matter which is last.

    Raises:
        TelegramError: (of ``bot.errors``) if Telegram refuses the address.
    """
    try:
        await telegram_bot.set_webhook(
            address.url,
            secret_token=address.secret,
            allowed_updates=list(allowed_updates),
            max_connections=MAX_CONNECTIONS,
            drop_pending_updates=False,
        )
    except BadRequest as error:
        raise bot.errors.TelegramError(f"Telegram refuses KZJP_WEBHOOK_URL: {error.message}") from error
    _log.info("webhook set")


async def deliver_nowhere(telegram_bot: Bot) -> None:
    """End deliveries to a webhook, so that updates can be fetched."""
    await telegram_bot.delete_webhook(drop_pending_updates=False)
