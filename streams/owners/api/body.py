"""Reads the body of a request as JSON, and refuses what other readers might take in two ways."""

import json
import math
from collections.abc import Iterator
from typing import Any, NoReturn

from django.http import UnreadablePostError
from django.utils.translation import gettext
from rest_framework.exceptions import APIException, ParseError
from rest_framework.request import Request

MOST_BYTES = 8_000_000
DEEPEST = 20
MOST_DIGITS = 18
"""Of a whole number: more than any amount has, and exact as it is written."""
JSON_TYPES = frozenset({"application/json", "application/merge-patch+json"})
BODY, TYPE = "body", "Content-Type"


class TooLargeError(APIException):
    """More than one request may hold."""

    status_code = 413


class WrongTypeError(APIException):
    """A body of another form than the address takes."""

    status_code = 415


def refuse(text: str, path: str = BODY) -> NoReturn:
    raise ParseError({path: [text]})


def json_body(request: Request) -> Any:
    """The value that was sent.

    Raises an APIException naming the header, or the place in the body: 400, 413 or 415.
    """
    check_type(request)
    try:
        value = json.loads(
            text_of(sent_bytes(request, MOST_BYTES)),
            object_pairs_hook=object_of,
            parse_constant=refuse_constant,
            parse_float=float_of,
            parse_int=int_of,
        )
    except json.JSONDecodeError as error:
        place = {"line": error.lineno, "column": error.colno}
        refuse(gettext("This is not JSON: line %(line)d, column %(column)d.") % place)
    except RecursionError:
        refuse_depth()
    check_texts(value)
    return value


def check_type(request: Request) -> None:
    """JSON, and in UTF-8 if it says in what."""
    parts = [part.strip().lower() for part in str(request.content_type or "").split(";")]
    if parts[0] not in JSON_TYPES:
        raise WrongTypeError({TYPE: [gettext("Send application/json.")]})
    charsets = [part.partition("=")[2].strip(' "') for part in parts if part[:8] == "charset="]
    if any(one not in ("utf-8", "utf8") for one in charsets):
        raise WrongTypeError({TYPE: [gettext("Send UTF-8; JSON has no other encoding.")]})


def check_length(request: Request, most: int) -> None:
    """Before anything is read. Raises TooLargeError."""
    said = request.META.get("CONTENT_LENGTH") or "0"
    if said.isdigit() and int(said[:18]) > most:
        refuse_size(most)


def sent_bytes(request: Request, most: int) -> bytes:
    check_length(request, most)
    try:
        sent: bytes = request._request.read(most + 1)
    except UnreadablePostError:
        refuse(gettext("The body ended too early."))
    if len(sent) > most:
        refuse_size(most)
    return sent


def refuse_size(most: int) -> NoReturn:
    text = gettext("The body may hold at most %d million bytes.") % (most // 1_000_000)
    raise TooLargeError({BODY: [text]})


def refuse_depth() -> NoReturn:
    refuse(gettext("Brackets stand inside one another more than %d deep.") % DEEPEST)


def text_of(sent: bytes) -> str:
    if not sent.strip():
        refuse(gettext("The body is empty."))
    try:
        return sent.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        refuse(gettext("Byte %d of the body is not UTF-8.") % (error.start + 1))


def object_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Of a name given twice one program takes the first and another the last: we take neither."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        refuse(gettext("“%s” stands twice in the same object.") % twice[:60])
    return found


def refuse_constant(name: str) -> NoReturn:
    refuse(gettext("“%s” is no number in JSON.") % name)


def float_of(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        refuse(gettext("“%s” is too large a number.") % text[:60])
    return number


def int_of(text: str) -> int:
    if len(text.lstrip("-")) > MOST_DIGITS:
        refuse(gettext("“%s” is too large a number.") % text[:60])
    return int(text)


def check_texts(value: Any) -> None:
    """No character that a database or a letter cannot hold, in names and values alike."""
    for path, text in texts_in(value):
        if "\0" in text or any("\ud800" <= one <= "\udfff" for one in text):
            refuse(gettext("Here stands a character that is none: NUL or half of one."), path)


def texts_in(value: Any) -> Iterator[tuple[str, str]]:
    """Every text with its path, without recursion. Raises ParseError where it is too deep."""
    waiting: list[tuple[str, Any, int]] = [("", value, 0)]
    while waiting:
        path, one, depth = waiting.pop()
        if depth > DEEPEST:
            refuse_depth()
        if isinstance(one, str):
            yield path or BODY, one
        elif isinstance(one, list):
            waiting += [(f"{path}[{n}]", item, depth + 1) for n, item in enumerate(one)]
        elif isinstance(one, dict):
            yield from ((path or BODY, name) for name in one)
            waiting += [(inside(path, name), item, depth + 1) for name, item in one.items()]


def inside(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
