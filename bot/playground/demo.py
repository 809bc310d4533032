"""The world of the demo: four people of four languages, a group, and a forum with two topics."""

from bot.playground.forums import add_topic
from bot.playground.world import World

_PEOPLE = (
    ("Alice", "alice", "en"),
    ("Айгүл", "aigul", "kk"),
    ("Иван", "ivan", "ru"),
    ("さくら", "sakura", "ja"),
)
_TOPICS = ("Visas", "Flights")


def populate(world: World) -> None:
    """Fill an empty world with the people and chats of the demo; the bot has not been started by anyone."""
    people = [world.add_user(name, username=username, language_code=language) for name, username, language in _PEOPLE]
    for kind, title in (("group", "Astana ⇄ Tokyo travellers"), ("supergroup", "Kazakhstan–Japan forum")):
        is_forum = kind == "supergroup"
        chat = world.add_chat("supergroup" if is_forum else "group", title, is_forum=is_forum)
        chat.members = {person.id: "member" for person in people}
        chat.members[people[0].id] = "creator"
        chat.members[world.bot.id] = "member"
        if is_forum:
            for name in _TOPICS:
                add_topic(world, chat, name, people[0].id)
