"""Texts as people and attackers send them: any character, half pairs included, and words of the four languages."""

from hypothesis import strategies as st

WORDS = [
    *("visa", "flight", "Almaty", "виза", "Токио", "рейс", "жапон", "қазақ", "ビザ", "カザフスタン", "日本", "です"),
    *("<b>", "&amp;", "</a>", "30", "2026-11-20", "😀", "🇰🇿", "\u200d", "\u0301", "İ", "ß", "ﾋﾞ", "한국", "\x00"),
]

any_character = st.characters()
half_pair = st.characters(categories=["Cs"])
any_text = st.text(st.one_of(any_character, half_pair))
wordy_text = st.lists(st.one_of(st.sampled_from(WORDS), st.text(any_character, max_size=4)), max_size=30).map(" ".join)
