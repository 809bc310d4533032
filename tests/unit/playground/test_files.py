"""Pictures and files: upload, reuse by file_id, download."""

import struct
import zlib

import httpx
import pytest
from telegram import Bot
from telegram.error import BadRequest

from bot.playground import World
from bot.playground.media import picture_size

ALICE = 100_001


def _png(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + header + struct.pack(">I", zlib.crc32(header))


async def test_a_picture_is_measured_and_can_be_sent_again(bot: Bot) -> None:
    first = await bot.send_photo(ALICE, _png(30, 20), caption="<b>c</b>", parse_mode="HTML")
    again = await bot.send_photo(ALICE, first.photo[-1].file_id)

    assert (first.photo[-1].width, first.photo[-1].height, first.caption) == (30, 20, "c")
    assert again.photo[-1].file_unique_id == first.photo[-1].file_unique_id


async def test_a_file_comes_back_as_it_was_sent(bot: Bot) -> None:
    sent = await bot.send_document(ALICE, b"some data", filename="notes.txt")
    assert sent.document is not None

    file = await bot.get_file(sent.document)

    assert bytes(await file.download_as_bytearray()) == b"some data"
    assert (sent.document.file_name, sent.document.mime_type) == ("notes.txt", "text/plain")


async def test_a_sample_picture_of_a_person_can_be_downloaded(bot: Bot, control: httpx.AsyncClient) -> None:
    posted = (await control.post(f"chats/{ALICE}/messages", json={"user_id": ALICE, "kind": "photo"})).json()

    file = await bot.get_file(posted["photo"][-1]["file_id"])

    content = bytes(await file.download_as_bytearray())
    assert picture_size(content) == (320, 200)
    assert (await control.get(f"files/{file.file_id}")).content == content


async def test_captions_have_their_own_limit(bot: Bot) -> None:
    await bot.send_document(ALICE, b"x", caption="a" * 1024)

    with pytest.raises(BadRequest, match="Media_caption_too_long"):
        await bot.send_document(ALICE, b"x", caption="a" * 1025)


@pytest.mark.parametrize(
    ("values", "description"),
    [
        ({}, "there is no photo in the request"),
        ({"photo": "nonsense"}, "wrong file identifier/HTTP URL specified"),
        ({"photo": "https://a.kz/x.png"}, "failed to get HTTP URL content"),
        ({"photo": "attach://nothing"}, "there is no photo in the request"),
    ],
)
async def test_a_bad_picture_is_refused(api: httpx.AsyncClient, values: dict[str, str], description: str) -> None:
    answer = await api.post("sendPhoto", json={"chat_id": ALICE, **values})

    assert answer.json()["description"] == f"Bad Request: {description}"


async def test_what_is_no_picture_cannot_be_processed(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Image_process_failed"):
        await bot.send_photo(ALICE, b"not a picture")


async def test_an_unknown_file_is_not_found(bot: Bot, api: httpx.AsyncClient, world: World) -> None:
    with pytest.raises(BadRequest, match="Invalid file_id"):
        await bot.get_file("nonsense")

    root = str(api.base_url).replace("/bot42:token/", "")
    assert (await api.get(f"{root}/file/bot{world.token}/photos/none.png")).status_code == 404
    assert (await api.get(f"{root}/file/botother/photos/none.png")).status_code == 401


def test_pictures_of_three_formats_are_measured() -> None:
    jpeg = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x0b\x08\x00\x14\x00\x1e\x01\x01\x11\x00"

    assert picture_size(_png(30, 20)) == (30, 20)
    assert picture_size(b"GIF89a\x1e\x00\x14\x00") == (30, 20)
    assert picture_size(jpeg) == (30, 20)
    assert picture_size(b"\xff\xd8\xff") == (0, 0)
