"""A Telegram that hands out updates over python-telegram-bot's own request interface."""

import asyncio
import json
from collections.abc import Collection, Sequence

from telegram import Bot
from telegram.request import BaseRequest, RequestData

from bot.errors import StorageUnavailable
from bot.storage.records import UpdateAside
from tests.unit.tg.clock import now

Json = dict[str, object]
_MOST_CALLS = 1000


def message(update_id: int, chat_id: int | None = 1, user_id: int | None = None) -> Json:
    """Return an update: a message in a chat, an inline query of a user, or a poll that belongs to neither."""
    if chat_id is not None:
        chat = {"id": chat_id, "type": "private"}
        return {"update_id": update_id, "message": {"message_id": update_id, "date": 0, "chat": chat, "text": "?"}}
    if user_id is not None:
        sender = {"id": user_id, "is_bot": False, "first_name": "Ana"}
        return {"update_id": update_id, "inline_query": {"id": "1", "from": sender, "query": "", "offset": ""}}
    return {"update_id": update_id, "poll_answer": {"poll_id": "1", "option_ids": [], "option_persistent_ids": []}}


class Answer:
    """What Telegram says once: a status and a body, or an exception."""

    def __init__(self, status: int, body: Json) -> None:
        self.status = status
        self.body = body


def updates(*given: Json) -> Answer:
    """Return an answer with new updates."""
    return Answer(200, {"ok": True, "result": list(given)})


def refused(status: int, description: str, **parameters: int) -> Answer:
    """Return an error of Telegram's."""
    return Answer(status, {"ok": False, "error_code": status, "description": description, "parameters": parameters})


class FakeTelegram(BaseRequest):
    """Gives the scripted answers one after the other, then waits like a long poll and gives nothing."""

    def __init__(self, script: Sequence[Answer | Exception]) -> None:
        self._script = list(script)
        self.calls: list[Json] = []
        self.times: list[float] = []
        self.looks = 0
        self.seen: list[int] = []

    @property
    def read_timeout(self) -> float | None:
        """The default time-out, which nothing here needs."""
        return 5.0

    async def initialize(self) -> None:
        """Do nothing."""

    async def shutdown(self) -> None:
        """Do nothing."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = None,
        write_timeout: object = None,
        connect_timeout: object = None,
        pool_timeout: object = None,
    ) -> tuple[int, bytes]:
        """Answer one ``getUpdates``."""
        parameters: Json = dict(request_data.parameters) if request_data else {}
        self.calls.append(parameters)
        self.times.append(now())
        assert len(self.calls) < _MOST_CALLS, "asks without ever waiting"
        if not self._script:
            wait_s = parameters.get("timeout", 0)
            assert isinstance(wait_s, int)
            await asyncio.sleep(wait_s)
            return 200, b'{"ok": true, "result": []}'
        answer = self._script.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer.status, json.dumps(answer.body).encode()

    def script(self, answer: Answer | Exception) -> None:
        """Give ``answer`` next."""
        self._script.append(answer)

    @property
    def offsets(self) -> list[object]:
        """The offset of every call, None where there was none."""
        return [call.get("offset") for call in self.calls]

    def look(self) -> None:
        """Count that an answer could not be read."""
        self.looks += 1

    def leave_out(self, seen: int) -> None:
        """Note up to which number updates were seen."""
        self.seen.append(seen)

    def bot(self) -> Bot:
        """Return a bot that talks to this."""
        return Bot("1:token", request=self, get_updates_request=self)


class KeptAside:
    """Keeps updates put aside; while it ``is_away`` it takes nothing."""

    def __init__(self, *, is_away: bool = False) -> None:
        self.is_away = is_away
        self.kept: dict[int, UpdateAside] = {}
        self.log: list[tuple[str, list[int]]] = []

    async def keep(self, updates: Sequence[UpdateAside]) -> None:
        """Keep these updates."""
        if self.is_away:
            raise StorageUnavailable("away")
        self.kept |= {one.update_id: one for one in updates}
        self.log.append(("kept", [one.update_id for one in updates]))

    async def drop(self, update_ids: Collection[int]) -> None:
        """Delete these updates."""
        if self.is_away:
            raise StorageUnavailable("away")
        for update_id in update_ids:
            self.kept.pop(update_id, None)
        self.log.append(("dropped", list(update_ids)))

    async def all(self) -> tuple[UpdateAside, ...]:
        """Return what is kept, oldest first."""
        return tuple(self.kept[update_id] for update_id in sorted(self.kept))
