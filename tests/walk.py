"""Walking the whole house: every route with an address that exists, and the forms that its pages show."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from careplan.ground.clock import today
from tests.furniture import special

LEAVES = {"staff.sign_out", "survey.hand_over", "survey.answer"}
"""What ends the session of the browser that walks: tests/staff/test_sign_in.py, tests/survey/test_views.py."""


def rules(app: Flask, method: str = "GET") -> list[Rule]:
    """Every rule that answers the method, in order of its address; static files and what signs out left out."""
    found = [
        rule
        for rule in app.url_map.iter_rules()
        if method in (rule.methods or ()) and rule.endpoint not in LEAVES | {"static"}
    ]
    return sorted(found, key=lambda rule: rule.rule)


def address(app: Flask, rule: Rule, ids: SimpleNamespace) -> str:
    """An address of the rule with these ids; KeyError names an argument that the furniture does not know."""
    known = vars(ids) | {"today": today().isoformat()}
    values, known_names = {}, special()
    for argument in rule.arguments:
        name = known_names.get((rule.endpoint, argument), argument)
        if name.startswith("="):
            values[argument] = name[1:]
        elif name in known:
            values[argument] = known[name]
        else:
            raise KeyError(f"{rule.endpoint}: teach tests/furniture/ the argument {argument!r}")
    with app.test_request_context():
        return app.url_map.bind("localhost").build(
            rule.endpoint, values, method="GET" if "GET" in rule.methods else "POST"
        )


@dataclass
class Form:
    """A form as the page shows it: its address, and its fields with what they hold."""

    action: str
    method: str
    fields: list[tuple[str, str, str]] = field(default_factory=list)

    def data(self) -> dict[str, list[str]]:
        """What a browser would send if nothing were typed."""
        sent: dict[str, list[str]] = {}
        for name, kind, value in self.fields:
            if kind not in ("unchecked", "button"):
                sent.setdefault(name, []).append(value)
        return sent

    def names(self, *kinds: str) -> list[str]:
        """Names of the fields of these kinds, each once."""
        return list(dict.fromkeys(name for name, kind, _ in self.fields if kind in kinds))

    def options(self, name: str) -> list[str]:
        """The values that radios, checkboxes or options of this name offer."""
        return [
            value for other, kind, value in self.fields if other == name and kind in ("checked", "unchecked")
        ]


class _Forms(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.forms = path, []
        self.form: Form | None = None
        self.area: str | None = None
        self.select: str | None = None
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = Form(at.get("action") or self.path, at.get("method", "get").lower())
            self.forms.append(self.form)
        elif self.form is None or ("disabled" in at):
            return
        elif tag == "input":
            self._input(at)
        elif tag == "textarea":
            self.area, self.text = at.get("name"), ""
        elif tag == "select":
            self.select = at.get("name")
        elif tag == "option" and self.select:
            kind = "checked" if "selected" in at else "unchecked"
            self.form.fields.append((self.select, kind, at.get("value", "")))
        elif tag == "button" and at.get("name"):
            self.form.fields.append((at["name"], "button", at.get("value", "")))

    def _input(self, at: dict[str, str]) -> None:
        assert self.form is not None
        kind = at.get("type", "text")
        if kind in ("radio", "checkbox"):
            kind = "checked" if "checked" in at else "unchecked"
        if at.get("name"):
            self.form.fields.append((at["name"], "hidden" if kind == "hidden" else kind, at.get("value", "")))

    def _first_unless_chosen(self, form: Form, name: str) -> None:
        """A browser sends the first option of a list in which nothing is selected."""
        mine = [index for index, one in enumerate(form.fields) if one[0] == name]
        if mine and all(form.fields[index][1] == "unchecked" for index in mine):
            form.fields[mine[0]] = (name, "checked", form.fields[mine[0]][2])

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.area and self.form:
            self.form.fields.append((self.area, "textarea", self.text.removeprefix("\n")))
            self.area = None
        elif tag == "select" and self.form and self.select:
            self._first_unless_chosen(self.form, self.select)
            self.select = None
        elif tag == "form":
            self.form = None


def forms(path: str, html: str) -> list[Form]:
    """The forms of a page."""
    parser = _Forms(path)
    parser.feed(html)
    return parser.forms


def on_page(browser: Any, path: str) -> list[Form]:
    """The POST forms of a page that are the page's own work: not signing out, not narrowing a list."""
    answer = browser.get(path)
    if answer.status_code != 200 or answer.mimetype != "text/html":
        return []
    return [
        form
        for form in forms(path, answer.text)
        if form.method == "post" and not form.action.endswith(("/sign-out", "/hand-over"))
    ]
