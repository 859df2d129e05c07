"""The page about the interface, made from its schema, so that the two cannot disagree."""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from rest_framework.settings import api_settings

from streams.api.examples import PROBLEM
from streams.api.exports import COLUMNS, LIMIT
from streams.api.problems import DETAILS
from streams.api.schema import current_schema

Shown = dict[str, Any]
Schema = Mapping[str, Any]
WORDS = {
    "string": gettext_lazy("text"),
    "integer": gettext_lazy("whole number"),
    "number": gettext_lazy("number"),
    "boolean": gettext_lazy("true or false"),
    "object": gettext_lazy("object"),
    "array": gettext_lazy("list"),
    "null": gettext_lazy("null"),
}
FILES = {"text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
OWNERS = "own"
"""The tag of addresses that take a login."""
FIRST_QUESTION = ("substance", "wt_min")
"""The parameters of the examples that search."""


@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """How to ask, what comes back, how to log in, what can go wrong."""
    schema = current_schema()
    site = request.build_absolute_uri("/").rstrip("/")
    context = {
        "site": site,
        "operations": operations(schema, site),
        "errors": error_table(),
        "problem": json.dumps(PROBLEM, indent=2),
        "columns": ", ".join(COLUMNS),
        "most": LIMIT,
        "rates": {name: rate for name, rate in RATES.items() if rate},
        "schema_url": reverse("api-schema"),
        "crumbs": [
            {"label": _("Front page"), "url": reverse("front")},
            {"label": _("Data for programs (API)")},
        ],
    }
    return render(request, "api/docs.html", context)


RATES: Mapping[str, Any] = dict(api_settings.DEFAULT_THROTTLE_RATES)


def operations(schema: Schema, site: str) -> list[Shown]:
    """Each address with its method. What takes the same as an earlier one refers to it."""
    found: list[Shown] = []
    earlier: list[tuple[Any, Shown]] = []
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            given = operation.get("parameters", [])
            same = next((shown for other, shown in earlier if given and other == given), None)
            shown = operation_shown(schema, site, path, method, operation)
            found.append({**shown, "same": same, "parameters": None if same else parameters(shown)})
            earlier.append((given, shown))
    return found


def operation_shown(schema: Schema, site: str, path: str, method: str, operation: Schema) -> Shown:
    status, good = next(
        (one, answer) for one, answer in operation["responses"].items() if one.startswith("2")
    )
    nothing: tuple[str, Schema] = ("", {})
    content_type, answer = next(iter(good.get("content", {}).items()), nothing)
    example = answer.get("examples", {}).get("Answer", {}).get("value")
    return {
        "id": operation["operationId"],
        "title": operation["summary"],
        "text": operation["description"],
        "method": method.upper(),
        "path": path,
        "status": status,
        "given": operation.get("parameters", []),
        "content_type": content_type,
        "has_columns": content_type in FILES,
        "answer": answer_table(operation["summary"], schema, answer.get("schema", {})),
        "example": written(example),
        "curl": curl(site, path, method, content_type, operation),
        **taken(schema, operation),
    }


def written(example: Any) -> str:
    return json.dumps(example, indent=2, ensure_ascii=False) if example else ""


def taken(schema: Schema, operation: Schema) -> Shown:
    """What is sent in the body: its fields, and an example."""
    content = operation.get("requestBody", {}).get("content", {})
    if not content:
        return {"body": None, "sent": ""}
    shape = next(iter(content.values()))
    caption = _("What “%s” takes in the body") % operation["summary"]
    return {
        "body": table_of(caption, schema, shape["schema"]),
        "sent": written(shape.get("examples", {}).get("Sent", {}).get("value")),
    }


def curl(site: str, path: str, method: str, content_type: str, operation: Schema) -> str:
    """A question that can be asked as it stands; a change takes a key and a file with the body."""
    given = operation.get("parameters", [])
    examples = {one["name"]: example_of(one) for one in given}
    query = urlencode({name: examples[name] for name in FIRST_QUESTION if name in examples})
    address = site + path.format_map(examples) + (f"?{query}" if query else "")
    keep = f"-o {path.rsplit('/', 1)[-1]} " if content_type in FILES else ""
    return f'curl {keep}{said_in_curl(method, operation)}"{address}"'


def said_in_curl(method: str, operation: Schema) -> str:
    """Options for login, method, precondition and body; none where anybody may ask."""
    if OWNERS not in operation["tags"]:
        return ""
    parts = [] if method == "get" else [f"-X {method.upper()}"]
    parts.append('-H "Authorization: Bearer mb_…"')
    headers = [one for one in operation.get("parameters", []) if one["in"] == "header"]
    parts += [f"-H '{one['name']}: {example_of(one)}'" for one in headers]
    content = operation.get("requestBody", {}).get("content", {})
    if "application/json" in content:
        parts += ['-H "Content-Type: application/json"', "-d @listing.json"]
    elif content:
        parts += ['-F "title=Data sheet"', '-F "file=@sheet.pdf"']
    return " ".join([*parts, ""])


def example_of(parameter: Schema) -> str:
    return str(next(iter(parameter["examples"].values()))["value"])


def parameters(operation: Shown) -> Shown | None:
    """Context of components/table.html; None for an address that takes none."""
    if not operation["given"]:
        return None
    return {
        "caption": _("Parameters of “%s”") % operation["title"],
        "columns": labels(_("Name"), _("Meaning"), _("Values"), _("Example")),
        "rows": [
            [one["name"], one.get("description", ""), values(one["schema"]), example_of(one)]
            for one in operation["given"]
        ],
    }


def labels(*texts: str) -> list[Shown]:
    return [{"label": text} for text in texts]


def values(shape: Schema) -> str:
    """What a parameter or a field can be, in words."""
    if shape.get("type") == "array":
        return _("one or several of: %s") % values(shape["items"])
    if "enum" in shape:
        return ", ".join(str(one) for one in shape["enum"])
    if shape.get("format") == "date-time":
        return _("moment (ISO 8601)")
    if "anyOf" in shape:
        return " / ".join(dict.fromkeys(values(one) for one in shape["anyOf"]))
    kinds = shape.get("type", "object")
    names = [str(WORDS[one]) for one in ([kinds] if isinstance(kinds, str) else kinds)]
    return " / ".join(names) + limits(shape)


def limits(shape: Schema) -> str:
    lowest, highest = shape.get("minimum"), shape.get("maximum")
    if lowest is not None and highest is not None:
        return _(", from %(lowest)s to %(highest)s") % {"lowest": lowest, "highest": highest}
    if lowest is not None:
        return str(_(", at least %s") % lowest)
    if "maxLength" in shape:
        return str(_(", at most %d characters") % shape["maxLength"])
    return ""


def answer_table(title: str, schema: Schema, shape: Schema) -> Shown | None:
    """The fields of an answer; None where it is a file, or nothing."""
    return table_of(_("What “%s” answers") % title, schema, shape)


def table_of(caption: str, schema: Schema, shape: Schema) -> Shown | None:
    rows = list(fields(schema, shape))
    if not rows:
        return None
    return {
        "caption": caption,
        "columns": labels(_("Field"), _("Meaning"), _("Values")),
        "rows": rows,
    }


def fields(schema: Schema, shape: Schema, before: str = "") -> Iterator[list[str]]:
    """Rows of name, values and meaning; what is inside follows with a dot."""
    for name, one in resolved(schema, shape).get("properties", {}).items():
        inner, several = inside(schema, one)
        full = f"{before}{name}" + ("[]" if several else "")
        plain = {"type": "object"} if "properties" in inner else inner
        yield [full, one.get("description", inner.get("description", "")), values(plain)]
        yield from fields(schema, inner, f"{full}.")


def inside(schema: Schema, shape: Schema) -> tuple[Schema, bool]:
    """The shape of a field, or of each of a list's members, and whether it is a list."""
    whole = resolved(schema, shape)
    if whole.get("type") == "array":
        return resolved(schema, whole["items"]), True
    return whole, False


def resolved(schema: Schema, shape: Schema) -> Schema:
    """What a reference refers to."""
    target = shape.get("$ref") or next((one["$ref"] for one in shape.get("allOf", [])), None)
    if target is None:
        return shape
    found: Schema = schema["components"]["schemas"][target.rsplit("/", 1)[-1]]
    return found


def error_table() -> Shown:
    return {
        "caption": _("Statuses of errors"),
        "columns": labels(_("Status"), _("Meaning")),
        "rows": [[str(status), str(text)] for status, text in DETAILS.items()],
    }
