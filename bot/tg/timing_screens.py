"""Screens of a chat's settings: its language, and when it is written to. Each leads back to the settings."""

from collections.abc import Iterable
from typing import Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.answering.document import Document, block, bold
from bot.storage.records import Timing
from bot.subscribing.timing import FOREVER
from bot.subscribing.zones import offered_zones, offset_label, zone_title
from bot.tg.keyboards import Row
from bot.tg.sender import Reply
from bot.tg.services import Services
from bot.tg.subscription_screens import SubscriptionScreens, View
from bot.tg.subscriptions import Verb, fits, wish_button

HOURS: Final = range(24)
HOURS_IN_ROW: Final = 6
OFFSETS: Final = range(-11, 15)
QUIET_NIGHTS: Final = ((22, 7), (23, 8), (21, 9))
_PAUSES: Final = (("pause-week", "7"), ("pause-month", "30"), ("pause-ever", "ever"))


class TimingScreens:
    """Builds the screens of a view's timing; one that was never set up has none of the choices."""

    def __init__(self, services: Services, topics: SubscriptionScreens) -> None:
        self._services = services
        self._topics = topics

    def settings(self, view: View, chosen: str | None) -> Reply:
        """Return all settings in words; ``chosen`` is the chat's language, None for that of each question."""
        timing = _timing(view)
        own = self._services.answerer.knowledge.languages.get(chosen or "")
        name = self._say(view, "language-automatic") if own is None else own.name
        lines = [self._say(view, "settings-language", language=name), self._topics.summary(view)]
        heading = "settings-private" if view.chat_id is None else "settings-of"
        blocks = [self._say(view, heading, title=view.title), "\n".join(lines), self.told(view, timing)]
        rows = [
            [self._to(view, "button-topics", Verb.TOPICS), self._to(view, "button-language", Verb.LANGUAGES)],
            [self._to(view, "button-digest", Verb.DIGESTS), self._to(view, "button-zone", Verb.ZONES)],
            [self._to(view, "button-quiet", Verb.QUIETS), self._to(view, "button-pause", Verb.PAUSES)],
        ]
        return self._reply(view, blocks, rows)

    def told(self, view: View, timing: Timing) -> str:
        """Return in words when announcements are sent."""
        lines = [self._say(view, "when-at-once")]
        if timing.digest_hour is not None:
            lines = [self._say(view, "when-digest", hour=_clock(timing.digest_hour))]
        if timing.quiet_from is not None and timing.quiet_to is not None:
            hours = {"from": _clock(timing.quiet_from), "to": _clock(timing.quiet_to)}
            lines.append(self._say(view, "when-quiet", **hours))
        lines.append(self._say(view, "when-zone", zone=self._zone(view, timing.time_zone)))
        if timing.paused_until == FOREVER:
            lines.append(self._say(view, "when-paused"))
        elif timing.paused_until is not None and timing.paused_until > self._services.today():
            date = self._services.wording.date(timing.paused_until, view.language)
            lines.append(self._say(view, "when-paused-until", date=date))
        return "\n".join(lines)

    def languages(self, view: View) -> Reply:
        """Return the languages to choose from; that of each question is one where questions are asked."""
        languages = self._services.answerer.knowledge.languages.values()
        rows = [[wish_button(language.name, view.wish(Verb.LANGUAGE, language.id))] for language in languages]
        if view.chat_id is None:
            rows.append([self._to(view, "language-automatic", Verb.LANGUAGE, "auto")])
        return self._choice(view, [self._say(view, "language-choose")], rows)

    def digests(self, view: View) -> Reply:
        """Return the hours for a digest, and none."""
        zone = self._zone(view, _timing(view).time_zone)
        rows = [[self._to(view, "digest-off", Verb.DIGEST, "off")], *self._hours(view, Verb.DIGEST)]
        rows.append([self._to(view, "button-zone", Verb.ZONES)])
        return self._choice(view, [self._say(view, "digest-choose", zone=zone)], rows)

    def zones(self, view: View) -> Reply:
        """Return zones to begin with, and the ways to others; what is typed can only be about the same chat."""
        rows = [[self._zone_button(view, zone)] for zone in offered_zones(self._services.now())]
        if view.can_type:
            rows.append([self._to(view, "button-ask-zone", Verb.ASK_ZONE)])
        rows.append([self._to(view, "button-offsets", Verb.OFFSETS)])
        now = self._zone(view, _timing(view).time_zone)
        return self._choice(view, [self._say(view, "zone-choose", zone=now)], rows)

    def offsets(self, view: View) -> Reply:
        """Return the full hours from UTC."""
        names = [f"Etc/GMT{-hours:+d}" if hours else "UTC" for hours in OFFSETS]
        now = self._services.now()
        buttons = [wish_button(offset_label(name, now), view.wish(Verb.ZONE, name)) for name in names]
        return self._choice(view, [self._say(view, "button-offsets")], _rows(buttons, 4))

    def found_zones(self, view: View, words: str, zones: tuple[str, ...]) -> Reply:
        """Return the zones found for some words, or that there is none."""
        rows = [[self._zone_button(view, zone)] for zone in zones if fits(view.wish(Verb.ZONE, zone))]
        rows.append([self._to(view, "button-ask-zone-again", Verb.ASK_ZONE)])
        phrase = "zone-found" if zones else "zone-none"
        return self._choice(view, [self._say(view, phrase, words=words)], rows)

    def quiets(self, view: View) -> Reply:
        """Return a few nights, other hours, and none."""
        rows = [
            [wish_button(f"{_clock(start)} – {_clock(end)}", view.wish(Verb.QUIET, f"{start}-{end}"))]
            for start, end in QUIET_NIGHTS
        ]
        rows.append([self._to(view, "quiet-other", Verb.QUIET_FROM)])
        rows.append([self._to(view, "quiet-off", Verb.QUIET, "off")])
        zone = self._zone(view, _timing(view).time_zone)
        return self._choice(view, [self._say(view, "quiet-choose", zone=zone)], rows)

    def quiet_from(self, view: View) -> Reply:
        """Return the hours at which quiet may begin."""
        return self._choice(view, [self._say(view, "quiet-from")], self._hours(view, Verb.QUIET_TO))

    def quiet_to(self, view: View, start: int) -> Reply:
        """Return the hours at which quiet that begins at ``start`` may end."""
        buttons = [
            wish_button(_clock(end), view.wish(Verb.QUIET, f"{start}-{end}"))
            for end in (*HOURS[start + 1 :], *HOURS[:start])
        ]
        asked = self._say(view, "quiet-to", **{"from": _clock(start)})
        return self._choice(view, [asked], _rows(buttons, HOURS_IN_ROW))

    def pauses(self, view: View) -> Reply:
        """Return how long to pause, and resuming where there is something to resume from."""
        rows = [[self._to(view, phrase, Verb.PAUSE, what)] for phrase, what in _PAUSES]
        if view.can_type:
            rows.append([self._to(view, "button-ask-pause", Verb.ASK_PAUSE)])
        if _timing(view).paused_until is not None:
            rows.insert(0, [self._to(view, "pause-off", Verb.PAUSE, "off")])
        return self._choice(view, [self._say(view, "pause-choose")], rows)

    def bad_day(self, view: View) -> Reply:
        """Return that no such day can be paused until, and that one may try again."""
        rows = [[self._to(view, "button-ask-pause", Verb.ASK_PAUSE)]]
        return self._choice(view, [self._say(view, "pause-bad")], rows)

    def _choice(self, view: View, texts: list[str], rows: Iterable[Row]) -> Reply:
        return self._reply(view, texts, [*rows, [self._to(view, "back-to-settings", Verb.SETTINGS)]])

    def _hours(self, view: View, verb: Verb) -> list[Row]:
        buttons = [wish_button(_clock(hour), view.wish(verb, str(hour))) for hour in HOURS]
        return _rows(buttons, HOURS_IN_ROW)

    def _zone_button(self, view: View, zone: str) -> InlineKeyboardButton:
        return wish_button(self._zone(view, zone), view.wish(Verb.ZONE, zone))

    def _zone(self, view: View, name: str) -> str:
        return zone_title(name, view.language, self._services.now())

    def _to(self, view: View, phrase: str, verb: Verb, what: str = "") -> InlineKeyboardButton:
        return wish_button(self._say(view, phrase), view.wish(verb, what))

    def _reply(self, view: View, texts: list[str], rows: list[Row]) -> Reply:
        blocks = (block(bold(texts[0])), *map(block, texts[1:]))
        return Reply(Document(blocks), InlineKeyboardMarkup(rows), self._say(view, "cut-notice"))

    def _say(self, view: View, phrase: str, /, **values: str | int) -> str:
        return self._services.phrases.say(view.language, phrase, **values)


def _timing(view: View) -> Timing:
    return Timing() if view.subscriber is None else view.subscriber.timing


def _clock(hour: int) -> str:
    return f"{hour}:00"


def _rows(buttons: list[InlineKeyboardButton], in_row: int) -> list[Row]:
    return [buttons[start : start + in_row] for start in range(0, len(buttons), in_row)]
