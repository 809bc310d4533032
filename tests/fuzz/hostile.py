"""Hostile questions: an endless, seeded stream of texts made to break readers, matchers, markup, SQL and logs."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tests.fuzz.pieces import BIDI, CODE, CONTROL, JOINERS, LANGUAGES, LENGTHS, MARKUP, NUMBERS, REPEATED, SCRIPTS


@dataclass(frozen=True, slots=True)
class Hostile:
    """One question: how it was made, its text, and the languages it claims."""

    kind: str
    text: str
    language: str | None
    hint: str | None


class Stream:
    """Makes questions out of ``seed``; ``real`` ones are spoilt among others."""

    def __init__(self, seed: int, real: Sequence[str]) -> None:
        self._random = random.Random(seed)  # noqa: S311 - repeatable, not secret
        self._real = real
        self._kinds: tuple[Callable[[], str], ...] = (
            self.anything,
            self.planes,
            self.control,
            self.bidi,
            self.huge,
            self.markup,
            self.code,
            self.halves,
            self.mixed,
            self.zalgo,
            self.repeated,
            self.backtracking,
            self.numbers,
            self.spoilt,
            self.wrapped,
            self.nothing,
        )

    def __iter__(self) -> Iterator[Hostile]:
        """Return questions without end."""
        while True:
            make = self._random.choice(self._kinds)
            yield Hostile(make.__name__, make(), self._random.choice(LANGUAGES), self._random.choice(LANGUAGES))

    def anything(self) -> str:
        """Any characters at all."""
        return self._text(lambda: chr(self._random.randrange(0x110000)), 60)

    def planes(self) -> str:
        """Runs of neighbours from anywhere in Unicode."""
        start, length = self._random.randrange(0x110000 - 300), self._random.randrange(300)
        return "".join(map(chr, range(start, start + length)))

    def control(self) -> str:
        """A real question full of control characters."""
        return self._sown(CONTROL)

    def bidi(self) -> str:
        """A real question whose direction and joins keep changing."""
        return self._sown(BIDI + JOINERS)

    def huge(self) -> str:
        """One thing, very often."""
        return self._random.choice(REPEATED) * self._random.randrange(1, 10_000)

    def markup(self) -> str:
        """Tags and entities, open and broken."""
        return self._text(lambda: self._random.choice((*MARKUP, "visa ", "<", ">", "&", '"')), 40)

    def code(self) -> str:
        """What is code elsewhere."""
        return self._text(lambda: self._random.choice((*CODE, " ", "виза ")), 12)

    def halves(self) -> str:
        """Half surrogate pairs."""
        return self._text(
            lambda: self._random.choice((chr(self._random.randrange(0xD800, 0xE000)), "a", " ", "日")), 60
        )

    def mixed(self) -> str:
        """Every script in one word."""
        return self._text(lambda: self._random.choice(self._random.choice(SCRIPTS)), 200)

    def zalgo(self) -> str:
        """Letters under heaps of marks."""
        return self._text(lambda: self._random.choice("visaвизаビザ") + self._marks(), 30)

    def repeated(self) -> str:
        """One thing, as often as a limit allows, or once more."""
        unit = self._random.choice(REPEATED)
        return (unit * self._random.choice(LENGTHS))[: self._random.choice(LENGTHS)]

    def backtracking(self) -> str:
        """What makes careless patterns try everything: a long run of two things, and an end that doesn't fit."""
        one, other = self._random.choice(REPEATED), self._random.choice(REPEATED)
        return ((one + other) * 500)[: self._random.choice((500, 999))] + self._random.choice("!\x00@.x")

    def numbers(self) -> str:
        """Numbers and dates that are none."""
        return self._text(lambda: self._random.choice((*NUMBERS, " ", "visa ", "/", "-")), 8)

    def spoilt(self) -> str:
        """A real question with letters lost, doubled and changed."""
        letters = list(self._random.choice(self._real))
        for _ in range(self._random.randrange(1, 8)):
            place = self._random.randrange(len(letters) + 1)
            letters[place : place + self._random.randrange(2)] = self._random.choice(
                ("", "x", "ъ", "ん", " ", "😀", letters[:3])
            )
        return "".join(letters)

    def wrapped(self) -> str:
        """A real question among markup and code."""
        before, after = self._random.choice((*MARKUP, *CODE)), self._random.choice((*MARKUP, *CODE))
        return f"{before}{self._random.choice(self._real)}{after}"

    def nothing(self) -> str:
        """No words at all."""
        return self._text(lambda: self._random.choice(" \n\t\u3000.,?!…—" + JOINERS), 100)

    def _marks(self) -> str:
        return "".join(chr(self._random.randrange(0x300, 0x370)) for _ in range(self._random.randrange(40)))

    def _text(self, make: Callable[[], str], most: int) -> str:
        return "".join(make() for _ in range(self._random.randrange(most + 1)))

    def _sown(self, characters: str) -> str:
        question = self._random.choice(self._real)
        return "".join(
            char + (self._random.choice(characters) if self._random.random() < 0.3 else "") for char in question
        )
