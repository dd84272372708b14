"""What nhsuk-frontend-jinja writes for a field: the output that our own macros are held equal to."""

import re
from functools import cache
from html.parser import HTMLParser
from typing import Any

from jinja2 import ChainableUndefined, Environment, PackageLoader
from markupsafe import Markup

Params = dict[str, Any]
_FOLDERS = {"list": "do-dont-list", "table": "tables", "image": "images"}


@cache
def _environment() -> Environment:
    """An environment of its own: the package needs chainable undefined values."""
    return Environment(
        loader=PackageLoader("nhsuk_frontend_jinja"),
        undefined=ChainableUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _without_none(value: Any) -> Any:
    """The same parameters without None: the components ask `is defined`."""
    if isinstance(value, dict):
        return {key: _without_none(one) for key, one in value.items() if one is not None}
    if isinstance(value, list | tuple):
        return [_without_none(one) for one in value]
    return value


def render(name: str, params: Params) -> str:
    """One component as HTML."""
    first, *rest = name.split("_")
    folder = _FOLDERS.get(name, name.replace("_", "-"))
    module = _environment().get_template(f"nhsuk/components/{folder}/macro.jinja").module
    macro = getattr(module, first + "".join(word.capitalize() for word in rest))
    return str(macro(_without_none(params)))


class Tags(HTMLParser):
    """Tags with sorted attributes, and words without the blank space around them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[Any] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, sorted((name, value or "") for name, value in attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.seen.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        if words := re.sub(r"\s+", " ", data).strip():
            self.seen.append(words)


def component(one: Any) -> tuple[str, Params]:
    """The NHS component of a field and its parameters, but for hint and error."""
    return _WRITERS[one.component](one)


def settings(
    one: Any, hint: Any = None, label: str = "", size: str = "s", **params: Any
) -> tuple[str, Params]:
    """The component with everything that a page says of the field."""
    name, made = component(one)
    if hint := hint or one.hint:
        made["hint"] = {"html": hint} if isinstance(hint, Markup) else {"text": str(hint)}
    if one.errors:
        made["errorMessage"] = {"text": one.errors[0]}
    words = made["fieldset"]["legend"] if "fieldset" in made else made.get("label", {})
    if label:
        words["text"] = str(label)
    words["size"] = size
    return name, made | params


def _plain(one: Any) -> Params:
    return {"id": one.id, "name": one.name, "value": one.typed, "label": {"text": one.words}}


def _input(one: Any) -> tuple[str, Params]:
    more = {"width": one.width, "autocomplete": one.autocomplete or None, "inputmode": one.inputmode or None}
    return "input", _plain(one) | more | {"suffix": one.unit or None}


def _password(one: Any) -> tuple[str, Params]:
    params = _plain(one) | {"autocomplete": one.autocomplete}
    return "password_input", {key: params[key] for key in ("id", "name", "label", "autocomplete")}


def _file(one: Any) -> tuple[str, Params]:
    return "file_upload", {"id": one.id, "name": one.name, "label": {"text": one.words}}


def _area(one: Any) -> tuple[str, Params]:
    return "textarea", _plain(one) | {"rows": one.rows}


def _counted(one: Any) -> tuple[str, Params]:
    return "character_count", _plain(one) | {"rows": one.rows, "maxlength": one.max, "threshold": 75}


def _select(one: Any) -> tuple[str, Params]:
    first = [{"value": "", "text": one.blank, "selected": not one.typed}]
    items = [
        {"value": option.value, "text": option.label, "selected": option.value == one.typed}
        for option in one.options
        if option.value
    ]
    params = {"id": one.id, "name": one.name, "label": {"text": one.words}}
    return "select", params | {"items": [*(first if one.blank is not None else []), *items]}


def _group(one: Any, chosen: set[str]) -> Params:
    items = [
        {
            "value": option.value,
            "text": option.label,
            "hint": {"text": option.hint} if option.hint else None,
            "checked": option.value in chosen,
        }
        for option in one.options
    ]
    return {"idPrefix": one.id, "name": one.name, "fieldset": {"legend": {"text": one.words}}, "items": items}


def _radios(one: Any) -> tuple[str, Params]:
    return "radios", _group(one, {one.typed}) | {"inline": one.inline}


def _checkboxes(one: Any) -> tuple[str, Params]:
    made = _group(one, one.ticked)
    for item, option in zip(made["items"], one.options, strict=True):
        item["exclusive"] = True if option.alone else None
    return "checkboxes", made


def _tick_box(one: Any) -> tuple[str, Params]:
    hint = {"text": one.about} if one.about else None
    item = {"value": "y", "text": one.words, "checked": bool(one.data), "hint": hint}
    return "checkboxes", {"idPrefix": one.id, "name": one.name, "items": [item]}


def _date(one: Any) -> tuple[str, Params]:
    parts = ("day", "month", "year")
    marked = set(one.wrong or parts) if one.errors else set()
    items = [
        {
            "id": f"{one.id}-{part}",
            "name": f"{one.name}-{part}",
            "label": {"text": part.capitalize()},
            "value": one.parts[part],
            "width": 4 if part == "year" else 2,
            "inputmode": "text" if one.parts[part].isalpha() else "numeric",
            "autocomplete": "off",
            "error": part in marked,
        }
        for part in parts
    ]
    return "date_input", {"id": one.id, "fieldset": {"legend": {"text": one.words}}, "items": items}


_WRITERS = {
    "input": _input,
    "password_input": _password,
    "file_upload": _file,
    "textarea": _area,
    "character_count": _counted,
    "select": _select,
    "radios": _radios,
    "checkboxes": _checkboxes,
    "tick_box": _tick_box,
    "date_input": _date,
}
