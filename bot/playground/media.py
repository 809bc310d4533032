"""Files: storing uploads, reusing them by file_id, and the media of messages made from them.

Pictures are only measured, never decoded.
"""

import hashlib
import struct

from bot.playground.model import Media, StoredFile
from bot.playground.params import Params, Upload
from bot.playground.refusal import ApiError, bad_request
from bot.playground.render import document_json, photo_json
from bot.playground.world import World

MAX_PHOTO_BYTES = 10 * 1024 * 1024
MAX_FILE_BYTES = 50 * 1024 * 1024
_PNG = b"\x89PNG\r\n\x1a\n"
_START_OF_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def sent_photo(world: World, params: Params, name: str) -> Media:
    """The photo of a call; raises ApiError when it is missing or no picture."""
    file = _sent_file(world, params, name, "photo")
    if not file.width:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if len(file.content) > MAX_PHOTO_BYTES or file.width + file.height > 10_000:
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return Media("photo", photo_json(file), file.id)


def sent_document(world: World, params: Params, name: str) -> Media:
    """The document of a call; raises ApiError when it is missing."""
    file = _sent_file(world, params, name, "document")
    return Media("document", document_json(file), file.id)


def store_file(world: World, upload: Upload, folder: str) -> StoredFile:
    """Keep an upload; the same content gets the same unique id and a new file id."""
    if len(upload.content) > MAX_FILE_BYTES:
        raise ApiError(413, "Request Entity Too Large")
    number = world.next_file_number()
    digest = hashlib.sha256(upload.content).hexdigest()
    width, height = picture_size(upload.content)
    suffix = upload.name.rpartition(".")[2] if "." in upload.name else "bin"
    file = StoredFile(
        f"PG{number:06d}{digest[:32]}",
        f"PGu{digest[:12]}",
        f"{folder}s/file_{number}.{suffix}",
        upload.name,
        upload.mime_type,
        upload.content,
        width,
        height,
    )
    world.registry.files[file.id] = file
    return file


def picture_size(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG, GIF or JPEG; zeros for anything else."""
    if content.startswith(_PNG) and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return int(width), int(height)
    if content[:6] in {b"GIF87a", b"GIF89a"} and len(content) >= 10:
        width, height = struct.unpack("<HH", content[6:10])
        return int(width), int(height)
    return _jpeg_size(content) if content.startswith(b"\xff\xd8") else (0, 0)


def _jpeg_size(content: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        if content[at + 1] in _START_OF_FRAME:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return int(width), int(height)
        (length,) = struct.unpack(">H", content[at + 2 : at + 4])
        at += 2 + int(length)
    return 0, 0


def _sent_file(world: World, params: Params, name: str, folder: str) -> StoredFile:
    reference = params.text(name)
    upload = params.files.get(reference.removeprefix("attach://") if reference.startswith("attach://") else name)
    if upload is not None:
        if not upload.content:
            raise bad_request("file must be non-empty")
        return store_file(world, upload, folder)
    if not reference or reference.startswith("attach://"):
        raise bad_request(f"there is no {folder} in the request")
    if reference.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    file = world.registry.files.get(reference)
    if file is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return file
