"""The language of a question: which of the base's languages it is written in, and in which script or by which habit.

Each way to read a text (as it stands, from Latin letters, from the wrong keyboard layout, from romaji) is scored
by character trigrams of that language's own texts in the knowledge base; the likeliest reading wins.
"""

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from bot.matching.japanese import (
    JAPANESE_CHARACTER,
    ROMAJI_PARTICLES,
    analyse_japanese,
    is_japanese,
    plain_sound,
    romaji_to_kana,
)
from bot.matching.scripts import cyrillic_keys_to_latin, latin_keys_to_cyrillic, latin_to_kazakh, latin_to_russian
from bot.matching.trigrams import Trigrams
from bot.text import fold

_LATIN: Final = re.compile(r"[a-zà-öø-ɏ]")
_CYRILLIC: Final = re.compile(r"[а-яёѐ-ӿ]")
_KAZAKH: Final = re.compile(r"[әғқңөұүһі]")
_LATIN_WORD: Final = re.compile(r"[a-zà-öø-ɏ'\-]+")
CONVERSION_COST: Final = 0.45
ROMAJI_COST: Final = 0.1
HINT_GAIN: Final = 1.5
WORD_GAIN: Final = 2.0
PARTICLE_GAIN: Final = 15.0
_KANA_MODEL: Final = "ja-kana"
_TABLED: Final = frozenset({"en", "ru", "kk", "ja"})


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a question: ``text`` as it is to be matched, in ``language``; ``weight`` (0–1) adds up to 1."""

    language: str
    text: str
    weight: float


def plain(text: str) -> str:
    """Return ``text`` NFKC and lower case, letters of every language kept apart."""
    return unicodedata.normalize("NFKC", text).lower()


class LanguageGuesser:
    """Guesses among the languages it was given texts of; the first is taken where nothing tells."""

    def __init__(self, languages: tuple[str, ...], models: Mapping[str, Trigrams]) -> None:
        self._languages = languages
        self.models = models

    @classmethod
    def of(cls, texts: Mapping[str, Iterable[str]]) -> "LanguageGuesser":
        """Return a guesser among the languages of ``texts``."""
        kept = {language: tuple(map(plain, said)) for language, said in texts.items()}
        if "kk" in kept:  # people type it without its own letters, too
            kept["kk"] += tuple(map(fold, kept["kk"]))
        if "ja" in kept:
            kept[_KANA_MODEL] = tuple(plain_sound(analyse_japanese(said).reading) for said in kept["ja"])
        return cls(tuple(texts), {name: Trigrams.of(said) for name, said in kept.items()})

    def readings(self, text: str, hint: str | None = None) -> tuple[Reading, ...]:
        """Return the ways to read ``text``, likeliest first, at least one; ``hint`` is favoured a little."""
        lowered = plain(text)
        if "ja" in self.models and is_japanese(lowered) and not _quotes_japanese(lowered):
            return (Reading("ja", text, 1.0),)
        scored = {
            (language, read): score + (HINT_GAIN if language == hint else 0.0)
            for language, read, score in self._scored(text, lowered)
        }
        if not scored:
            known = hint if hint is not None and hint in self.models else self._languages[0]
            return (Reading(known, text, 1.0),)
        best = max(scored.values())
        weights = {reading: math.exp(score - best) for reading, score in scored.items()}
        total = sum(weights.values())
        ranked = sorted(weights.items(), key=lambda item: -item[1])
        return tuple(Reading(language, read, weight / total) for (language, read), weight in ranked)

    def _scored(self, text: str, lowered: str) -> Iterator[tuple[str, str, float]]:
        latin, cyrillic = len(_LATIN.findall(lowered)), len(_CYRILLIC.findall(lowered))
        letters = latin + cyrillic
        if not letters:
            return
        for language, read, cost in self._ways(lowered, mostly_latin=latin > 2 * cyrillic):
            model = self.models.get(language)
            if model is not None:
                known = text if read is lowered else read
                yield language, known, (model.mean(read) - cost) * letters + WORD_GAIN * model.known(read)
        kana = _kana(lowered) if latin > cyrillic and _KANA_MODEL in self.models else None
        if kana is not None:
            score = self.models[_KANA_MODEL].mean(plain_sound(_LATIN_WORD.sub("", kana).replace(" ", "")))
            telling = len(ROMAJI_PARTICLES.intersection(_LATIN_WORD.findall(lowered)))
            yield "ja", kana, (score - ROMAJI_COST) * letters + PARTICLE_GAIN * telling

    def _ways(self, lowered: str, *, mostly_latin: bool) -> Iterator[tuple[str, str, float]]:
        """Yield language, text and cost of each way to read ``lowered``."""
        yield from ((language, lowered, 0.0) for language in self._languages if language not in _TABLED)
        if mostly_latin:
            yield "en", lowered, 0.0
            yield "ru", latin_to_russian(lowered), CONVERSION_COST
            yield "kk", latin_to_kazakh(lowered), CONVERSION_COST
            for language in ("ru", "kk"):
                yield language, latin_keys_to_cyrillic(lowered), CONVERSION_COST
                yield language, lowered, CONVERSION_COST
            yield "ja", lowered, CONVERSION_COST
            return
        if not _KAZAKH.search(lowered):
            yield "ru", lowered, 0.0
        yield "kk", lowered, 0.0
        yield "en", cyrillic_keys_to_latin(lowered), CONVERSION_COST


def _quotes_japanese(lowered: str) -> bool:
    """Say whether a text in another script only cites some Japanese, as questions about grammar do."""
    cited, cyrillic = len(JAPANESE_CHARACTER.findall(lowered)), len(_CYRILLIC.findall(lowered))
    return cyrillic > 2 * cited or len(_LATIN_WORD.findall(lowered)) > 2 * cited


def _kana(lowered: str) -> str | None:
    """Return Latin words as kana, a word that cannot be kana as it stands; None where too few can."""
    words = _LATIN_WORD.findall(lowered)
    turned = [romaji_to_kana(word) for word in words]
    if sum(kana is None for kana in turned) * 3 > len(words):
        return None
    return " ".join(kana or word for kana, word in zip(turned, words, strict=True))
