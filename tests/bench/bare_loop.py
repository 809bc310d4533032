"""The baseline of delivering: ``bot.send_message`` of one message in a loop, so many at once. Accounts for nothing."""

import asyncio
import json
import os
import sys

from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.request import HTTPXRequest


async def main() -> None:
    """Send a text in HTML, with buttons, to so many chats from a first one on."""
    address, first, count, html, buttons = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4], sys.argv[5]
    no_preview = LinkPreviewOptions(is_disabled=True)
    left = iter(range(first, first + count))
    async with Bot(os.environ["KZJP_BOT_TOKEN"], address, request=HTTPXRequest(connection_pool_size=64)) as bot:
        keyboard = InlineKeyboardMarkup.de_json(json.loads(buttons), bot)

        async def work() -> None:
            for chat_id in left:
                await bot.send_message(
                    chat_id,
                    html,
                    parse_mode=ParseMode.HTML,
                    link_preview_options=no_preview,
                    reply_markup=keyboard,
                )

        await asyncio.gather(*(work() for _ in range(int(os.environ["KZJP_AT_ONCE"]))))
    print("done")


if __name__ == "__main__":
    asyncio.run(main())
