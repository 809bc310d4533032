"""Bad requests, the same ones for the same seed: bytes that are no request, and updates with wrong parts in them."""

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Final

from bot.playground.wire import Json, JsonObject
from bot.tg.webhook import MAX_BODY, SECRET_HEADER
from tests.e2e.small_questions import QUESTIONS

PATH: Final = b"/hook"
_JSON: Final = (b"content-type", b"application/json")
_ODD: Final[tuple[Json, ...]] = (
    None, True, False, -1, 0, 1, 2**31, 2**53, 2**63, -(2**63) - 1, 10**400, 0.5, 1e308, "", "0", "x" * 5000, "\x00",
    "\ud800", "\udc00a", "\u202e", "<b>&amp;</b>", "/start", "/forget@bot", "%s{}$", "'; --", [], {}, [[]], [{}],
    {"id": 1}, ["text"], {"": None},
)  # fmt: skip
_DATA: Final = (
    "l:en",
    "e:en:visa",
    "t:en:visas:0",
    "n:en",
    "v:en:ue:visa",
    "g:en:y",
    "T:en",
    "m:en:1",
    "c:x",
    ":::",
    "",
)
_METHODS: Final = (b"GET", b"HEAD", b"PUT", b"DELETE", b"OPTIONS", b"TRACE", b"PATCH", b"BREW", b"")
_PATHS: Final = (b"/", b"/hook/", b"/hook/../hook", b"//hook", b"/%00", b"/hook%2f", b"/" + b"a" * 3000, b"/metrics/x")


@dataclass(frozen=True, slots=True)
class Request:
    """A request in pieces; ``kind`` names what is bad about it."""

    kind: str
    method: bytes
    path: bytes
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes

    def raw(self) -> bytes:
        """Return it as bytes on a connection that is closed after it."""
        lines = [b" ".join((self.method or b"POST", self.path, b"HTTP/1.1"))]
        lines += (name + b": " + value for name, value in self.headers)
        lines.append(b"content-length: %d" % len(self.body))
        return b"\r\n".join((*lines, b"connection: close", b"", self.body))


class BadRequests:
    """An endless stream of them, the share ``readable`` of them JSON objects that the handlers may get to see."""

    def __init__(self, seed: int, secret: str, readable: float) -> None:
        self._random = Random(seed)  # noqa: S311 - a sample, no secret
        self._right = ((SECRET_HEADER.lower().encode(), secret.encode()), _JSON)
        self._readable = readable
        self._number = 0
        self._wrong_parts = ((7, self._mutated), (3, self._mixed))
        self._wrong_bytes = (
            (5, self._flipped), (20, self._cut), (25, self._garbage), (15, self._spliced), (20, self._stranger),
            (10, self._odd_line), (4, self._odd_type), (1, self._deep),
        )  # fmt: skip

    def __iter__(self) -> Iterator[Request]:
        """Make one after the other."""
        while True:
            makers = self._wrong_parts if self._random.random() < self._readable else self._wrong_bytes
            [(_, make)] = self._random.choices(makers, [weight for weight, _ in makers])
            yield make()

    def garbled(self) -> bytes:
        """Return bytes that are no HTTP, or only nearly."""
        raw = bytearray(next(iter(self)).raw())
        for _ in range(self._random.randint(1, 30)):
            raw[self._random.randrange(min(len(raw), 200))] = self._random.randrange(256)
        return bytes(raw[: self._random.randint(1, len(raw))])

    def update(self) -> JsonObject:
        """Return a well-formed update of some kind."""
        self._number += 1
        kind = self._random.choice(
            ("message", "message", "message", "edited_message", "callback_query", "inline_query")
        )
        return {"update_id": self._number, kind: self._payload(kind)}

    def _payload(self, kind: str) -> JsonObject:
        person = self._random.randint(1, 50_000)
        sender: JsonObject = {"id": person, "is_bot": False, "first_name": "Ana", "language_code": "en"}
        text = self._random.choice((*QUESTIONS, "/start", "/topics", "/search visa", "/mydata", "/settings", "/ask x"))
        message: JsonObject = {
            "message_id": self._random.randint(1, 99),
            "date": 1_790_000_000,
            "chat": {"id": person, "type": "private", "first_name": "Ana"},
            "from": sender,
            "text": text,
            "entities": [{"type": "bot_command", "offset": 0, "length": 6}] if text.startswith("/") else [],
        }
        if kind == "callback_query":
            data = self._random.choice(_DATA)
            return {"id": str(self._number), "from": sender, "chat_instance": "1", "data": data, "message": message}
        if kind == "inline_query":
            return {"id": str(self._number), "from": sender, "query": text, "offset": ""}
        return message | ({"edit_date": 1_790_000_100} if kind == "edited_message" else {})

    def _encoded(self) -> bytes:
        return self._dumped(self.update())

    def _dumped(self, update: Json) -> bytes:
        text = json.dumps(update, ensure_ascii=bool(self._random.getrandbits(1)))
        return text.encode("utf-8", "surrogatepass")

    def _posted(self, kind: str, body: bytes) -> Request:
        return Request(kind, b"POST", PATH, self._right, body)

    def _mutated(self) -> Request:
        update: Json = self.update()
        for _ in range(self._random.randint(1, 4)):
            update = self._mutate(update)
        return self._posted("mutated", self._dumped(update))

    def _mutate(self, value: Json) -> Json:
        """Return a copy of ``value`` with one part of it, however deep, exchanged, taken out or doubled."""
        if not isinstance(value, dict | list) or not value or self._random.random() < 0.15:
            return copy.copy(self._random.choice(_ODD))
        if isinstance(value, list):
            place = self._random.randrange(len(value))
            return [*value[:place], self._mutate(value[place]), *value[place + self._random.randint(0, 1) :]]
        name = self._random.choice(list(value))
        changed = dict(value)
        match self._random.randrange(6):
            case 0:
                del changed[name]
            case 1:
                changed[self._random.choice(("new_chat_members", "via_bot", "sticker", "migrate_to_chat_id", "x"))] = (
                    copy.copy(self._random.choice(_ODD))
                )
            case _:
                changed[name] = self._mutate(value[name])
        return changed

    def _mixed(self) -> Request:
        """Return an update with parts of several kinds at once, or a number that came before."""
        update = self.update() | {kind: self._payload(kind) for kind in ("message", "callback_query", "inline_query")}
        update["update_id"] = self._random.randint(0, self._number)
        return self._posted("mixed", json.dumps(update).encode())

    def _flipped(self) -> Request:
        body = bytearray(self._encoded())
        for _ in range(self._random.randint(1, 8)):
            body[self._random.randrange(len(body))] ^= 1 << self._random.randrange(8)
        return self._posted("flipped", bytes(body))

    def _cut(self) -> Request:
        body = self._encoded()
        return self._posted("cut", body[: self._random.randrange(len(body))])

    def _garbage(self) -> Request:
        return self._posted("garbage", self._random.randbytes(self._random.randint(0, 400)))

    def _spliced(self) -> Request:
        body, place = self._encoded(), self._random.randint(0, 200)
        middle = self._random.choice((b"\xff", b"\x00", b"NaN", b"\\ud83d", b'"', b"{", b"9" * 5000, b"\xed\xa0\x80"))
        return self._posted("spliced", body[:place] + middle + body[place:])

    def _stranger(self) -> Request:
        secret = self._random.choice(
            (b"", b"x", self._right[0][1][:-1], self._right[0][1] + b"a", b"\xff\xfe", b"\xd0\xb6")
        )
        headers = () if secret == b"" else ((self._right[0][0], secret),)
        return Request("stranger", b"POST", PATH, (*headers, _JSON), self._encoded())

    def _odd_line(self) -> Request:
        method = self._random.choice(_METHODS) if self._random.getrandbits(1) else b"POST"
        path = self._random.choice(_PATHS) if method == b"POST" else PATH
        return Request("odd line", method, path, self._right, self._encoded())

    def _odd_type(self) -> Request:
        kinds = (b"text/plain", b"", b"application/x-www-form-urlencoded", b"\xff", b"application/json" * 100)
        headers = (self._right[0], (b"content-type", self._random.choice(kinds)))
        return Request("odd type", b"POST", PATH, headers, self._encoded())

    def _deep(self) -> Request:
        depth, opening = self._random.randint(100, 20_000), self._random.choice((b"[", b'{"a":'))
        if self._random.random() < 0.02:
            return self._posted("long", b" " * (MAX_BODY + self._random.randint(-1, 1)) + self._encoded())
        return self._posted("deep", b'{"update_id": 1, "message": ' + opening * depth)
