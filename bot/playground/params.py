"""The parameters of one Bot API call, from query string, form, multipart or JSON body, read as by Telegram.

Everything is text, as on Telegram's own server: a JSON body's numbers and objects are turned back into text.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.requests import ClientDisconnect, Request
from starlette.types import Receive, Scope

from bot.playground.refusal import ApiError, bad_request
from bot.playground.wire import Json, JsonObject, decode, encode_text

MAX_BODY_BYTES = 64 * 1024 * 1024
_NOT_UTF8 = "strings must be encoded in UTF-8"


class ClientGoneError(Exception):
    """The client hung up before its call was complete, or while it was waiting."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a call."""

    name: str
    mime_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Params:
    """Named texts and files of one call."""

    texts: Mapping[str, str]
    files: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        """A parameter as text; the default when absent."""
        return self.texts.get(name, default)

    def integer(self, name: str, default: int = 0) -> int:
        """A parameter as a whole number; 0 for what is none, as Telegram reads it."""
        value = self.texts.get(name)
        if not value:
            return default
        try:
            return int(value)
        except ValueError:
            return 0

    def flag(self, name: str) -> bool:
        """A parameter as a truth value: "true", "yes" and "1" are true."""
        return self.texts.get(name, "").strip().lower() in {"true", "yes", "1"}

    def json(self, name: str, complaint: str) -> Json:
        """A parameter that holds JSON; None when absent, `complaint` as the refusal when malformed."""
        value = self.texts.get(name)
        if not value:
            return None
        try:
            return decode(value)
        except ValueError as error:
            raise bad_request(complaint) from error

    def json_object(self, name: str, complaint: str) -> JsonObject | None:
        """A parameter that holds a JSON object; None when absent."""
        value = self.json(name, complaint)
        if value is None or isinstance(value, dict):
            return value
        raise bad_request(complaint)


async def read_params(scope: Scope, receive: Receive) -> Params:
    """Read the parameters of a call from its query string and its body.

    Raises:
        ApiError: if they cannot be read.
        ClientGoneError: if the client hung up in the middle of the body; such a call was never made.
    """
    query: bytes = scope["query_string"]
    texts = _form(query) if query else {}
    if scope["method"] != "POST":
        return Params(texts)
    content_type = _content_type(scope)
    if content_type.startswith(b"multipart/form-data"):
        return await _multipart(scope, receive, texts)
    body = await _body(receive)
    if content_type.startswith(b"application/json"):
        texts.update(_json_body(body))
    elif body:
        texts.update(_form(body))
    return Params(texts)


def json_params(source: JsonObject) -> Params:
    """Parameters given as a JSON object, as in an answer to a webhook."""
    return Params({name: _as_text(value) for name, value in source.items() if value is not None})


def _content_type(scope: Scope) -> bytes:
    headers: list[tuple[bytes, bytes]] = scope["headers"]
    for name, value in headers:
        if name == b"content-type":
            return value.lower()
    return b""


def _form(source: bytes) -> dict[str, str]:
    try:
        return dict(parse_qsl(source.decode("ascii"), keep_blank_values=True, errors="strict"))
    except ValueError as error:
        raise bad_request(_NOT_UTF8) from error


def _json_body(body: bytes) -> dict[str, str]:
    try:
        value = decode(body) if body else {}
    except ValueError as error:
        raise bad_request("can't parse JSON object") from error
    if not isinstance(value, dict):
        raise bad_request("expected a JSON object")
    return {name: _as_text(field_value) for name, field_value in value.items() if field_value is not None}


def _as_text(value: Json) -> str:
    return value if isinstance(value, str) else encode_text(value)


async def _body(receive: Receive) -> bytes:
    chunks: list[bytes] = []
    size, is_whole = 0, False
    while not is_whole:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGoneError
        chunk: bytes = message.get("body", b"")
        chunks.append(chunk)
        size += len(chunk)
        if size > MAX_BODY_BYTES:
            raise ApiError(413, "Request Entity Too Large")
        is_whole = not message.get("more_body")
    return b"".join(chunks)


async def _multipart(scope: Scope, receive: Receive, texts: dict[str, str]) -> Params:
    files: dict[str, Upload] = {}
    try:
        async with Request(scope, receive).form() as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    content = await value.read()
                    mime_type = value.content_type or "application/octet-stream"
                    files[name] = Upload(value.filename or name, mime_type, content)
                else:
                    texts[name] = value
    except ClientDisconnect as error:
        raise ClientGoneError from error
    return Params(texts, files)
