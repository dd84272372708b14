"""Forms as HTML: `form_start`, `field`, `submit`, `form_end` and the error summary of templates."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from flask import current_app, g, request
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from careplan.ui import nhs, quick


def form_start(form: Any, action: str | None = None, method: str = "post", **attributes: Any) -> Markup:
    """Open a form. A POST form carries the CSRF token, a fresh submission key and what was seen."""
    names = {"method": method, "action": action, "novalidate": True, **attributes}
    hidden = above = Markup("")
    if method == "post":
        above = _about_draft(form)
        names["data-draft"] = bool(form.drafted) or None
        names["enctype"] = attributes.get("enctype")
        hidden = Markup("").join(_hidden_inputs(form))
    return Markup("{}<form{}>{}").format(above, _attributes(names), hidden)


def _about_draft(form: Any) -> Markup:
    """What the keeper of drafts says above a form; without a keeper only that a draft fills it."""
    notice = current_app.extensions.get("careplan_draft_notice")
    if notice is None:
        return _FROM_DRAFT if form.from_draft else Markup("")
    return Markup(notice(form.from_draft)) if form.drafted else Markup("")  # noqa: S704 (the notice is a template)


_FROM_DRAFT = Markup(
    '<div class="nhsuk-inset-text"><span class="nhsuk-u-visually-hidden">Information: </span>'
    "<p>This is filled in from a draft that was not saved. Check it, then save.</p></div>"
)


def _attributes(names: Mapping[str, Any]) -> Markup:
    pairs = [(name.replace("_", "-"), value) for name, value in names.items() if value not in (None, False)]
    return Markup("").join(
        Markup(" {}").format(name) if value is True else Markup(' {}="{}"').format(name, value)
        for name, value in pairs
    )


def hidden_input(name: str, value: str) -> Markup:
    """A hidden input without an id, so that two forms may stand on one page."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(name, value)


def csrf_input() -> Markup:
    """The hidden CSRF token."""
    return hidden_input("csrf_token", generate_csrf())


def _hidden_inputs(form: Any) -> Iterator[Markup]:
    if form.meta.csrf:
        yield csrf_input()
    yield hidden_input("submission", form.fresh_submission)
    if form.drafted:
        yield from _of_the_page()
    for one in form:
        if getattr(one, "hidden", False) and one.short_name != "submission" and one.data is not None:
            yield hidden_input(one.name, one.write(one.data))


def _of_the_page() -> Iterator[Markup]:
    """Where a form was shown, under which heading and to whom: what a draft of it is kept by."""
    sent = request.form if request.method == "POST" else {}
    yield hidden_input("draft_path", sent.get("draft_path") or own_address())
    yield hidden_input("draft_title", sent.get("draft_title") or g.get("page_title", ""))
    if (mark := current_app.extensions.get("careplan_typed_by")) is not None:
        yield hidden_input("typed_by", mark())


def own_address() -> str:
    """The path and query of this page, without what asks for a draft."""
    query = [(name, value) for name, value in request.args.items(multi=True) if name != "draft"]
    return f"{request.path}?{urlencode(query)}" if query else request.path


def page_title(heading: str, initials: str) -> str:
    """The heading with the client's initials, remembered as the name of drafts of this page's forms."""
    g.page_title = " – ".join(part for part in (heading.strip(), initials.strip()) if part)
    return str(g.page_title)


def form_end() -> Markup:
    """Close a form."""
    return Markup("</form>")


def field(one: Any, hint: Any = None, **params: Any) -> Markup:
    """A field as its NHS component. Extra parameters go to the component; besides them:

    `size` s, m, l, xl of the label; `heading=True` makes it the h1; `reveals={value: markup}` shows markup
    under a chosen radio or checkbox; `label="…"` other words; `label_hidden=True` for screen readers only.
    """
    component, settings = one.component()
    said = hint or one.hint
    if said:
        settings["hint"] = {"html": said} if isinstance(said, Markup) else {"text": str(said)}
    if one.errors:
        settings["errorMessage"] = {"text": one.errors[0]}
    _label(settings, params)
    _reveal(settings, params.pop("reveals", {}))
    _merged(settings, params)
    return (
        quick.write(component, settings)
        if quick.can(component, settings)
        else nhs.render(component, settings)
    )


def _label(settings: dict[str, Any], params: dict[str, Any]) -> None:
    """Words, size and heading go to the label, or to the legend of a group."""
    label = settings["fieldset"]["legend"] if "fieldset" in settings else settings.get("label", {})
    if words := params.pop("label", None):
        label["text"] = str(words)
    label["size"] = params.pop("size", "s")
    if params.pop("heading", False):
        label["isPageHeading"] = True
    if params.pop("label_hidden", False):
        label["classes"] = "nhsuk-u-visually-hidden"


def _reveal(settings: dict[str, Any], reveals: Mapping[Any, Any]) -> None:
    shown = {str(value): markup for value, markup in reveals.items()}
    for item in settings.get("items", ()):
        if item.get("value") in shown:
            item["conditional"] = {"html": shown[item["value"]]}


def _merged(settings: dict[str, Any], params: Mapping[str, Any]) -> None:
    for key, value in params.items():
        if isinstance(value, dict) and isinstance(settings.get(key), dict):
            value = {**settings[key], **value}
        settings[key] = value


def submit(text: str, name: str | None = None, value: str | None = None, **params: Any) -> Markup:
    """A submit button; `variant` secondary, reverse or warning."""
    value = value or ("1" if name else None)
    if set(params) - {"variant"}:
        settings = {"text": text, "name": name, "value": value, "preventDoubleClick": True}
        return nhs.render("button", {**settings, **params})
    look = f" nhsuk-button--{params['variant']}" if params.get("variant") else ""
    named = _attributes({"name": name, "value": value})
    return _BUTTON.format(look, named, text)


_BUTTON = Markup(
    '<button class="nhsuk-button{}" data-module="nhsuk-button" data-prevent-double-click="true" type="submit"{}>'
    "{}</button>"
)


def errors_of(*forms: Any) -> list[tuple[str, str]]:
    """Every error as (id to jump to, sentence), in the order of the page; no id for hidden fields."""
    found: list[tuple[str, str]] = []
    for form in forms:
        found += [("", str(sentence)) for sentence in form.form_errors]
        for one in form:
            focus = "" if getattr(one, "hidden", False) else getattr(one, "focus", one.id)
            found += [(focus, str(sentence)) for sentence in one.errors]
    return found


def error_summary(*forms: Any) -> Markup:
    """The NHS error summary of the forms; empty when nothing is wrong."""
    lines = [
        Markup('<li><a href="#{}">{}</a></li>').format(focus, sentence)
        if focus
        else Markup("<li>{}</li>").format(sentence)
        for focus, sentence in errors_of(*forms)
    ]
    return _SUMMARY.format(Markup("").join(lines)) if lines else Markup("")


_SUMMARY = Markup(
    '<div class="nhsuk-error-summary" data-module="nhsuk-error-summary"><div role="alert">'
    '<h2 class="nhsuk-error-summary__heading">There is a problem</h2>'
    '<div class="nhsuk-error-summary__body">'
    '<ul class="nhsuk-list nhsuk-error-summary__list">{}</ul></div></div></div>'
)


def escaped(text: object) -> Markup:
    """Text made safe, with line breaks kept: for words that were typed in several lines."""
    return Markup("<br>").join(escape(line) for line in str(text).splitlines())


GLOBALS = {
    "nhs": nhs.Components(),
    "form_start": form_start,
    "form_end": form_end,
    "field": field,
    "submit": submit,
    "error_summary": error_summary,
    "csrf_input": csrf_input,
    "page_title": page_title,
}
