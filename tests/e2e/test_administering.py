"""Administrators announce in a chat: step by step, with a preview, a second approval, a switch that stops it all."""

import json
from pathlib import Path

from bot.config import shipped_knowledge_dir
from bot.knowledge.phrases import load_phrases
from tests.e2e.people import Message, Person
from tests.e2e.stage import Stage

PHRASES = load_phrases(shipped_knowledge_dir())
FACT = "visa-free-30-days"
ENGLISH = f"A new rule\nJapanese nationals enter Kazakhstan without a visa for up to 30 days.[^{FACT}]"
RUSSIAN = f"Новое правило\nГраждане Японии въезжают в Казахстан без визы на срок до 30 дней.[^{FACT}]"


class Administrator:
    """Someone who announces, and the bot's message they look at."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.seen = person.ask("/announce")

    def press(self, label: str) -> str:
        """Press a button whose screen takes the place of the one before; return the notice."""
        notice = self.person.press(self.seen, self.seen.button(label).data)
        self.seen = self.person.next_reply()
        return notice

    def answer(self, button: str, *typed: str) -> Message:
        """Press a button that asks, reply, and return what is shown then."""
        self.person.press(self.seen, self.seen.button(button).data)
        for text in typed:
            self.person.say_in_reply(text, self.person.next_reply().id)
            self.seen = self.person.next_reply()
        return self.seen

    def write(self) -> None:
        """Begin an announcement about visas in English and Russian."""
        self.press("visas")
        self.answer(":at:", ENGLISH)
        ru = next(button for button in self.seen.buttons if ":at:" in button.data and button.data.endswith(":ru"))
        self.person.press(self.seen, ru.data)
        self.person.say_in_reply(RUSSIAN, self.person.next_reply().id)
        self.seen = self.person.next_reply()


def subscribe(stage: Stage, folder: Path, *people: tuple[Person, str]) -> None:
    """Subscribe people to visas, each in a language."""
    lines = (json.dumps({"chat_id": one.id, "language": spoken, "topics": ["visas"]}) for one, spoken in people)
    file = folder / "subscribers.jsonl"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = stage.home.run("subscribers", "import", str(file))
    assert done.code == 0, done.err


def started(stage: Stage, *admins: Person, **settings: str) -> None:
    """Start the bot with these administrators."""
    stage.start_bot(ADMINS=",".join(str(admin.id) for admin in admins), **settings).wait_for_line("serving")


def test_subscribers_get_what_an_administrator_writes(stage: Stage, tmp_path: Path) -> None:
    admin, english, russian = stage.person(), stage.person(), stage.person("ru")
    subscribe(stage, tmp_path, (english, "en"), (russian, "ru"))
    started(stage, admin)
    desk = Administrator(admin)
    desk.write()
    desk.press(":pv:")
    assert "A new rule" in desk.seen.text
    desk.press(":cf:")
    assert "2" in desk.seen.text

    desk.press(":ok:")

    seen = english.next_reply()
    assert seen.text.startswith("A new rule")
    assert seen.links()
    assert seen.button("b:en:st:visas")
    seen = russian.next_reply()
    assert seen.text.startswith("Новое правило")
    assert seen.button("b:ru:st:visas")
