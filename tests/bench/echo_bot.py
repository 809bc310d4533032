"""The baseline: the smallest python-telegram-bot program, which sends every text back. Knows and stores nothing.

It polls, or is served by uvicorn behind a webhook as python-telegram-bot's own example of a custom webhook is.
"""

import asyncio
import os

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Update
from telegram.ext import Application, ApplicationBuilder, ContextTypes, MessageHandler, filters


async def on_text(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Send the text back."""
    if update.message is not None and update.message.text is not None:
        await update.message.reply_text(update.message.text)


def built() -> Application:  # type: ignore[type-arg] # of six types that nobody looks at
    """Return the application, on the token and the server that the environment names."""
    token, address = os.environ["KZJP_BOT_TOKEN"], os.environ["KZJP_API_BASE_URL"]
    application = ApplicationBuilder().token(token).base_url(address).build()
    application.add_handler(MessageHandler(filters.TEXT, on_text))
    return application


async def serve(url: str, port: int) -> None:
    """Take updates in by a webhook until a signal."""
    application = built()

    async def receive(request: Request) -> Response:
        await application.update_queue.put(Update.de_json(await request.json(), application.bot))
        return Response()

    routes = [Route("/hook", receive, methods=["POST"])]
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=routes), port=port, log_level="error"))
    async with application:
        await application.start()
        await application.bot.set_webhook(url)
        await server.serve()
        await application.stop()


def main() -> None:
    """Run until a signal, behind a webhook where one is given."""
    url = os.environ.get("KZJP_WEBHOOK_URL")
    if url is None:
        built().run_polling()
    else:
        asyncio.run(serve(url, int(os.environ["KZJP_LISTEN"].rpartition(":")[2])))


if __name__ == "__main__":
    main()
