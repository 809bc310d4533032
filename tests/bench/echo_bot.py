"""The baseline: the smallest python-telegram-bot program, which sends every text back. Knows and stores nothing."""

import os

from telegram import Update
from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters


async def on_text(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Send the text back."""
    if update.message is not None and update.message.text is not None:
        await update.message.reply_text(update.message.text)


def main() -> None:
    """Run by plain polling until a signal."""
    token, address = os.environ["KZJP_BOT_TOKEN"], os.environ["KZJP_API_BASE_URL"]
    application = ApplicationBuilder().token(token).base_url(address).build()
    application.add_handler(MessageHandler(filters.TEXT, on_text))
    application.run_polling()


if __name__ == "__main__":
    main()
