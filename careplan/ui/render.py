"""Forms as HTML: `form_start`, `field`, `submit`, `form_end` and the error summary of templates."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from flask import current_app, g, request
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape


def form_start(form: Any, action: str | None = None, method: str = "post", **attributes: Any) -> Markup:
    """Open a form. A POST form carries the CSRF token, a fresh submission key and what was seen."""
    names = {"method": method, "action": action, "novalidate": True, **attributes}
    hidden = above = Markup("")
    if method == "post":
        above = _about_draft(form)
        names["data-draft"] = bool(form.drafted) or None
        names["enctype"] = attributes.get("enctype")
        hidden = Markup("").join(_hidden_inputs(form))
    return Markup(f"{above}<form{_attributes(names)}>{hidden}")  # noqa: S704 (each part is escaped)


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
    written = (f" {name}" if value is True else f' {name}="{escape(value)}"' for name, value in pairs)
    return Markup("".join(written))  # noqa: S704 (escaped, and the names are the program's)


def hidden_input(name: str, value: str) -> Markup:
    """A hidden input without an id, so that two forms may stand on one page."""
    words = f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
    return Markup(words)  # noqa: S704 (escaped)


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


def rooted(address: str) -> str:
    """An address of ours, path and query, as a browser asks for it: below the path at which careplan is served."""
    return f"{request.script_root}{address}"


def page_title(heading: str, initials: str) -> str:
    """The heading with the client's initials, remembered as the name of drafts of this page's forms."""
    g.page_title = " – ".join(part for part in (heading.strip(), initials.strip()) if part)
    return str(g.page_title)


def form_end() -> Markup:
    """Close a form."""
    return Markup("</form>")


def components() -> Any:
    """The macros of `ui/nhs.html`, compiled once for an app."""
    return current_app.jinja_env.get_template("ui/nhs.html").module


def field(
    one: Any,
    hint: Any = None,
    *,
    label: str = "",
    size: str = "s",
    type: str = "text",
    spellcheck: bool = True,
    autocomplete: str = "",
) -> Markup:
    """A field as its NHS component; `size` s, m, l, xl of the label, `label` other words.

    `type`, `spellcheck` and `autocomplete` are those of an input.
    """
    hint = hint or one.hint
    error = one.errors[0] if one.errors else ""
    described = f"{one.id}-hint" if hint else ""
    if error:
        described = f"{described} {one.id}-error".lstrip()
    words = label or one.words
    html: Markup = components().field(
        one, one.component, words, size, hint, error, described, type, spellcheck, autocomplete
    )
    return html


def submit(text: str, name: str = "", value: str = "", variant: str = "") -> Markup:
    """A submit button; `variant` secondary, reverse or warning."""
    html: Markup = components().button(text, variant, name, value or (name and "1"))
    return html


def errors_of(*forms: Any) -> list[tuple[str, str]]:
    """Every error as (id to jump to, sentence), in the order of the page; no id for hidden fields."""
    pairs: list[tuple[str, str]] = []
    for form in forms:
        pairs += [("", str(sentence)) for sentence in form.form_errors]
        for one in form:
            focus = "" if getattr(one, "hidden", False) else getattr(one, "focus", one.id)
            pairs += [(focus, str(sentence)) for sentence in one.errors]
    return pairs


def error_summary(*forms: Any) -> Markup:
    """The NHS error summary of the forms; empty when nothing is wrong."""
    errors = errors_of(*forms)
    html: Markup = components().error_summary(errors) if errors else Markup("")
    return html


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
    mark = " selected" if chosen else ""
    words = f'<option value="{escape(value)}"{mark}>{escape(text)}</option>'
    return Markup(words)  # noqa: S704 (escaped)


_BETWEEN = Markup("\n")


def escaped(text: object) -> Markup:
    """Text made safe, with line breaks kept: for words that were typed in several lines."""
    return Markup("<br>").join(escape(line) for line in str(text).splitlines())


GLOBALS = {
    "form_start": form_start,
    "form_end": form_end,
    "field": field,
    "submit": submit,
    "error_summary": error_summary,
    "csrf_input": csrf_input,
    "page_title": page_title,
    "rooted": rooted,
}
