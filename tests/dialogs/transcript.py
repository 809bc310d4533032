"""The form of a transcript: what a person does, and what must be seen afterwards.

Expectations name entries, phrases and button data rather than whole texts, so that curators may reword.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal

import yaml
from pydantic import ConfigDict, TypeAdapter
from pydantic.dataclasses import dataclass

PRESSED: Final = "PRESSED"
FOLDER: Final = Path(__file__).parent
_STRICT: Final = ConfigDict(extra="forbid")

Kind = Literal["photo", "sticker", "voice", "document", "location", "contact", "poll"]
Deleted = Literal["question", "answer"]
Room = Literal["private", "group", "forum", "channel"]
KnowledgeName = Literal["shipped", "small"]


@dataclass(frozen=True, config=_STRICT)
class Expected:
    """What must be seen after a step; every field given must hold.

    ``entry``: the message is this entry's answer, each sentence cited and the sources linked; PRESSED stands for
    the entry of the button pressed last.
    ``finds``: it is, or this entry is among the questions offered.
    ``phrases``: the text has each of these phrases, in ``language``. ``buttons``: labels or data, whole or part.
    ``links``: parts of buttons' addresses. ``results``: parts of ids of the inline results, the first ones in
    order; ``start``: what the button above them starts the bot with. ``in_topic``: in the person's topic.
    ``chart``: it is a photo of this chart beside the bot's message before, told in words and with its sources.
    ``rebuttoned``: only the buttons of the bot's previous message were changed.
    ``about``: the topic that the phrases and the notice speak of.
    ``edited``: the bot's previous message was changed in place. ``notice``: the phrase that popped up at a press.
    """

    language: str | None = None
    entry: str | None = None
    finds: str | None = None
    phrases: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()
    not_contains: tuple[str, ...] = ()
    buttons: tuple[str, ...] = ()
    no_buttons: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    edited: bool | None = None
    answers_it: bool | None = None
    notice: str | None = None
    links: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    start: str | None = None
    in_topic: bool | None = None
    chart: str | None = None
    about: str | None = None
    rebuttoned: bool | None = None


@dataclass(frozen=True, config=_STRICT)
class Step:
    """One act, and what must come of it.

    ``ask`` names an entry and writes its first utterance;
    ``times`` repeats a text; ``say_one_of`` goes on to the next text until what is expected comes, for questions
    whose outcome depends on the rest of the knowledge; ``press`` names a label or data, whole or part.
    ``caption`` are words under what ``send`` sends.
    ``reply`` is a text in reply to the bot's last message, ``open`` the payload of a deep link, ``inline`` what is
    typed after the bot's name in any chat; ``delete`` is the message said or seen
    last; ``wait`` does nothing and looks at the next message. ``{bot}`` in a
    text stands for the bot's username.
    """

    say: str | None = None
    ask: str | None = None
    say_one_of: tuple[str, ...] | None = None
    times: int = 1
    reply: str | None = None
    open: str | None = None
    inline: str | None = None
    edit: str | None = None
    send: Kind | None = None
    caption: str = ""
    press: str | None = None
    forge: str | None = None
    delete: Deleted | None = None
    restart: bool = False
    wait: bool = False
    expect: Expected | None = None

    def __post_init__(self) -> None:
        """Refuse a step with no act or several."""
        acts = (
            self.say,
            self.ask,
            self.say_one_of,
            self.reply,
            self.open,
            self.inline,
            self.edit,
            self.send,
            self.press,
            self.forge,
            self.delete,
            self.restart or None,
            self.wait or None,
        )
        if sum(act is not None for act in acts) != 1:
            raise ValueError("a step is one act, such as say, ask, reply, open, press or wait")


@dataclass(frozen=True, config=_STRICT)
class Dialog:
    """A conversation of a new person with the bot; ``refused`` are methods that Telegram may refuse in it.

    It takes place in ``room``; in a group the person is an administrator where ``administers`` says so.
    With ``announces`` the person is one of the bot's own administrators.
    """

    name: str
    language_code: str
    steps: tuple[Step, ...]
    knowledge: KnowledgeName = "shipped"
    refused: tuple[str, ...] = ()
    room: Room = "private"
    administers: bool = False
    announces: bool = False


_DIALOGS: Final = TypeAdapter(tuple[Dialog, ...])


def read_dialogs() -> Iterator[tuple[str, Dialog]]:
    """Yield every dialog under an id of its file and name."""
    for path in sorted(FOLDER.glob("*.yaml")):
        for dialog in _DIALOGS.validate_python(yaml.safe_load(path.read_text(encoding="utf-8"))):
            yield f"{path.stem}: {dialog.name}", dialog
