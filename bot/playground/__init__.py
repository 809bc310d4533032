"""A local Telegram: a Bot API server over HTTP with simulated people and a chat page.

The bot runs against it without a token; the end-to-end tests play the people. It answers for Telegram's
side only and imports nothing else of the bot. `create_app`, `serve` and `PlaygroundServer` serve a `World`;
`populate` fills one for the demo. People act through `bot.playground.acting` and `asking`, or over HTTP
through the control API, which `bot.playground.control` documents. Of the parse modes there is HTML only.
"""

from bot.playground.demo import populate
from bot.playground.server import PlaygroundServer, create_app, serve
from bot.playground.world import World

__all__ = ["PlaygroundServer", "World", "create_app", "populate", "serve"]
