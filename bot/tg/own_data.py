"""What is stored about a chat, in plain words; the file that goes with it has every value as it is stored."""

import datetime as dt
from collections import Counter
from typing import Final

from bot.answering.document import Block, Document, block, bold
from bot.storage.records import StoredRow, SubscriberState
from bot.tg.sender import Reply
from bot.tg.services import Services
from bot.tg.subscription_screens import SubscriptionScreens, View
from bot.tg.timing_screens import TimingScreens

_MOST_VOTES: Final = 10
_IN_WORDS: Final = frozenset({"chats", "votes", "previous_questions", "subscribers", "subscriptions", "deliveries"})
_STATES: Final = ("sent", "unreachable", "failed", "uncertain", "expired")


class OwnDataScreens:
    """Tells rows in the reader's language; a table that nobody has put into words is told by its name."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._topics = SubscriptionScreens(services)
        self._timing = TimingScreens(services, self._topics)

    async def shown(self, chat_id: int, rows: tuple[StoredRow, ...], language: str) -> Reply:
        """Return everything stored about a chat."""
        tables: dict[str, list[StoredRow]] = {}
        for row in rows:
            tables.setdefault(row.table, []).append(row)
        told = [
            *self._chat(tables.get("chats", []), language),
            *self._votes(tables.get("votes", []), language),
            *self._previous(tables.get("previous_questions", []), language),
            *await self._subscriber(chat_id, language),
            *self._deliveries(tables.get("deliveries", []), language),
            *(
                self._say(language, "mydata-other", table=table, count=len(found))
                for table, found in tables.items()
                if table not in _IN_WORDS
            ),
        ]
        blocks: list[Block] = [block(bold(self._say(language, "mydata" if rows else "mydata-nothing")))]
        blocks += [block(text) for text in told]
        blocks.append(block(self._say(language, "mydata-delete")))
        return self._services.reply(Document(tuple(blocks)), language)

    def _chat(self, rows: list[StoredRow], language: str) -> list[str]:
        languages = self._services.answerer.knowledge.languages
        chosen = [str(_values(row)["language"]) for row in rows]
        names = (languages[one].name if one in languages else one for one in chosen)
        return [self._say(language, "settings-language", language=name) for name in names]

    def _votes(self, rows: list[StoredRow], language: str) -> list[str]:
        if not rows:
            return []
        lines = [self._say(language, "mydata-votes", count=len(rows))]
        for row in rows[:_MOST_VOTES]:
            values = _values(row)
            choice = self._services.answerer.composer.choice(str(values["kind"]), str(values["item_id"]), language)
            heading = str(values["item_id"]) if choice is None else choice.heading
            day = dt.datetime.fromisoformat(str(values["voted_at"])).date()
            verdict = self._say(language, f"vote-{values['verdict']}")
            lines.append(f"– {heading}: {verdict}, {self._services.wording.date(day, language)}")
        if len(rows) > _MOST_VOTES:
            lines.append("…")
        return ["\n".join(lines)]

    def _previous(self, rows: list[StoredRow], language: str) -> list[str]:
        return [self._say(language, "mydata-previous", question=str(_values(row)["text"])) for row in rows]

    async def _subscriber(self, chat_id: int, language: str) -> list[str]:
        subscriber = await self._services.subscribers.subscriber(chat_id)
        if subscriber is None:
            return []
        view = View(language, subscriber)
        told = [self._topics.summary(view), self._timing.told(view, subscriber.timing)]
        if subscriber.state is SubscriberState.UNREACHABLE:
            told.append(self._say(language, "mydata-unreachable"))
        return ["\n".join(told)]

    def _deliveries(self, rows: list[StoredRow], language: str) -> list[str]:
        if not rows:
            return []
        states = Counter(str(_values(row)["state"]) for row in rows)
        told = [self._say(language, "mydata-deliveries", count=len(rows))]
        told += [self._say(language, f"delivery-{state}", count=states[state]) for state in _STATES if states[state]]
        waiting = sum(states.values()) - sum(states[state] for state in _STATES)
        if waiting:
            told.append(self._say(language, "mydata-waiting", count=waiting))
        return ["\n– ".join(told)]

    def _say(self, language: str, phrase: str, /, **values: str | int) -> str:
        return self._services.phrases.say(language, phrase, **values)


def _values(row: StoredRow) -> dict[str, str | int | float | bool | None]:
    return dict(row.columns)
