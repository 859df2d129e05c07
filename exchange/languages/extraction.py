"""Finds the texts to translate in one file, Python or template. Used by exchange.languages only.

Python is read through its syntax tree: Babel's own reader passes over calls inside f-strings on
some versions of Python, and catalogues must not depend on the machine.
"""

import ast
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.utils.translation.template import templatize

ROLES: Mapping[str, str] = {"gettext": "t", "ngettext": "tp", "pgettext": "ct", "npgettext": "ctp"}
"""What the arguments of gettext's functions are: text, plural, context."""


class Message(NamedTuple):
    """A text in English; a context tells alike texts apart that mean different things."""

    text: str
    context: str = ""
    plural: str = ""


def messages_in(path: Path) -> Iterator[Message]:
    """Every message of a .py file or a template, in its order."""
    source = path.read_text(encoding="utf-8")
    return python_messages(source) if path.suffix == ".py" else template_messages(source)


def python_messages(source: str) -> Iterator[Message]:
    """Calls of Django's translation functions with plain texts as arguments."""
    tree = ast.parse(source)
    known = dict(imported_functions(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (roles := known.get(called_name(node), "")):
            texts = [plain_text(argument) for argument in node.args[: len(roles)]]
            if len(texts) == len(roles) and all(texts):
                yield message(dict(zip(roles, texts, strict=True)))


def imported_functions(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """What gettext's functions are called in this file, with their roles."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            for alias in node.names:
                roles = ROLES.get(alias.name.removesuffix("_lazy").removesuffix("_noop"))
                if roles:
                    yield alias.asname or alias.name, roles


def called_name(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else ""


def plain_text(node: ast.expr) -> str:
    """The text of a literal; "" for anything that is only known when the code runs."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def template_messages(source: str) -> Iterator[Message]:
    """What translate and blocktranslate hold, as Django looks it up when it renders."""
    # Each call stands alone on what templatize makes; indentation would be read as Python's.
    calls = "\n".join(line.strip() for line in templatize(source).splitlines())
    found = extract("python", io.BytesIO(calls.encode()), keywords=DEFAULT_KEYWORDS)
    for _line, texts, _comments, context in found:
        both = texts if isinstance(texts, tuple) else (texts,)
        yield message(dict(zip("tp", both, strict=False)) | {"c": context or ""})


def message(parts: Mapping[str, str]) -> Message:
    return Message(parts["t"], parts.get("c", ""), parts.get("p", ""))
