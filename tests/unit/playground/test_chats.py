"""Chats and members: who may write where, and the updates that changes bring."""

import httpx
import pytest
from telegram import Bot, ChatMemberAdministrator, ChatMemberOwner, ChatMemberRestricted, Update
from telegram.error import BadRequest, ChatMigrated, Forbidden

from bot.playground import World, acting

ALICE, AIGUL = 100_001, 100_002
GROUP, FORUM = -5_000_001, -1_002_000_000_001


async def test_a_person_who_never_started_the_bot_cannot_be_written_to(bot: Bot) -> None:
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(AIGUL, "a")


async def test_starting_the_bot_lets_it_write(bot: Bot, world: World) -> None:
    acting.open_bot(world, AIGUL)

    assert (await bot.send_message(AIGUL, "a")).text == "a"


async def test_blocking_and_unblocking_bring_updates(bot: Bot, world: World) -> None:
    acting.block(world, ALICE)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(ALICE, "a")

    acting.unblock(world, ALICE)
    await bot.send_message(ALICE, "a")

    assert [_change(update) for update in await bot.get_updates(timeout=0)] == [
        ("member", "kicked"),
        ("kicked", "member"),
    ]


async def test_a_deleted_account_cannot_be_written_to(bot: Bot, control: httpx.AsyncClient) -> None:
    await control.patch(f"users/{ALICE}", json={"deactivated": True})

    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(ALICE, "a")


@pytest.mark.parametrize(
    ("chat_id", "status", "description"),
    [
        (GROUP, "kicked", "Forbidden: bot was kicked from the group chat"),
        (FORUM, "kicked", "Forbidden: bot was kicked from the supergroup chat"),
        (FORUM, "left", "Forbidden: bot is not a member of the supergroup chat"),
        (GROUP, "restricted", "Bad Request: not enough rights to send text messages to the chat"),
    ],
)
async def test_the_bot_writes_only_where_it_is_and_may(
    api: httpx.AsyncClient, control: httpx.AsyncClient, chat_id: int, status: str, description: str
) -> None:
    await control.post(f"chats/{chat_id}/members", json={"bot": True, "status": status})

    answer = await api.post("sendMessage", json={"chat_id": chat_id, "text": "a"})

    assert answer.json()["description"] == description


async def test_a_dissolved_group_is_gone(bot: Bot, control: httpx.AsyncClient) -> None:
    await control.post(f"chats/{GROUP}/dissolve")

    with pytest.raises(Forbidden, match="the group chat was deleted"):
        await bot.send_message(GROUP, "a")


async def test_a_migrated_group_names_its_successor(bot: Bot, control: httpx.AsyncClient) -> None:
    new = (await control.post(f"chats/{GROUP}/migrate")).json()

    with pytest.raises(ChatMigrated) as migration:
        await bot.send_message(GROUP, "a")

    assert migration.value.new_chat_id == new["id"]
    assert (await bot.send_message(new["id"], "a")).chat.type == "supergroup"
    old_side, new_side = [update.message for update in await bot.get_updates(timeout=0)]
    assert old_side is not None
    assert new_side is not None
    assert (old_side.migrate_to_chat_id, new_side.migrate_from_chat_id) == (new["id"], GROUP)
    assert (await control.post(f"chats/{GROUP}/migrate")).status_code == 409


async def test_a_channel_takes_posts_of_administrators_only(bot: Bot, control: httpx.AsyncClient) -> None:
    channel = (
        await control.post(
            "chats", json={"type": "channel", "title": "News", "username": "kzjp_news", "members": [ALICE]}
        )
    ).json()

    post = await bot.send_message("@kzjp_news", "a")
    await bot.edit_message_text("b", channel["id"], post.message_id)
    await control.post(f"chats/{channel['id']}/members", json={"bot": True, "status": "member"})

    assert (post.from_user, post.sender_chat and post.sender_chat.title) == (None, "News")
    with pytest.raises(BadRequest, match="Need administrator rights in the channel chat"):
        await bot.send_message("@kzjp_news", "a")


async def test_a_persons_channel_post_reaches_the_bot(bot: Bot, world: World, control: httpx.AsyncClient) -> None:
    channel = (await control.post("chats", json={"type": "channel", "title": "N", "members": [ALICE, AIGUL]})).json()

    acting.say(world, channel["id"], ALICE, "post")
    refused = await control.post(f"chats/{channel['id']}/messages", json={"user_id": AIGUL, "text": "a"})

    update = (await bot.get_updates(timeout=0))[-1]
    assert update.channel_post is not None
    assert update.channel_post.text == "post"
    assert refused.status_code == 403


async def test_members_are_described(bot: Bot, control: httpx.AsyncClient) -> None:
    await control.post(f"chats/{GROUP}/members", json={"user_id": AIGUL, "status": "administrator"})
    await control.post(f"chats/{GROUP}/members", json={"user_id": 100_003, "status": "restricted"})

    assert isinstance(await bot.get_chat_member(GROUP, ALICE), ChatMemberOwner)
    assert isinstance(await bot.get_chat_member(GROUP, AIGUL), ChatMemberAdministrator)
    assert isinstance(await bot.get_chat_member(GROUP, 100_003), ChatMemberRestricted)
    assert {member.user.id for member in await bot.get_chat_administrators(GROUP)} == {ALICE, AIGUL}
    assert await bot.get_chat_member_count(GROUP) == 5
    assert (await bot.get_chat_member(FORUM, bot.id)).status == "member"


@pytest.mark.parametrize(
    ("method", "values", "description"),
    [
        ("getChatMember", {"chat_id": GROUP}, "invalid user_id specified"),
        ("getChatMember", {"chat_id": GROUP, "user_id": 5}, "PARTICIPANT_ID_INVALID"),
        (
            "getChatAdministrators",
            {"chat_id": ALICE},
            "there are no administrators in the private chat",
        ),
        ("leaveChat", {"chat_id": ALICE}, "chat member status can't be changed in private chats"),
    ],
)
async def test_bad_questions_about_members_are_refused(
    api: httpx.AsyncClient, method: str, values: dict[str, int], description: str
) -> None:
    answer = await api.post(method, json=values)

    assert answer.json()["description"] == f"Bad Request: {description}"


async def test_a_chat_describes_itself(bot: Bot) -> None:
    forum = await bot.get_chat(FORUM)
    person = await bot.get_chat(ALICE)

    assert (forum.title, forum.is_forum, forum.type) == ("Kazakhstan–Japan forum", True, "supergroup")
    assert (person.first_name, person.username, person.type) == ("Alice", "alice", "private")


async def test_leaving_a_group_brings_an_update(bot: Bot) -> None:
    await bot.leave_chat(GROUP)

    assert [_change(update) for update in await bot.get_updates(timeout=0)] == [("member", "left")]


async def test_joining_members_are_reported_in_the_group(bot: Bot, control: httpx.AsyncClient) -> None:
    new = (await control.post("users", json={"first_name": "Ken"})).json()

    await control.post(f"chats/{GROUP}/members", json={"user_id": new["id"]})
    await control.post(f"chats/{GROUP}/members", json={"user_id": new["id"], "status": "left"})

    joined, left = [update.message for update in await bot.get_updates(timeout=0)]
    assert joined is not None
    assert left is not None
    assert [user.first_name for user in joined.new_chat_members] == ["Ken"]
    assert left.left_chat_member is not None


async def test_an_administrator_bot_learns_of_every_change(bot: Bot, control: httpx.AsyncClient) -> None:
    await bot.get_updates(timeout=0, allowed_updates=["chat_member"])
    await control.post(f"chats/{GROUP}/members", json={"bot": True, "status": "administrator"})

    await control.post(f"chats/{GROUP}/members", json={"user_id": AIGUL, "status": "kicked"})

    change = (await bot.get_updates(timeout=0))[-1].chat_member
    assert change is not None
    assert (change.new_chat_member.user.id, change.new_chat_member.status) == (AIGUL, "kicked")


def _change(update: Update) -> tuple[str, str]:
    change = update.my_chat_member
    assert change is not None
    return change.old_chat_member.status, change.new_chat_member.status
