"""A stage: one playground, one bot's data folder, the bot running on it, and people to play."""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.e2e.harness import Home, Playground, Program, assert_fit_to_show
from tests.e2e.people import Control, Person


class Stage:
    """A playground and a bot that can be started, stopped, killed and started again on the same data."""

    def __init__(self, playground: Playground, control: Control, home: Home) -> None:
        self.playground = playground
        self.control = control
        self.home = home
        self.programs: list[Program] = []
        self._settings: dict[str, str] = {}

    @property
    def bot(self) -> Program:
        """The bot started last."""
        return self.programs[-1]

    @property
    def output(self) -> str:
        """What every bot on this stage has printed."""
        return "".join(program.output for program in self.programs)

    @property
    def has_ended(self) -> bool:
        """Whether the bots started so far are no more."""
        return bool(self.programs) and all(program.has_ended for program in self.programs)

    def start_bot(self, **settings: str) -> Program:
        """Start a bot with more settings; it need not be ready yet, its updates wait for it."""
        self._settings = settings
        self.programs.append(self.home.bot(self.playground, **settings))
        return self.bot

    def restart_bot(self) -> None:
        """Stop the bot in an orderly way and start another on the same data with the same settings."""
        assert self.bot.terminate() == 0, self.output
        self.start_bot(**self._settings)

    def person(self, language_code: str = "en") -> Person:
        """Create a person who has opened the chat with the bot."""
        return self.control.person(language_code, self)

    def member(self, language_code: str, *, administers: bool, forum: bool, kind: str = "supergroup") -> Person:
        """Create someone in a new group with the bot."""
        return self.control.member(language_code, self, administers=administers, forum=forum, kind=kind)

    def people(self, count: int) -> tuple[Person, ...]:
        """Create people."""
        return tuple(self.person() for _ in range(count))

    def answers(self, people: Sequence[Person], answer: str, within_s: float) -> Counter[int]:
        """Return how many people got how many answers, once all have got one and nothing is left to deliver."""
        for person in people:
            assert answer in person.next_reply(within_s).text
        self.control.wait_until_confirmed(within_s)
        return Counter(1 + len(person.replies_so_far()) for person in people)

    def check(self, *allowed: str) -> None:
        """Fail where Telegram would have refused a call, but for the ``allowed`` methods, or the output is unfit."""
        refused = [call for call in self.control.calls(rejected=True) if call.method not in allowed]
        assert not refused, refused
        assert_fit_to_show(self.output)


@contextmanager
def open_stage(folder: Path, cache: Path, knowledge: Path | None = None, *, forks: bool = True) -> Iterator[Stage]:
    """Open a stage without a bot; closes it and ends its bots afterwards."""
    with Playground() as playground, Control(playground.url) as control:
        stage = Stage(playground, control, Home(folder, cache, knowledge, forks=forks))
        try:
            yield stage
        finally:
            for program in stage.programs:
                program.close()


def shared_cache(base_temp: Path) -> Path:
    """Return the folder for the built indexes of the whole test session, whichever of its processes asks.

    ``KZJP_TEST_INDEXES`` may name one where they have been built before.
    """
    if (given := os.environ.get("KZJP_TEST_INDEXES")) is not None:
        return Path(given)
    session = base_temp.parent if "PYTEST_XDIST_WORKER" in os.environ else base_temp
    return session / "kzjp-indexes"
