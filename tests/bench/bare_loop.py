"""The baseline of delivering: ``bot.send_message`` in a loop, so many at once. Accounts for nothing."""

import asyncio
import os
import sys

from telegram import Bot
from telegram.request import HTTPXRequest


async def main() -> None:
    """Send a text to so many chats from a first one on."""
    address, first, count, text = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    left = iter(range(first, first + count))
    async with Bot(os.environ["KZJP_BOT_TOKEN"], address, request=HTTPXRequest(connection_pool_size=64)) as bot:

        async def work() -> None:
            for chat_id in left:
                await bot.send_message(chat_id, text)

        await asyncio.gather(*(work() for _ in range(int(os.environ["KZJP_AT_ONCE"]))))
    print("done")


if __name__ == "__main__":
    asyncio.run(main())
