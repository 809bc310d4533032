"""The composition root refuses settings that it cannot carry out."""

import asyncio

import pytest

from bot.app import run_bot
from bot.config import read_settings
from bot.errors import SettingsError

TOKEN = "42:" + "a" * 30


async def test_without_a_token_nothing_starts() -> None:
    with pytest.raises(SettingsError, match="KZJP_BOT_TOKEN: is not set"):
        await run_bot(read_settings({}), asyncio.Event())


async def test_a_webhook_that_would_believe_anyone_does_not_start() -> None:
    settings = read_settings({"KZJP_BOT_TOKEN": TOKEN, "KZJP_WEBHOOK_URL": "https://example.org/hook"})

    with pytest.raises(SettingsError, match="KZJP_WEBHOOK_SECRET: is not set"):
        await run_bot(settings, asyncio.Event())


async def test_everything_that_is_lacking_is_told_at_once() -> None:
    with pytest.raises(SettingsError) as raised:
        await run_bot(read_settings({"KZJP_WEBHOOK_URL": "https://example.org/hook"}), asyncio.Event())

    assert len(raised.value.problems) == 2
