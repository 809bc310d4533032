"""Telegram's HTML, read strictly: what is neither text nor one of the bot's own tags is noted."""

from html.parser import HTMLParser
from typing import Final

ALLOWED: Final = {("b", ()), ("i", ()), ("a", ("href",)), ("blockquote", ("expandable",))}


class Reading(HTMLParser):
    """Reads HTML strictly: notes text, entities, and whatever is not as it should be."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.entities = 0
        self.wrong: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        self.wrong += self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if (tag, tuple(name for name, _ in attrs)) not in ALLOWED or tag in self._open:
            self.wrong.append(f"<{tag} {attrs}>")
        self._open.append(tag)
        self.entities += 1

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.wrong.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.wrong.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.wrong.append(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        self.wrong.append(f"<?{data}>")

    def unknown_decl(self, data: str) -> None:
        self.wrong.append(f"<![{data}]>")
