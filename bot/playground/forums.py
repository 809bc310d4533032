"""Topics of a forum: opening, closing and reopening them."""

from bot.playground.model import Chat, Topic
from bot.playground.posting import service_message
from bot.playground.wire import JsonObject
from bot.playground.world import World


def add_topic(world: World, chat: Chat, name: str, actor_id: int) -> Topic:
    """Open a topic; its id is that of the message that reports it."""
    topic = Topic(chat.next_message_id, name)
    chat.topics[topic.id] = topic
    created: JsonObject = {"name": name, "icon_color": topic.icon_color}
    service_message(world, chat, actor_id, {"forum_topic_created": created}, topic.id)
    world.events.publish("chat", chat.id, {"topic": topic.id})
    return topic


def set_closed(world: World, chat: Chat, topic: Topic, actor_id: int, *, closed: bool) -> None:
    """Close a topic, or reopen it."""
    if topic.closed == closed:
        return
    topic.closed = closed
    empty: JsonObject = {}
    name = "forum_topic_closed" if closed else "forum_topic_reopened"
    service_message(world, chat, actor_id, {name: empty}, topic.id)
    world.events.publish("chat", chat.id, {"topic": topic.id})
