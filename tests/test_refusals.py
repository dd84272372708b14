"""Every form of a register refused once, new rows, corrections and removals: at its field, nothing written or lost."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import html5lib
import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from careplan.clients.registers import Of, Register
from careplan.rooms import ROOMS
from tests.conftest import Browser, browser
from tests.test_bad_input import counted, undone
from tests.test_doors import ROLES, WHO
from tests.walk import Form, address, forms, on_page, rules

pytestmark = pytest.mark.only_on("sqlite")
"""What a form refuses reaches no database: test_bad_input.py sends every form to both."""
REGISTERS = [one for room in ROOMS for one in room.registers]
TYPED = ("text", "textarea", "search", "tel", "email", "number")


def doors(app: Flask, ids: SimpleNamespace, one: Register) -> Iterator[tuple[str, str]]:
    """Address and endpoint of the pages on which rows of the register are made, set right and struck out."""
    acts = ("new", "row", "remove") if one.of is Of.SERVICE else ("new", "row")
    for rule in rules(app, "GET"):
        if rule.endpoint in {one.endpoint(act) for act in acts}:
            yield address(app, rule, ids), rule.endpoint
    if one.of is not Of.SERVICE:
        row = getattr(ids, f"{one.name}_id")
        yield f"/record/{ids.episode_id}/mistake/{one.noun}/{row}", "clients.mistake"


def spoilt(form: Form, *, empty: bool) -> MultiDict[str, str]:
    """What is sent: words in every field that takes them, no day that exists, no box ticked; or nothing at all."""
    sent: MultiDict[str, str] = MultiDict(form.data())
    for name in form.names(*TYPED):
        part = name.rpartition("-")[2] in ("day", "month", "year")
        sent.setlist(name, ["" if empty else "99" if part else f"Typed {name}"])
    return sent


def astray(tree: Any) -> list[str]:
    """The errors of a page that lead to no field with an error of its own."""
    marked = {
        inner.get("id")
        for group in tree.iter()
        if isinstance(group.tag, str) and "nhsuk-form-group--error" in group.get("class", "").split()
        for inner in group.iter()
        if isinstance(inner.tag, str)
    }
    (summary,) = [one for one in tree.iter("div") if "nhsuk-error-summary" in one.get("class", "").split()]
    told = ["".join(one.itertext()).strip() for one in summary.iter("li")]
    led = {"".join(one.itertext()).strip() for one in summary.iter("a") if one.get("href", "")[1:] in marked}
    return [words for words in told if words not in led] if told else ["no error is told"]


def held(html: str, action: str, path: str) -> MultiDict[str, str]:
    """What the fields of the form hold on the page that refuses it."""
    shown = next(one for one in forms(path, html) if one.method == "post" and one.action == action)
    return MultiDict(shown.data())


def refused(app: Flask, who: Browser, path: str, form: Form) -> list[str]:
    """What is wrong with how a form is refused; empty where it is as it should be."""
    before = counted(app)
    for empty in (False, True):
        sent = spoilt(form, empty=empty)
        with undone(app):
            answer = who.post(form.action, data=sent)
            if answer.status_code == 303 and not empty:
                continue
            wrong = [] if counted(app) == before else ["it wrote"]
        if not 400 <= answer.status_code < 500:
            return [f"answered {answer.status_code}"]
        tree = html5lib.parse(answer.text, namespaceHTMLElements=False)
        shown = held(answer.text, form.action, path)
        lost = [name for name in form.names(*TYPED) if shown.getlist(name) != sent.getlist(name)]
        return [*wrong, *astray(tree), *(f"{name} is lost" for name in lost)]
    return []


@pytest.mark.parametrize("one", REGISTERS, ids=lambda one: one.name)
def test_what_a_register_refuses_is_told_at_its_field_and_nothing_is_written_or_lost(
    app: Flask, house: SimpleNamespace, ids: SimpleNamespace, one: Register
) -> None:
    role = next(role for role in ROLES if role in WHO[one.writes.code])
    role = "manager" if role != "manager" and "manager" in WHO[one.writes.code] else role
    who = browser(app, getattr(house, role))
    wrong, tried = {}, 0
    for path, endpoint in doors(app, ids, one):
        for form in on_page(who, path):
            if {kind for _, kind, _ in form.fields} - {"hidden", "button"}:
                tried += 1
                if faults := refused(app, who, path, form):
                    wrong[endpoint] = faults
    assert wrong == {}
    assert tried >= 3, "a form was not met"
