"""Whether Telegram can be reached: noted with every call, and tried where there was none for a while or one refused.

The request that notes it also counts what became of the calls that send.
"""

import asyncio
import time
from collections.abc import Callable, Coroutine
from typing import Final

import structlog
from telegram import Bot
from telegram._utils.types import ODVInput
from telegram.error import InvalidToken, NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

import bot.errors
from bot.metrics import Metrics
from bot.stopping import done_before
from bot.tg.updates import TOKEN_REFUSED_MESSAGE

Json = dict[str, object]
PROBE_AFTER_S: Final = 30.0
RECENT_S: Final = 120.0
_UNREAD: Final = frozenset(
    {"from", "reply_to_message", "entities", "caption_entities", "link_preview_options", "reply_markup"}
)
"""What nobody looks at of a message that was sent or edited; reading it takes longer than the rest."""
_SENDING: Final = ("send", "edit", "answer", "copy", "forward")
_log = structlog.stdlib.get_logger(__name__)


class Reach:
    """When Telegram last answered; ``clock`` tells seconds that only ever grow.

    ``is_doubtful`` is set where it answered that it doesn't know the token.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._answered_at: float | None = None
        self.is_doubtful = asyncio.Event()

    def note(self) -> None:
        """Note that Telegram answered now."""
        self._answered_at = self._clock()

    @property
    def silent_s(self) -> float | None:
        """For how long Telegram has not answered; None where it never has."""
        return None if self._answered_at is None else self._clock() - self._answered_at


class WatchedRequest(BaseRequest):
    """Has requests made, notes that they were answered, and counts those that send."""

    def __init__(self, request: BaseRequest, reach: Reach, metrics: Metrics) -> None:
        self._request = request
        self._reach = reach
        self._metrics = metrics

    @property
    def read_timeout(self) -> float | None:
        """How long to wait for an answer, in seconds, where the caller doesn't say."""
        return self._request.read_timeout

    async def initialize(self) -> None:
        """Get ready to make requests."""
        await self._request.initialize()

    async def shutdown(self) -> None:
        """Close all connections."""
        await self._request.shutdown()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make one request."""
        sends = url.rpartition("/")[2].startswith(_SENDING)
        try:
            status, body = await self._request.do_request(
                url, method, request_data, read_timeout, write_timeout, connect_timeout, pool_timeout
            )
        except NetworkError as error:
            if sends:
                self._metrics.sent("timeout" if isinstance(error, TimedOut) else "unreached")
            raise
        if status in {401, 404}:
            self._reach.is_doubtful.set()
        elif status < 500:
            self._reach.note()
        if sends:
            self._metrics.sent(_result(status))
        return status, body

    def parse_json_payload(self, payload: bytes) -> Json:  # type: ignore[override] # is called on the object
        """Return the answer's JSON; of a message without what nobody looks at."""
        parsed: Json = BaseRequest.parse_json_payload(payload)
        result = parsed.get("result")
        if isinstance(result, dict) and "message_id" in result:
            parsed["result"] = _without(result)
        return parsed


def _without(message: Json) -> Json:
    return {name: value for name, value in message.items() if name not in _UNREAD}


def _result(status: int) -> str:
    if status < 300:
        return "ok"
    if status == 429:
        return "flood"
    return "refused" if status < 500 else "error"


async def keep_probing(
    telegram_bot: Bot, reach: Reach, sleep: Callable[[float], Coroutine[None, None, None]] = asyncio.sleep
) -> None:
    """Call Telegram whenever it has been silent for half a minute, or seems not to know the token, until cancelled.

    Raises:
        TelegramError: (of ``bot.errors``) if Telegram no longer accepts the bot's token.
    """
    while True:
        await done_before(reach.is_doubtful, sleep(PROBE_AFTER_S))
        is_heard = reach.silent_s is not None and reach.silent_s < PROBE_AFTER_S
        if is_heard and not reach.is_doubtful.is_set():
            continue
        reach.is_doubtful.clear()
        try:
            await telegram_bot.get_me()
        except InvalidToken as error:
            raise bot.errors.TelegramError(TOKEN_REFUSED_MESSAGE) from error
        except TelegramError as error:
            _log.warning("Telegram cannot be reached", reason=type(error).__name__)
