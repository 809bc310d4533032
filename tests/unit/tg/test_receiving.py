"""Reading the answers to polls: what was seen before is left out unread, what cannot be read is passed on empty."""

import json

import pytest

from bot.tg.receiving import BEYOND_IDS, Json, UpdatesRequest, read_update

NOWHERE = {"message_id": 1, "date": 1}
CHAT: Json = {"id": 1, "type": "private"}
MESSAGE: Json = {"message_id": 1, "date": 0, "chat": CHAT}
SOMEONE = {"id": 1, "is_bot": False, "first_name": "A"}
UNREADABLE = {"update_id": 8, "message": {"chat": {"id": "no number", "type": "private"}, "date": 0, "message_id": 1}}


def answer(*updates: object) -> bytes:
    return json.dumps({"ok": True, "result": updates}).encode()


async def test_what_was_seen_before_is_left_out() -> None:
    request = UpdatesRequest()
    request.leave_out(7)

    read = request.parse_json_payload(answer({"update_id": 6}, {"update_id": 7}, {"update_id": 8}))

    assert read["result"] == [{"update_id": 8}]


async def test_before_anything_was_seen_all_are_read() -> None:
    assert UpdatesRequest().parse_json_payload(answer({"update_id": 0}, {"update_id": 1}))["result"] == [
        {"update_id": 0},
        {"update_id": 1},
    ]


async def test_what_cannot_be_read_is_emptied_once_it_is_looked_at() -> None:
    request = UpdatesRequest()
    assert request.parse_json_payload(answer(UNREADABLE))["result"] == [UNREADABLE]

    request.look()

    assert request.parse_json_payload(answer(UNREADABLE))["result"] == [{"update_id": 8}]
    assert request.parse_json_payload(answer(UNREADABLE))["result"] == [UNREADABLE]


async def test_an_answer_without_updates_is_left_as_it_is() -> None:
    request = UpdatesRequest()
    request.leave_out(7)

    assert request.parse_json_payload(b'{"ok": false, "error_code": 409}') == {"ok": False, "error_code": 409}
    assert request.parse_json_payload(answer("garbage"))["result"] == ["garbage"]


@pytest.mark.parametrize(
    "update",
    [
        pytest.param({"message": {"message_id": {}, "date": 0, "chat": {"id": 1, "type": "private"}}}, id="message"),
        pytest.param({"message": {"message_id": 1, "date": 0, "chat": {"id": [], "type": "private"}}}, id="chat"),
        pytest.param(
            {
                "callback_query": {
                    "id": "1",
                    "from": SOMEONE,
                    "chat_instance": "1",
                    "message": {"message_id": 1, "date": 1},
                }
            },
            id="pressed message",
        ),
        pytest.param({"callback_query": {"id": {"id": 1}, "from": SOMEONE, "chat_instance": "1"}}, id="press"),
        pytest.param({"callback_query": {"id": "1", "from": SOMEONE | {"id": "x"}, "chat_instance": "1"}}, id="user"),
        pytest.param({"message": {"message_id": 2**63, "date": 0, "chat": CHAT}}, id="message beyond the database"),
        pytest.param({"message": {"message_id": 1, "date": 0, "chat": CHAT | {"id": -BEYOND_IDS}}}, id="chat beyond"),
        pytest.param({"message": MESSAGE | {"is_topic_message": True, "message_thread_id": 2**64}}, id="topic beyond"),
        pytest.param({"message": MESSAGE | {"migrate_to_chat_id": "x"}}, id="moved to no chat"),
        pytest.param({"update_id": 2**63, "message": MESSAGE}, id="update beyond the database"),
        pytest.param({"inline_query": {"id": 7, "from": SOMEONE, "query": "", "offset": ""}}, id="inline query"),
    ],
)
def test_what_has_no_proper_id_is_not_read(update: Json) -> None:
    assert read_update({"update_id": 1} | update) is None


def test_the_largest_ids_are_read() -> None:
    chat = CHAT | {"id": -BEYOND_IDS + 1}

    assert read_update({"update_id": 1, "message": {"message_id": BEYOND_IDS - 1, "date": 0, "chat": chat}}) is not None
