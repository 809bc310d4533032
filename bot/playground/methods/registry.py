"""The table of all Bot API methods, by lower-case name, and which of them flood control counts."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

from bot.playground.methods import about, chats, commands, editing, queries, receiving, sending
from bot.playground.params import Params
from bot.playground.wire import Json
from bot.playground.world import World

Method: TypeAlias = Callable[[World, Params], Json]

METHODS: Mapping[str, Method] = MappingProxyType(
    {
        "getme": about.get_me,
        "logout": about.log_out,
        "close": about.close,
        "setmyname": about.set_my_name,
        "getmyname": about.get_my_name,
        "setmydescription": about.set_my_description,
        "getmydescription": about.get_my_description,
        "setmyshortdescription": about.set_my_short_description,
        "getmyshortdescription": about.get_my_short_description,
        "setchatmenubutton": about.set_chat_menu_button,
        "getchatmenubutton": about.get_chat_menu_button,
        "getfile": about.get_file,
        "setmycommands": commands.set_my_commands,
        "getmycommands": commands.get_my_commands,
        "deletemycommands": commands.delete_my_commands,
        "setwebhook": receiving.set_webhook,
        "deletewebhook": receiving.delete_webhook,
        "getwebhookinfo": receiving.get_webhook_info,
        "sendmessage": sending.send_message,
        "sendphoto": sending.send_photo,
        "senddocument": sending.send_document,
        "copymessage": sending.copy_message,
        "forwardmessage": sending.forward_message,
        "sendchataction": sending.send_chat_action,
        "editmessagetext": editing.edit_message_text,
        "editmessagecaption": editing.edit_message_caption,
        "editmessagemedia": editing.edit_message_media,
        "editmessagereplymarkup": editing.edit_message_reply_markup,
        "deletemessage": editing.delete_message,
        "deletemessages": editing.delete_messages,
        "answercallbackquery": queries.answer_callback_query,
        "answerinlinequery": queries.answer_inline_query,
        "getchat": chats.get_chat,
        "getchatmember": chats.get_chat_member,
        "getchatadministrators": chats.get_chat_administrators,
        "getchatmembercount": chats.get_chat_member_count,
        "leavechat": chats.leave_chat,
    }
)
COUNTED = frozenset({"sendmessage", "sendphoto", "senddocument", "copymessage", "forwardmessage"})
