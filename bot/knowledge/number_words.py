"""How each language writes months, small numbers and magnitudes: tables that the reading of quantities goes by.

A language without a row here gets its months and decimal sign from CLDR; its numbers are then read from digits alone.
All patterns are matched in text that is NFKC, with every dash and wave as ``–``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from babel import Locale, UnknownLocaleError

_THOUSAND: Final = 10**3
_MILLION: Final = 10**6
_BILLION: Final = 10**9
_TRILLION: Final = 10**12


@dataclass(frozen=True, slots=True)
class NumberWords:
    """One language's patterns.

    ``months``: twelve, January first; none where months are numbered (2025年12月20日). ``year_word`` follows a
    year that stands before its month. ``joins`` stands between two days of one month. ``small`` are the ways to
    spell 1, 2, 3 …; ``magnitudes`` what multiplies the number before it.
    """

    months: tuple[str, ...] = ()
    year_word: str = r"(?!)"
    joins: str = r"–|,|/"
    small: tuple[str, ...] = ()
    magnitudes: tuple[tuple[str, int], ...] = ()
    comma_is_decimal: bool = False
    day_may_follow_month: bool = False


_ENGLISH: Final = NumberWords(
    day_may_follow_month=True,
    months=(
        *(r"Jan(?:uary)?", r"Feb(?:ruary)?", r"Mar(?:ch)?", r"Apr(?:il)?", r"May", r"June?", r"July?"),
        *(r"Aug(?:ust)?", r"Sep(?:t|tember)?", r"Oct(?:ober)?", r"Nov(?:ember)?", r"Dec(?:ember)?"),
    ),
    joins=r"–|,|/|and|to|or|until",
    small=(
        *(r"one|once|first|single|weekly|yearly|annual(?:ly)?", r"two|twice|second|both|double[ds]?|pair|bi\w+"),
        *(r"three|third|thrice|tri\w+", r"four(?:th)?", r"five|fifth", r"six(?:th)?", r"seven(?:th)?", r"eight(?:h)?"),
        *(r"nine|ninth", r"ten(?:th)?", r"eleven(?:th)?", r"twelve|twelfth|dozen"),
        *(f"{stem}teen(?:th)?" for stem in ("thir", "four", "fif", "six", "seven", "eigh", "nine")),
        r"twenty|twentieth",
    ),
    magnitudes=(
        (r"hundred", 100),
        (r"thousand|k", _THOUSAND),
        (r"million|mln|m", _MILLION),
        (r"billion|bn", _BILLION),
        (r"trillion|tn|trn", _TRILLION),
    ),
)
_RUSSIAN: Final = NumberWords(
    months=(
        *(r"(?i:январ\w+)", r"(?i:феврал\w+)", r"(?i:март\w*)", r"(?i:апрел\w+)", r"(?i:ма[йяюе]м?|майск\w+)"),
        *(r"(?i:июн\w+)", r"(?i:июл\w+)", r"(?i:август\w*)", r"(?i:сентябр\w+)", r"(?i:октябр\w+)"),
        *(r"(?i:ноябр\w+)", r"(?i:декабр\w+)"),
    ),
    year_word=r"год\w*",
    joins=r"–|,|/|и|по|до|или",
    small=(
        *(r"(?i:один|одн\w+|перв\w+|раз|единствен\w+|ежегодн\w+|еженедельн\w+)",),
        *(
            r"(?i:дв(?:а|е|ум|ух|ое|ой)\w*|вдвое|втор\w+|об[ае]\w*|обои\w+)",
            r"(?i:тр(?:и|ёх|ех|ём|ем|ое)\w*|трет\w+|втрое)",
        ),
        *(r"(?i:четыр\w+|четвёрт\w+|четверт\w+)", r"(?i:пят\w+)", r"(?i:шест\w+)", r"(?i:семь\w*|семи\w*|седьм\w+)"),
        *(r"(?i:восемь\w*|восьм\w+)", r"(?i:девят\w+)", r"(?i:десят\w+)", r"(?i:одиннадцат\w+)"),
        *(rf"(?i:{stem}надцат\w+)" for stem in ("две", "три", "четыр", "пят", "шест", "сем", "восем", "девят")),
        r"(?i:двадцат\w+)",
    ),
    magnitudes=(
        (r"(?i:сто|сотн\w+)", 100),
        (r"(?i:тыс\.?|тысяч\w*)", _THOUSAND),
        (r"(?i:млн|миллион\w*)", _MILLION),
        (r"(?i:млрд|миллиард\w*)", _BILLION),
        (r"(?i:трлн|триллион\w*)", _TRILLION),
    ),
    comma_is_decimal=True,
)
_KAZAKH: Final = NumberWords(
    months=(
        *(r"(?i:қаңтар\w*)", r"(?i:ақпан\w*)", r"(?i:наурыз\w*)", r"(?i:сәуір\w*)", r"(?i:мамыр\w*)"),
        *(r"(?i:маусым\w*)", r"(?i:шілде\w*)", r"(?i:тамыз\w*)", r"(?i:қыркүйек\w*|қыркүйег\w*)", r"(?i:қазан\w*)"),
        *(r"(?i:қараша\w*)", r"(?i:желтоқсан\w*)"),
    ),
    year_word=r"жыл\w*",
    joins=r"–|,|/|және|мен|бен|пен|немесе",
    small=(
        *(
            r"(?i:бір\w*|алғаш\w*|жалғыз)",
            r"(?i:екі\w*|екеу\w*|қос\w*)",
            r"(?i:үш\w*)",
            r"(?i:төрт\w*)",
            r"(?i:бес\w*)",
        ),
        *(r"(?i:алты\w*)", r"(?i:жеті\w*)", r"(?i:сегіз\w*)", r"(?i:тоғыз\w*)", r"(?i:он|онын\w+|оны)"),
        *(rf"(?i:он {unit}\w*)" for unit in ("бір", "екі", "үш", "төрт", "бес", "алты", "жеті", "сегіз", "тоғыз")),
        r"(?i:жиырма\w*)",
    ),
    magnitudes=(
        (r"(?i:жүз\w*)", 100),
        (r"(?i:мың\w*)", _THOUSAND),
        (r"(?i:млн|миллион\w*)", _MILLION),
        (r"(?i:млрд|миллиард\w*)", _BILLION),
        (r"(?i:трлн|триллион\w*)", _TRILLION),
    ),
    comma_is_decimal=True,
)
_JAPANESE: Final = NumberWords(
    joins=r"–|,|、|・|/|と|から|および|及び|または",
    small=(
        r"一|初|唯一|毎",
        r"二|両|双",
        "三",
        "四",
        "五",
        "六",
        "七",
        "八",
        "九",
        "十",
        *(f"十{unit}" for unit in "一二三四五六七八九"),
        "二十",
    ),
    magnitudes=(
        ("百", 100),
        ("千", _THOUSAND),
        ("万", 10**4),
        ("百万", _MILLION),
        ("億", 10**8),
        ("千億", 10**11),
        ("兆", _TRILLION),
    ),
)
_TABLES: Final[Mapping[str, NumberWords]] = MappingProxyType(
    {"en": _ENGLISH, "ru": _RUSSIAN, "kk": _KAZAKH, "ja": _JAPANESE}
)


@cache
def words_of(language: str) -> NumberWords:
    """Return the language's own row, or what CLDR knows of it."""
    if language in _TABLES:
        return _TABLES[language]
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return NumberWords()
    names = locale.months["format"]["wide"]
    months = tuple(rf"(?i:{names[number].rstrip('.')}\w*)" for number in range(1, 13))
    numbered = any(name[0].isdigit() for name in names.values())
    return NumberWords(
        months=() if numbered else months, comma_is_decimal=locale.number_symbols["latn"]["decimal"] == ","
    )
