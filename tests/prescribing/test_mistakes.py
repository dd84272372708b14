"""A dose that was recorded by mistake: out of the round and the rules, the prescriber told, a given one agreed to."""

import pytest

from careplan.clients.models import Task
from careplan.ground.clock import today
from careplan.ground.db import db
from careplan.prescribing import queries
from careplan.prescribing.models import DoseEvent
from careplan.staff import passwords
from careplan.staff.models import Worker
from tests.factories.prescribing import CourseFactory, DoseEventFactory
from tests.prescribing.test_views import ago, stored, treated

WHY = {"why": "Logged in the wrong record"}
PASSWORD = "correct horse battery staple"


@pytest.fixture
def course(app, house):
    """50 mg from ten days ago; taken on each day before yesterday. Its id."""
    _, course_id = treated(app, house, started=10, taken=range(2, 11))
    return course_id


@pytest.fixture
def second(app, house):
    """The prescriber has a password of her own."""
    with app.app_context():
        db.session.get_one(Worker, house.prescriber).password_hash = passwords.hashed(PASSWORD)
        db.session.commit()
    return WHY | {"colleague": house.prescriber, "password": PASSWORD}


def logged(app, house, course, **more):
    with app.app_context():
        course = db.session.get_one(CourseFactory._meta.model, course)
        row = DoseEventFactory(course=course, happened_on=ago(1), recorded_by=house.keyworker, **more)
        db.session.commit()
        return f"/record/{house.episode}/mistake/dose/{row.id}"


def doses(app, house, course):
    """Days of the doses that the rules see."""
    with app.app_context():
        (found,) = queries.course_summary(house.services, house.episode, today())
        return {one.on for one in found.facts.doses}


def round_of(browser):
    return browser.get(f"/doses?on={ago(1).isoformat()}").text


def test_a_missed_dose_is_struck_out_and_the_prescriber_told(app, house, course, as_keyworker, as_prescriber):
    at = logged(app, house, course, status="missed", mg=None)
    assert 'name="password"' not in as_keyworker.get(at).text
    before = round_of(as_keyworker)
    assert as_keyworker.post(at, data=WHY).status_code == 303
    assert round_of(as_keyworker) != before
    (task,) = stored(app, Task)
    assert "was struck out as recorded by mistake. Reason: Logged in the wrong record" in task.words
    assert task.worker_id == house.prescriber
    assert task.due_on == today()
    assert "was struck out as recorded by mistake" in as_prescriber.get("/?show=all").text


def test_the_task_tells_the_day_alone_of_a_dose_of_another_client(app, house, course, as_keyworker):
    at = logged(app, house, course, status="missed", mg=None)
    as_keyworker.post(at, data={"why": "It was Elin Other", "wrong_client": "y"})
    (task,) = stored(app, Task)
    assert "Reason: Recorded in the wrong record" in task.words
    assert "missed" not in task.words
    assert "Elin" not in task.words


def test_a_given_dose_needs_a_colleague_who_agrees_with_their_own_password(
    app, house, course, as_keyworker, second
):
    at = logged(app, house, course, status="taken", mg=50)
    assert ago(1) in doses(app, house, course)
    for sent, words in (
        (WHY, "Select the colleague who agrees"),
        (second | {"password": "not her password"}, "This is not the password of Dr Pria Prescriber"),
        (second | {"colleague": house.keyworker}, "Select from the list"),
        (second | {"colleague": house.charlie}, "Select from the list"),
    ):
        refused = as_keyworker.post(at, data=sent)
        assert refused.status_code == 422
        assert words in refused.text
        assert WHY["why"] in refused.text
    assert all(row.struck_at is None for row in stored(app, DoseEvent))
    assert as_keyworker.post(at, data=second).status_code == 303
    (row,) = [row for row in stored(app, DoseEvent) if row.struck_at is not None]
    assert row.struck_reason == f"{WHY['why']} (agreed at the desk by Dr Pria Prescriber)"
    assert ago(1) not in doses(app, house, course)
    assert "agreed at the desk by Dr Pria" in as_keyworker.get(f"/record/{house.episode}/history").text


def test_the_right_dose_of_that_day_is_logged_afterwards(app, house, course, as_keyworker, second):
    at = logged(app, house, course, status="taken", mg=50)
    as_keyworker.post(at, data=second)
    logged(app, house, course, status="taken", mg=50)
    assert ago(1) in doses(app, house, course)


def test_a_correction_leads_to_it_and_a_struck_dose_is_shown_struck_through(app, house, course, as_keyworker):
    at = logged(app, house, course, status="missed", mg=None)
    here = f"/record/{house.episode}/prescribing/{course}/doses"
    assert f'href="{at}"' in as_keyworker.get(f"{here}/{at.split('/')[-1]}/correct").text
    as_keyworker.post(at, data=WHY)
    assert "<del>Missed</del>" in as_keyworker.get(here).text
