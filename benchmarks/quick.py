"""The form components of nhsuk-frontend-jinja again, as plain strings: the same HTML, some fifty times as fast.

Kept equal to the package's own output by a test over every field and state. A parameter that is not known here
sends the field to the package's macro instead (`render.field`).
"""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

Params = Mapping[str, Any]
_WORDS = {"text", "html", "size", "isPageHeading", "classes"}
_INPUT = {
    "id",
    "name",
    "value",
    "label",
    "hint",
    "errorMessage",
    "width",
    "inputmode",
    "autocomplete",
    "suffix",
}
_AREA = {"id", "name", "value", "label", "hint", "errorMessage", "rows"}
_GROUP = {"idPrefix", "name", "fieldset", "hint", "errorMessage", "items", "inline", "small", "classes"}
_ITEM = {"value", "text", "hint", "checked", "conditional", "exclusive"}


def can(component: str, params: Params) -> bool:
    """Whether the quick writer knows every parameter given."""
    known = _KNOWN.get(component)
    if known is None or not known.issuperset(key for key, value in params.items() if value is not None):
        return False
    words = [params.get("label"), (params.get("fieldset") or {}).get("legend")]
    if any(one is not None and not _WORDS.issuperset(one) for one in words):
        return False
    return component not in ("radios", "checkboxes") or all(_ITEM.issuperset(i) for i in params["items"])


def write(component: str, params: Params) -> Markup:
    """The component's HTML."""
    return Markup(_WRITERS[component](params))


def _text(words: Params | str | None) -> str:
    if words is None:
        return ""
    if isinstance(words, str):
        return str(escape(words))
    return str(escape(words["html"]) if words.get("html") else escape(words.get("text") or ""))


def _attribute(name: str, value: Any) -> str:
    return "" if value is None or value == "" else f' {name}="{escape(value)}"'


def _label(words: Params | None, target: str, extra: str = "") -> str:
    if not words:
        return ""
    size = f" nhsuk-label--{words['size']}" if words.get("size") else ""
    own = f" {escape(words['classes'])}" if words.get("classes") else ""
    label = f'<label class="nhsuk-label{size}{own}{extra}" for="{escape(target)}">{_text(words)}</label>'
    return f'<h1 class="nhsuk-label-wrapper">{label}</h1>' if words.get("isPageHeading") else label


def _hint_and_error(params: Params, stem: str) -> tuple[str, list[str]]:
    """Hint and error of a field, and the ids that describe it."""
    html, ids = "", []
    if params.get("hint"):
        ids.append(f"{stem}-hint")
        html += f'<div class="nhsuk-hint" id="{escape(stem)}-hint">{_text(params["hint"])}</div>'
    if params.get("errorMessage"):
        ids.append(f"{stem}-error")
        html += (
            f'<span class="nhsuk-error-message" id="{escape(stem)}-error">'
            f'<span class="nhsuk-u-visually-hidden">Error: </span>{_text(params["errorMessage"])}</span>'
        )
    return html, ids


def _form_group(params: Params, inner: str, extra: str = "") -> str:
    wrong = " nhsuk-form-group--error" if params.get("errorMessage") else ""
    return f'<div class="nhsuk-form-group{wrong}{extra}">{inner}</div>'


def _input(params: Params) -> str:
    said, ids = _hint_and_error(params, params["id"])
    box = _input_box(params, bool(params.get("errorMessage")), " ".join(ids))
    if params.get("suffix"):
        suffix = (
            f'<div class="nhsuk-input-wrapper__suffix" aria-hidden="true">{_text(params["suffix"])}</div>'
        )
        box = f'<div class="nhsuk-input-wrapper">{box}{suffix}</div>'
    return _form_group(params, _label(params.get("label"), params["id"]) + said + box)


def _input_box(params: Params, wrong: bool, described: str = "", extra: str = "") -> str:
    width = f" nhsuk-input--width-{params['width']}" if params.get("width") else ""
    classes = f"nhsuk-input{' nhsuk-input--error' if wrong else ''}{width}{extra}"
    return (
        f'<input class="{classes}" id="{escape(params["id"])}" name="{escape(params["name"])}" type="text"'
        f' value="{escape(params.get("value") or "")}"{_attribute("aria-describedby", described)}'
        f"{_attribute('autocomplete', params.get('autocomplete'))}{_attribute('inputmode', params.get('inputmode'))}>"
    )


def _textarea(params: Params) -> str:
    return _form_group(params, _textarea_parts(params))


def _textarea_parts(params: Params, described: str = "", extra: str = "") -> str:
    said, ids = _hint_and_error(params, params["id"])
    wrong = " nhsuk-textarea--error" if params.get("errorMessage") else ""
    about = " ".join(([described] if described else []) + ids)
    return (
        f"{_label(params.get('label'), params['id'])}{said}"
        f'<textarea class="nhsuk-textarea{wrong}{extra}" id="{escape(params["id"])}" '
        f'name="{escape(params["name"])}" rows="{params.get("rows") or 5}"{_attribute("aria-describedby", about)}>'
        f"{escape(params.get('value') or '')}</textarea>"
    )


def _character_count(params: Params) -> str:
    stem, most = escape(params["id"]), int(params["maxlength"])
    inner = _textarea_parts(params, f"{params['id']}-info", " nhsuk-js-character-count")
    wrong = " nhsuk-form-group--error" if params.get("errorMessage") else ""
    return (
        f'<div class="nhsuk-form-group{wrong} nhsuk-character-count" data-module="nhsuk-character-count"'
        f' data-maxlength="{most}"{_attribute("data-threshold", params.get("threshold"))}>{inner}'
        f'<div class="nhsuk-hint nhsuk-character-count__message" id="{stem}-info">'
        f"You can enter up to {most} characters</div></div>"
    )


def _select(params: Params) -> str:
    said, ids = _hint_and_error(params, params["id"])
    wrong = " nhsuk-select--error" if params.get("errorMessage") else ""
    options = "".join(
        f'<option value="{escape(item["value"])}"{" selected" if item.get("selected") else ""}>'
        f"{escape(item['text'])}</option>"
        for item in params["items"]
    )
    box = (
        f'<select class="nhsuk-select{wrong}" id="{escape(params["id"])}" name="{escape(params["name"])}"'
        f"{_attribute('aria-describedby', ' '.join(ids))}>{options}</select>"
    )
    return _form_group(params, _label(params.get("label"), params["id"]) + said + box)


def options(pairs: Iterable[tuple[str, str]], chosen: str = "") -> Markup:
    """The options of a select, the chosen one marked; a value that is none of them stands last, as it was typed."""
    shown = tuple(pairs)
    if not chosen:
        return _unchosen(shown)
    if all(value != chosen for value, _ in shown):
        shown += ((chosen, chosen),)
    return _BETWEEN.join(_option(value, text, value == chosen) for value, text in shown)


@lru_cache(512)
def _unchosen(pairs: tuple[tuple[str, str], ...]) -> Markup:
    """Written once for all rows of all pages: lists of choices are the checklists' own."""
    return _BETWEEN.join(_option(value, text, False) for value, text in pairs)


def _option(value: str, text: str, chosen: bool) -> Markup:
    return (_CHOSEN if chosen else _OPTION).format(value, text)


_OPTION, _CHOSEN = Markup('<option value="{}">{}</option>'), Markup('<option value="{}" selected>{}</option>')
_BETWEEN = Markup("\n")


def _fieldset(params: Params, inner: str, ids: Iterable[str], role: str = "") -> str:
    legend = params["fieldset"]["legend"]
    size = f" nhsuk-fieldset__legend--{legend['size']}" if legend.get("size") else ""
    own = f" {escape(legend['classes'])}" if legend.get("classes") else ""
    words = _text(legend)
    if legend.get("isPageHeading"):
        words = f'<h1 class="nhsuk-fieldset__heading">{words}</h1>'
    return (
        f'<fieldset class="nhsuk-fieldset"{_attribute("role", role)}'
        f"{_attribute('aria-describedby', ' '.join(ids))}>"
        f'<legend class="nhsuk-fieldset__legend{size}{own}">{words}</legend>{inner}</fieldset>'
    )


def _choices(kind: str) -> Callable[[Params], str]:
    """A writer for radios or checkboxes."""
    box = "radio" if kind == "radios" else "checkbox"

    def write_group(params: Params) -> str:
        said, ids = _hint_and_error(params, params["idPrefix"])
        alone = [] if params.get("fieldset") else ids
        items = "".join(
            _choice(kind, box, params, item, place, alone) for place, item in enumerate(params["items"], 1)
        )
        inline = f" nhsuk-{kind}--inline" if params.get("inline") else ""
        small = f" nhsuk-{kind}--small" if params.get("small") else ""
        own = f" {escape(params['classes'])}" if params.get("classes") else ""
        inner = (
            f'{said}<div class="nhsuk-{kind}{small}{inline}{own}" data-module="nhsuk-{kind}">{items}</div>'
        )
        return _form_group(params, _fieldset(params, inner, ids) if params.get("fieldset") else inner)

    return write_group


def _choice(kind: str, box: str, params: Params, item: Params, place: int, about: list[str]) -> str:
    stem = params["idPrefix"] if place == 1 else f"{params['idPrefix']}-{place}"
    checked = " checked" if item.get("checked") else ""
    hint, shown, controls = "", "", ""
    ids = list(about)
    if item.get("hint"):
        ids.append(f"{stem}-item-hint")
        said = _text(item["hint"])
        hint = f'<div class="nhsuk-hint nhsuk-{kind}__hint" id="{escape(stem)}-item-hint">{said}</div>'
    if (item.get("conditional") or {}).get("html"):
        hidden = "" if checked else f" nhsuk-{kind}__conditional--hidden"
        controls = _attribute("data-aria-controls", f"conditional-{stem}")
        shown = (
            f'<div class="nhsuk-{kind}__conditional{hidden}" id="conditional-{escape(stem)}">'
            f"{escape(item['conditional']['html'])}</div>"
        )
    lone = ' data-behaviour="exclusive"' if item.get("exclusive") else ""
    return (
        f'<div class="nhsuk-{kind}__item"><input class="nhsuk-{kind}__input" id="{escape(stem)}"'
        f' name="{escape(params["name"])}" type="{box}" value="{escape(item["value"])}"{checked}{controls}'
        f"{_attribute('aria-describedby', ' '.join(ids))}{lone}>"
        f'<label class="nhsuk-label nhsuk-{kind}__label" for="{escape(stem)}">{_text(item)}</label>'
        f"{hint}</div>{shown}"
    )


def _date_input(params: Params) -> str:
    said, ids = _hint_and_error(params, params["id"])
    boxes = "".join(
        '<div class="nhsuk-date-input__item">'
        + _form_group(
            {"errorMessage": item.get("error")},
            _label(item["label"], item["id"], " nhsuk-date-input__label")
            + _input_box(item, bool(item.get("error")), extra=" nhsuk-date-input__input"),
        )
        + "</div>"
        for item in params["items"]
    )
    inner = f'{said}<div class="nhsuk-date-input" id="{escape(params["id"])}">{boxes}</div>'
    return _form_group(params, _fieldset(params, inner, ids, "group"))


_WRITERS: dict[str, Callable[[Params], str]] = {
    "input": _input,
    "textarea": _textarea,
    "character_count": _character_count,
    "select": _select,
    "radios": _choices("radios"),
    "checkboxes": _choices("checkboxes"),
    "date_input": _date_input,
}
_KNOWN: dict[str, set[str]] = {
    "input": _INPUT,
    "textarea": _AREA,
    "character_count": _AREA | {"maxlength", "threshold"},
    "select": {"id", "name", "label", "hint", "errorMessage", "items"},
    "radios": _GROUP,
    "checkboxes": _GROUP - {"inline"},
    "date_input": {"id", "fieldset", "hint", "errorMessage", "items"},
}
