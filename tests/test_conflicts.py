"""The page of two texts lists what two people changed, and nothing else."""

import re
from types import SimpleNamespace
from typing import Any

from flask import Flask

from careplan.assessment.models import Answer
from careplan.ground.db import db
from careplan.rooms import ROOMS
from tests.conftest import browser
from tests.furniture import rooms as furniture
from tests.walk import address, forms, on_page, rules

SERIES = {name for _, room in furniture() for name in getattr(room, "SERIES", ())}
SERIES |= {register.endpoint("new") for room in ROOMS for register in room.registers}
"""Forms that add to a series show the newest row of it beside what was typed."""


def lines(page: str) -> list[str]:
    """The parts that a page of two texts lists."""
    return re.findall(r'role="rowheader">([^<]+)<', page)


def test_a_form_that_nobody_changed_lists_nothing(
    app: Flask, house: SimpleNamespace, ids: SimpleNamespace
) -> None:
    told: set[str] = set()
    listed: list[str] = []
    for who in ("keyworker", "prescriber", "administrator"):
        worker = browser(app, getattr(house, who))
        for rule in rules(app):
            if rule.endpoint.startswith("audit.") or rule.endpoint in SERIES:
                continue
            for form in on_page(worker, address(app, rule, ids)):
                if "seen" not in form.data():
                    continue
                answer = worker.post(form.action, data=form.data() | {"seen": ["an older version"]})
                if "This changed while you were writing" in answer.text:
                    told.add(rule.endpoint)
                    listed += [f"{rule.endpoint}: {line}" for line in lines(answer.text)]
    assert listed == []
    assert {
        "assessment.section",
        "clients.edit",
        "clients.steps",
        "clients.referral",
        "plans.sort_needs",
    } < told


def test_a_section_saved_twice_lists_both_changes_and_keeps_what_only_the_other_changed(
    app: Flask, ids: SimpleNamespace, as_keyworker: Any
) -> None:
    path = f"/record/{ids.episode_id}/assessments/{ids.assessment_id}/drugs-and-alcohol"
    first, second = on_page(as_keyworker, path)[0].data(), on_page(as_keyworker, path)[0].data()
    assert as_keyworker.post(path, data=second | {"alcohol_use": "past"}).status_code == 303
    answer = as_keyworker.post(path, data=first | {"main_problem_substance": "heroin"})
    assert answer.status_code == 409
    assert [line.split("?")[0] for line in lines(answer.text)] == [
        "Which substance causes the person most problems",
        "Does the person drink alcohol",
    ]
    assert "not changed by you" in answer.text
    (again,) = [form for form in forms(path, answer.text) if "seen" in form.data()]
    assert as_keyworker.post(path, data=again.data()).status_code == 303
    with app.app_context():
        values = [
            db.session.get_one(Answer, (ids.assessment_id, item, 1)).value
            for item in ("alcohol_use", "main_problem_substance")
        ]
    assert values == ["past", "heroin"]
