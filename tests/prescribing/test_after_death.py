"""After a client's death nothing is decided or logged for a later day; what came before may still be written down."""

from datetime import timedelta

import pytest

from careplan.clients.models import Client
from careplan.ground.clock import today
from careplan.ground.db import db
from careplan.prescribing.codes import PRESCRIBE
from careplan.prescribing.models import Course, DoseEvent, DoseOrder, Prescription, Reassessment, Regimen
from careplan.prescribing.queries.today import COURSES
from careplan.staff.codes import Role
from tests.factories.prescribing import DoseEventFactory
from tests.prescribing.test_prescriptions import form as script_form
from tests.prescribing.test_views import ago, day, order_form, start_form, stored, treated
from tests.waiting import waits

DIED = 5


@pytest.fixture
def address(app, house):
    found, _ = treated(app, house, started=20, taken=range(6, 21))
    with app.app_context():
        db.session.get_one(Client, house.client).deceased_on = ago(DIED)
        db.session.info["trailed"] = True
        db.session.commit()
    return found


def words():
    died = ago(DIED)
    return f"The client died on {died.day} {died:%B %Y}"


def dose_form(on, what="S"):
    return {"what": what, "source": "own"} | day("on", on)


def test_no_course_starts_after_death(app, house, address, as_prescriber):
    form = start_form(drug="buprenorphine", cross_titration_plan="Changed over in a week") | day(
        "first_dose_on", ago(DIED - 1)
    )
    answer = as_prescriber.post(f"/record/{house.episode}/prescribing/start", data=form)
    assert answer.status_code == 422
    assert words() in answer.text
    assert len(stored(app, Course)) == 1


def test_no_dose_is_ordered_for_a_day_after_death(app, address, as_prescriber):
    form = order_form(as_prescriber, address, "50", today())
    answer = as_prescriber.post(f"{address}/order", data=form)
    assert answer.status_code == 422
    assert words() in answer.text
    assert 'value="50"' in answer.text
    assert len(stored(app, DoseOrder)) == 1


def test_no_week_begins_after_death(app, address, as_prescriber):
    form = {"collect": ["Monday"], "supervised": [], "reason": "Lives far from the pharmacy"}
    form |= {"seen": stored(app, Regimen)[0].id} | day("effective_on", today())
    answer = as_prescriber.post(f"{address}/week", data=form)
    assert answer.status_code == 422
    assert words() in answer.text
    assert len(stored(app, Regimen)) == 1


def test_no_prescription_is_signed_or_begins_after_death(app, address, as_prescriber):
    answer = as_prescriber.post(f"{address}/prescription", data=script_form(today(), today()))
    assert answer.status_code == 422
    assert words() in answer.text
    assert stored(app, Prescription) == []


def test_nobody_is_reassessed_after_death(app, address, as_prescriber):
    seen = {"tolerance": "uncertain", "intoxicated": "no", "withdrawal": "Moderate", "other_use": "None"}
    seen |= {"plan": "Half the dose"} | day("reassessed_on", today())
    answer = as_prescriber.post(f"{address}/reassess", data=seen)
    assert answer.status_code == 422
    assert words() in answer.text
    assert stored(app, Reassessment) == []


@pytest.mark.parametrize("what", ["S", "H", "M", "W"])
def test_no_dose_is_logged_for_a_day_after_death(app, address, as_keyworker, what):
    many = len(stored(app, DoseEvent))
    answer = as_keyworker.post(f"{address}/doses/log", data=dose_form(ago(DIED - 1), what))
    assert answer.status_code == 422
    assert words() in answer.text
    assert len(stored(app, DoseEvent)) == many


def test_the_dose_of_the_day_of_death_may_still_be_logged(app, address, as_keyworker):
    answer = as_keyworker.post(f"{address}/doses/log", data=dose_form(ago(DIED)))
    assert answer.status_code == 303
    assert stored(app, DoseEvent)[-1].happened_on == ago(DIED)


def test_the_round_of_a_day_after_death_takes_no_answer(app, house, address, as_keyworker):
    course = stored(app, Course)[0]
    many = len(stored(app, DoseEvent))
    row = {"on": ago(1).isoformat(), "episode": house.episode, "course": course.id, f"dose_{course.id}": "M"}
    assert as_keyworker.post("/doses/row", data=row).status_code == 422
    assert len(stored(app, DoseEvent)) == many


def test_the_page_says_what_is_left_to_do(house, address, as_prescriber):
    page = as_prescriber.get(f"/record/{house.episode}/prescribing").text
    assert words() in page
    assert "End this course" in page
    for gone in ("Order a dose", "Set the week", "Start a course", "stop until reassessed"):
        assert gone not in page


def test_today_asks_to_end_the_course_and_never_to_see_the_client_again(app, house, address):
    with app.app_context():
        services = house.actors.prescriber.services(PRESCRIBE)
        lines = [
            line
            for line in waits(COURSES, services, house.prescriber, today(), Role.PRESCRIBER)
            if line.episode_id
        ]
    died = ago(DIED)
    assert [line.reason for line in lines] == [f"died on {died.day} {died:%B %Y}: end the methadone course"]


def test_a_course_ends_after_death(app, address, as_prescriber):
    assert as_prescriber.post(f"{address}/end", data=day("ended_on", ago(DIED - 1))).status_code == 303
    assert stored(app, Course)[0].ended_on == ago(DIED - 1)


def test_a_missed_dose_is_not_corrected_into_one_taken_after_death(app, house, address, as_keyworker):
    with app.app_context():
        course = db.session.get_one(Course, stored(app, Course)[0].id)
        wrong = DoseEventFactory(course=course, happened_on=today() - timedelta(days=2), status="missed").id
        db.session.commit()
    path = f"{address}/doses/{wrong}/correct"
    taken = {"what": "S", "reason": "It was another client"}
    answer = as_keyworker.post(path, data=taken)
    assert answer.status_code == 422
    assert words() in answer.text
    assert as_keyworker.post(path, data=taken | {"what": "N"}).status_code == 303
