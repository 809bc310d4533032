"""Sample attachments for simulated people: picture, sticker, voice message, file, place, contact, poll."""

import struct
import zlib

from bot.playground.media import store_file
from bot.playground.model import Media, User
from bot.playground.params import Upload
from bot.playground.refusal import ControlError
from bot.playground.render import document_json, photo_json
from bot.playground.wire import Json, JsonObject
from bot.playground.world import World

KINDS = ("photo", "sticker", "voice", "document", "location", "contact", "poll")
_WIDTH, _HEIGHT = 320, 200


def sample_media(world: World, kind: str, user: User) -> Media:
    """The media of a message of this kind; raises ControlError for a kind that is unknown."""
    match kind:
        case "photo":
            photo = store_file(world, Upload("photo.png", "image/png", _sunrise()), "photo")
            return Media("photo", photo_json(photo), photo.id)
        case "document":
            upload = Upload("notes.txt", "text/plain", b"Notes from the playground.\n")
            document = store_file(world, upload, "document")
            return Media("document", document_json(document), document.id)
        case "sticker":
            return _sticker(world)
        case "voice":
            voice = store_file(world, Upload("voice.ogg", "audio/ogg", b"OggS playground"), "voice")
            payload: JsonObject = {
                **_file_ids(voice.id, voice.unique_id),
                "duration": 3,
                "mime_type": "audio/ogg",
            }
            return Media("voice", payload, voice.id)
        case "location":
            return Media("location", {"latitude": 51.1282, "longitude": 71.4304})
        case "contact":
            return Media("contact", _contact(user))
        case "poll":
            return Media("poll", _poll(world))
        case _:
            raise ControlError(f"unknown kind of message; there are text, {', '.join(KINDS)}")


def _sticker(world: World) -> Media:
    file = store_file(world, Upload("sticker.webp", "image/webp", b"RIFF playground WEBP"), "sticker")
    payload: JsonObject = {
        **_file_ids(file.id, file.unique_id),
        "type": "regular",
        "width": 512,
        "height": 512,
        "is_animated": False,
        "is_video": False,
        "emoji": "👋",
    }
    return Media("sticker", payload, file.id)


def _file_ids(file_id: str, unique_id: str) -> JsonObject:
    return {"file_id": file_id, "file_unique_id": unique_id}


def _contact(user: User) -> JsonObject:
    return {"phone_number": "+77010000000", "first_name": user.first_name, "user_id": user.id}


def _poll(world: World) -> JsonObject:
    options: list[Json] = [{"text": text, "voter_count": 0, "persistent_id": text} for text in ("Astana", "Tokyo")]
    return {
        "id": world.new_query_id(),
        "question": "Which city first?",
        "options": options,
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        "allows_revoting": True,
        "members_only": False,
    }


def _sunrise() -> bytes:
    """A small PNG: the sun in a sky from blue to gold, over a dark steppe."""
    rows = bytearray()
    for y in range(_HEIGHT):
        part = y / _HEIGHT
        sky = bytes((int(70 + 180 * part), int(130 + 80 * part), int(205 - 90 * part)))
        half = int(max(0, 34**2 - (y - 138) ** 2) ** 0.5)
        row = sky * (_WIDTH // 2 - half) + b"\xff\xe9\xa8" * (2 * half) + sky * (_WIDTH // 2 - half)
        rows += b"\x00" + (b"\x2a\x38\x40" * _WIDTH if part > 0.76 else row)
    header = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows))), (b"IEND", b""))
    )
