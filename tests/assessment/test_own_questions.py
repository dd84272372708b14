"""A service's own questions: asked from a day until a day, answered beside the checklists, counted nowhere."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from careplan.assessment.models import Assessment
from careplan.assessment.registers import OWN_ANSWERS, OWN_QUESTIONS
from careplan.assessment.rules.editing import ends_after_it_began, is_asked_on
from careplan.ground.clock import now, today
from careplan.ground.db import db
from tests.conftest import Browser, browser
from tests.package.base import write
from tests.package.test_faults import findings, places
from tests.package.test_profile_2 import SAYS_2
from tests.people.test_known import triage
from tests.walk import on_page

ASKS = "Who looks after the animal?"
ROWS = SAYS_2 | {
    "own_questions.csv": "id,service_id,words,checklist,from_on,until_on\n"
    f"OQ1,S1,{ASKS},triage,2024-01-02,2024-06-02\nOQ2,S2,Another,risk,2024-01-02,\n",
    "own_answers.csv": "id,episode_id,question_id,words,on\nOA1,E1,OQ1,Her mother,2024-02-06\n",
}


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel("2026-03-02T10:42:00+00:00", tick=False):
        yield


def day(name: str, on: date) -> dict[str, str]:
    return {f"{name}-day": str(on.day), f"{name}-month": str(on.month), f"{name}-year": str(on.year)}


def rows(app: Flask, register: Any) -> list[Any]:
    with app.app_context():
        return list(db.session.scalars(select(register.model).order_by(register.model.id)))


@pytest.fixture
def asked(app: Flask, as_manager: Browser, house: SimpleNamespace) -> str:
    """The id of a question that a manager added, asked in January and February 2026."""
    at = f"/checklists/of/{house.service}/own-questions/new"
    sent = {"words": ASKS, "checklist": "triage"}
    sent |= day("from_on", date(2026, 1, 1)) | day("until_on", date(2026, 3, 1))
    answer = as_manager.post(at, data=on_page(as_manager, at)[0].data() | sent)
    assert answer.status_code == 303, answer.text
    (row,) = rows(app, OWN_QUESTIONS)
    return str(row.id)


def answered(browser: Browser, house: SimpleNamespace, question: str, on: date) -> Any:
    at = f"/record/{house.episode}/own-answers/new"
    sent = {"question_id": question, "words": "Her mother"} | day("answered_on", on)
    return browser.post(at, data=on_page(browser, at)[0].data() | sent)


def test_a_keyworker_answers_what_a_manager_added_and_the_answer_keeps_its_question(
    app: Flask, as_keyworker: Browser, house: SimpleNamespace, asked: str
) -> None:
    assert answered(as_keyworker, house, asked, date(2026, 2, 28)).status_code == 303
    page = as_keyworker.get(f"/record/{house.episode}/own-answers").text
    assert ASKS in page
    assert "until 1 March 2026" in page
    assert "Her mother" in page
    assert (
        f"/record/{house.episode}/own-answers"
        in as_keyworker.get(f"/record/{house.episode}/assessments").text
    )


@pytest.mark.parametrize("on", [date(2025, 12, 31), date(2026, 3, 1)])
def test_a_question_is_not_answered_on_a_day_on_which_it_is_not_asked(
    app: Flask, as_keyworker: Browser, house: SimpleNamespace, asked: str, on: date
) -> None:
    answer = answered(as_keyworker, house, asked, on)
    assert answer.status_code == 422
    assert "This question is asked from 1 January 2026 until 1 March 2026" in answer.text
    assert "Her mother" in answer.text
    assert rows(app, OWN_ANSWERS) == []


def test_a_keyworker_adds_no_question(as_keyworker: Browser, house: SimpleNamespace) -> None:
    assert as_keyworker.get(f"/checklists/of/{house.service}/own-questions/new").status_code == 403


def test_a_question_ends_after_its_first_day_and_is_not_asked_on_the_day_it_ends() -> None:
    first, end = date(2026, 1, 1), date(2026, 3, 1)
    assert ends_after_it_began({"from_on": first, "until_on": first})
    assert not ends_after_it_began({"from_on": first, "until_on": end})
    days = (date(2025, 12, 31), first, date(2026, 2, 28), end)
    assert [is_asked_on(first, end, on) for on in days] == [False, True, True, False]
    assert is_asked_on(first, None, end)


@pytest.mark.parametrize(
    ("file", "old", "new", "column"),
    [
        ("own_answers", "OA1,E1,OQ1", "OA1,E1,OQ2", "question_id"),
        ("own_questions", ",triage,", ",tea,", "checklist"),
        ("own_questions", "2024-06-02", "2023-06-02", "until_on"),
    ],
)
def test_what_cannot_hold_in_a_package_is_a_fault(
    application: Flask, tmp_path: Path, file: str, old: str, new: str, column: str
) -> None:
    name = f"{file}.csv"
    assert old in ROWS[name]
    with application.app_context():
        found = places(findings(write(tmp_path / "p", ROWS | {name: ROWS[name].replace(old, new, 1)})))
    assert column in {place[2] for place in found if place[0] == name}


def placed(browser: Browser, house: SimpleNamespace, **more: str) -> Any:
    """A manager's new question, asked from January 2026 on."""
    at = f"/checklists/of/{house.service}/own-questions/new"
    sent = {"words": ASKS, "checklist": "triage"} | day("from_on", date(2026, 1, 1)) | more
    return browser.post(at, data=on_page(browser, at)[0].data() | sent)


def section(browser: Browser, at: str) -> dict[str, Any]:
    """The form of a section as it is shown."""
    (form,) = [one.data() for one in on_page(browser, at) if "allergies-status" in one.data()]
    return form


def test_a_question_is_asked_and_answered_in_the_section_that_the_manager_chose(
    app: Flask, as_manager: Browser, as_keyworker: Browser, house: SimpleNamespace
) -> None:
    assert placed(as_manager, house, section="Physical health").status_code == 303
    assert placed(as_manager, house, words="Asked nowhere else?").status_code == 303
    (row,) = [one for one in rows(app, OWN_QUESTIONS) if one.section]
    at = f"/record/{house.episode}/assessments/{triage(app, house, edition='3')}/physical"
    page = as_keyworker.get(at).text
    assert ASKS in page
    assert "Asked nowhere else?" not in page
    assert ASKS not in as_keyworker.get(at.replace("/physical", "/home")).text
    assert ASKS in as_keyworker.get(at.replace("/physical", "/paper")).text
    assert ASKS not in as_keyworker.get(at.replace("/physical", "/paper?section=home")).text
    field = f"own_{row.root_id}"
    assert as_keyworker.post(at, data=section(as_keyworker, at) | {field: "Her mother"}).status_code == 303
    form = section(as_keyworker, at)
    assert form[field] == ["Her mother"]
    assert "answered on 2 March 2026" in as_keyworker.get(at).text
    assert as_keyworker.post(at, data=form).status_code == 303
    assert len(rows(app, OWN_ANSWERS)) == 1
    assert as_keyworker.post(at, data=section(as_keyworker, at) | {field: "Her sister"}).status_code == 303
    assert [(one.words, one.superseded_at is None) for one in rows(app, OWN_ANSWERS)] == [
        ("Her mother", False),
        ("Her sister", True),
    ]
    refused = as_keyworker.post(at, data=section(as_keyworker, at) | {field: "", "allergies-need": "y"})
    assert refused.status_code == 422
    assert "An answer is taken back under Questions of the service" in refused.text


def test_an_answer_that_somebody_gave_meanwhile_is_shown_first(
    app: Flask, as_manager: Browser, as_keyworker: Browser, house: SimpleNamespace
) -> None:
    placed(as_manager, house, section="Physical health")
    (row,) = rows(app, OWN_QUESTIONS)
    at = f"/record/{house.episode}/assessments/{triage(app, house, edition='3')}/physical"
    mine = section(as_keyworker, at) | {f"own_{row.root_id}": "Her mother"}
    as_manager.post(at, data=section(as_manager, at) | {f"own_{row.root_id}": "Her sister"})
    stale = as_keyworker.post(at, data=mine)
    assert stale.status_code == 409
    assert "Her sister" in stale.text
    assert "Her mother" in stale.text
    assert len(rows(app, OWN_ANSWERS)) == 1


def test_a_finished_assessment_and_the_clients_copy_hold_the_answer_of_then(
    app: Flask, as_manager: Browser, as_keyworker: Browser, house: SimpleNamespace
) -> None:
    placed(as_manager, house, section="Physical health")
    (row,) = rows(app, OWN_QUESTIONS)
    path = f"/record/{house.episode}/assessments/{triage(app, house, edition='3')}"
    at = f"{path}/physical"
    as_keyworker.post(at, data=section(as_keyworker, at) | {f"own_{row.root_id}": "Her mother"})
    with app.app_context():
        done = db.session.get_one(Assessment, path.rpartition("/")[2])
        done.completed_on, done.completed_at, done.completed_by = today(), now(), done.recorded_by
        db.session.info["trailed"] = True
        db.session.commit()
    with time_machine.travel("2026-03-05T10:42:00+00:00", tick=False):
        later = browser(app, house.keyworker)
        assert answered(later, house, row.root_id, date(2026, 3, 4)).status_code == 303
        for page in (later.get(path).text, later.get(f"{path}/copy").text):
            assert page.count(ASKS) == 1
            assert "Her mother" in page
        assert "a question of the service, answered on 2 March 2026" in later.get(path).text


def test_a_section_that_the_form_does_not_have_is_refused(
    app: Flask, as_manager: Browser, house: SimpleNamespace
) -> None:
    answer = placed(as_manager, house, checklist="risk", section="Criminal justice and legal")
    assert answer.status_code == 422
    assert "has no section “Criminal justice and legal”. Select another" in answer.text
    assert rows(app, OWN_QUESTIONS) == []
