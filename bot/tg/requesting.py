"""HTTP to Telegram by aiohttp, in place of python-telegram-bot's own by httpx, which takes several times as long.

What became of a request that failed is told by the cause of the error raised, as ``bot.tg.limiter`` reads it.
"""

import ssl
from functools import cache
from typing import Final
from urllib.request import getproxies, proxy_bypass

import aiohttp
import certifi
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

READ_S: Final = 5.0
WRITE_S: Final = 5.0
WRITE_FILES_S: Final = 20.0
CONNECT_S: Final = 5.0
POOL_S: Final = 1.0
KEPT_ALIVE_S: Final = 10.0
_FORM: Final = {"Content-Type": "application/x-www-form-urlencoded"}


class TelegramRequest(BaseRequest):
    """Makes requests over up to ``connections`` connections, by the environment's proxy if it names one."""

    def __init__(self, connections: int) -> None:
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """How long to wait for an answer, in seconds, where the caller doesn't say."""
        return READ_S

    async def initialize(self) -> None:
        """Get ready to make requests."""
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=self._connections, ssl=_trusted(), keepalive_timeout=KEPT_ALIVE_S)
            self._session = aiohttp.ClientSession(
                connector=connector, headers={"User-Agent": self.USER_AGENT}, cookie_jar=aiohttp.DummyCookieJar()
            )

    async def shutdown(self) -> None:
        """Close all connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

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
        """Make one request and return the answer's status and body.

        Raises:
            TimedOut: if something took too long; caused by ``ConnectionTimeoutError`` where nothing had left yet.
            NetworkError: if no answer came; caused by ``ClientConnectorError`` where nothing had left yet.
        """
        if self._session is None:
            raise RuntimeError("requests are made between initialize and shutdown")
        has_files = request_data is not None and request_data.contains_files
        connect_s, read_s = _or(connect_timeout, CONNECT_S), _or(read_timeout, READ_S)
        waits = (
            _or(pool_timeout, POOL_S),
            connect_s,
            _or(write_timeout, WRITE_FILES_S if has_files else WRITE_S),
            read_s,
        )
        timeout = aiohttp.ClientTimeout(
            total=_sum(*waits), connect=_sum(*waits[:2]), sock_connect=connect_s, sock_read=read_s
        )
        # encoded as it is: the token in it stays as Telegram gave it
        address = URL(url, encoded=True)
        body, headers = _body(request_data, has_files=has_files)
        try:
            async with self._session.request(
                method,
                address,
                data=body,
                headers=headers,
                timeout=timeout,
                proxy=_proxy_for(address.scheme, address.host or ""),
                allow_redirects=False,
            ) as response:
                return response.status, await response.read()
        except TimeoutError as error:
            raise TimedOut from error
        except (aiohttp.ClientError, OSError) as error:
            # not the error's own words: they may hold the address, and the token with it
            raise NetworkError(f"aiohttp.{type(error).__name__}") from error


def _body(data: RequestData | None, *, has_files: bool) -> tuple[aiohttp.FormData | bytes | None, dict[str, str]]:
    if data is None:
        return None, {}
    if not has_files:
        return URL.build(query=data.json_parameters).raw_query_string.encode(), _FORM
    form = aiohttp.FormData(data.json_parameters, quote_fields=False)
    for name, (filename, content, mime_type) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime_type)
    return form, {}


def _or(given: ODVInput[float], otherwise: float) -> float | None:
    """Return seconds as given, where they are: None is for ever."""
    return otherwise if isinstance(given, DefaultValue) else given


def _sum(*waits: float | None) -> float | None:
    known = [wait for wait in waits if wait is not None]
    return sum(known) if len(known) == len(waits) else None


@cache
def _proxy_for(scheme: str, host: str) -> str | None:
    """Return the proxy that the environment names for a host, as it stood at the first request."""
    proxies = getproxies()
    return None if proxy_bypass(host) else proxies.get(scheme) or proxies.get("all")


@cache
def _trusted() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=certifi.where())
