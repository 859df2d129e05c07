"""Finds text in templates that people see and that nobody can translate."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from django.template.base import Lexer, Token, TokenType

from exchange.languages.sources import our_templates, template_root

ALLOWED = frozenset({"Materialbørsen"})
"""Names that are the same in every language."""
SEEN_ATTRIBUTES = frozenset({"alt", "aria-label", "placeholder", "title"})
WORDS_FOR_SCRIPTS = "data-words-"
NO_PROSE = frozenset({"code", "pre", "script", "style"})
OPAQUE = {
    "comment": ("endcomment",),
    "blocktranslate": ("endblocktranslate", "endblocktrans"),
    "blocktrans": ("endblocktranslate", "endblocktrans"),
    "verbatim": ("endverbatim",),
}
"""Tags whose content is translated or not shown, with those that end them."""
WORD = re.compile(r"[^\W\d_]{2,}")
STYLE_NAME = re.compile(r"\S+--\S+")
LITERAL = re.compile(r"\"([^\"]*)\"|'([^']*)'")
TRANSLATED = re.compile(r"^(?:trans|translate)\s|\b_\(")


def unwrapped_texts() -> Iterator[str]:
    """One line for each: file, line, text."""
    for path in our_templates():
        source = path.read_text(encoding="utf-8")
        found = unwrapped_in(source, is_html=path.suffix == ".html")
        yield from (f"{shown(path)}:{line}: not translated: “{text}”" for line, text in found)


def shown(path: Path) -> str:
    return path.relative_to(template_root().parent).as_posix()


def unwrapped_in(source: str, *, is_html: bool = True) -> list[tuple[int, str]]:
    """Line and text of each, in one template."""
    tokens = list(open_tokens(source))
    plain = plain_text(tokens)
    texts = html_texts(plain) if is_html else enumerate(plain.splitlines(), 1)
    found = [(line, " ".join(text.split())) for line, text in texts if is_prose(text)]
    return sorted([*found, *literals(tokens)])


def is_prose(text: str) -> bool:
    return not ALLOWED.issuperset(WORD.findall(STYLE_NAME.sub("", text)))


def open_tokens(source: str) -> Iterator[Token]:
    """Everything but what stands inside the opaque tags."""
    ends: tuple[str, ...] = ()
    for token in Lexer(source).tokenize():
        name = token.contents.split(" ", 1)[0] if token.token_type is TokenType.BLOCK else ""
        if ends:
            ends = () if name in ends else ends
        elif name in OPAQUE:
            ends = OPAQUE[name]
        else:
            yield token


def plain_text(tokens: list[Token]) -> str:
    """The template without its tags, each text on the line it has there."""
    text = ""
    for token in tokens:
        if token.token_type is TokenType.TEXT:
            text += "\n" * (line_of(token) - 1 - text.count("\n")) + token.contents
    return text


def literals(tokens: list[Token]) -> Iterator[tuple[int, str]]:
    """Several words in quotes that a tag or filter hands on, as {% include … with title="…" %}."""
    for token in tokens:
        tag = token.token_type in (TokenType.BLOCK, TokenType.VAR)
        if tag and not TRANSLATED.search(token.contents):
            for double, single in LITERAL.findall(token.contents):
                if len(WORD.findall(double + single)) > 1 and " " in (double + single).strip():
                    yield line_of(token), double + single


def line_of(token: Token) -> int:
    return token.lineno or 1


class _SeenTexts(HTMLParser):
    """Keeps what a browser would show or read out, with the line it stands on."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, str]] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in NO_PROSE
        for name, value in attrs:
            if value and (name in SEEN_ATTRIBUTES or name.startswith(WORDS_FOR_SCRIPTS)):
                self.found.append((self.getpos()[0], value))

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in NO_PROSE and self.hidden > 0

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            start = self.getpos()[0]
            self.found += [(start + place, one) for place, one in enumerate(data.split("\n"))]


def html_texts(source: str) -> list[tuple[int, str]]:
    parser = _SeenTexts()
    parser.feed(source)
    parser.close()
    return parser.found
