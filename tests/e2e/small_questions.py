"""Questions in four languages over the small knowledge: some it answers, some it can't."""

from typing import Final

QUESTIONS: Final = (
    "Do Japanese citizens need a visa for Kazakhstan?",
    "Нужна ли японцам виза в Казахстан?",
    "Жапон азаматтарына виза керек пе?",
    "日本人はカザフスタンのビザが必要ですか？",
    "What is the best pizza in Naples?",
    "thanks",
)
