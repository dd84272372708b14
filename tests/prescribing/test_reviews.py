"""Reviews of prescribing: from the appointment to the record, and back on Today when the next one is due."""

from datetime import date, timedelta

import pytest

from careplan.clients.models import Episode
from careplan.ground.clock import now, today
from careplan.ground.db import db
from careplan.prescribing.models import Course
from careplan.prescribing.registers import PrescribingReview
from careplan.prescribing.rules.reviewing import REVIEWING, Reviewed
from tests.factories.clients import AppointmentFactory
from tests.prescribing.test_views import stored, treated
from tests.walk import on_page

SAID = {
    "way": "face_to_face",
    "withdrawal": "mild",
    "sedation": "none",
    "other_use": "Heroin once",
    "decision": "increase",
}


@pytest.fixture
def reviewed():
    """No review but those of the tests."""
    return False


def days(name, on):
    return {f"{name}-{part}": str(getattr(on, part)) for part in ("day", "month", "year")}


def record(browser, there, **values):
    sent = on_page(browser, f"{there}/new")[0].data() | SAID | days("reviewed_on", today()) | values
    return browser.post(f"{there}/new", data=sent)


def test_an_attended_prescribing_appointment_leads_to_its_review(app, house, as_prescriber):
    with app.app_context():
        episode = db.session.get_one(Episode, house.episode)
        begun = now() - timedelta(minutes=5)
        made = AppointmentFactory(
            episode=episode, starts_at=begun, purpose="prescribing", worker_id=house.prescriber
        )
        db.session.commit()
        there = f"/record/{house.episode}/appointments/{made.id}/outcome"
    answer = as_prescriber.post(there, data={"outcome": "attended", "submission": ""})
    assert answer.location == f"/record/{house.episode}/prescribing-reviews/new"
    assert as_prescriber.get(answer.location).status_code == 200


def test_a_review_is_listed_and_the_next_one_waits_on_today(app, house, as_prescriber, as_keyworker):
    treated(app, house, taken=range(1, 11))
    there = f"/record/{house.episode}/prescribing-reviews"
    assert record(as_prescriber, there, **days("next_on", today())).status_code == 422
    assert record(as_prescriber, there, **days("next_on", today() + timedelta(84))).status_code == 303
    assert "Raise the dose" in as_prescriber.get(there).text
    assert "Prescribing review" in as_prescriber.get(f"/record/{house.episode}/history").text
    assert f"{there}/new" not in as_prescriber.get("/").text
    (row,) = stored(app, PrescribingReview)
    sent = on_page(as_prescriber, f"{there}/{row.id}")[0].data() | {"why": "Wrong day"}
    sent |= days("reviewed_on", today() - timedelta(8)) | days("next_on", today() - timedelta(6))
    assert as_prescriber.post(f"{there}/{row.id}", data=sent).status_code == 303
    for browser in (as_prescriber, as_keyworker):
        assert f"{there}/new" in browser.get("/").text
    record(as_prescriber, there)
    assert f"{there}/new" not in as_prescriber.get("/").text


def test_the_day_is_the_one_agreed_and_three_months_after_at_the_latest():
    standard = REVIEWING.latest
    assert Reviewed(date(2026, 1, 31)).due_on(standard) == date(2026, 4, 30)
    assert Reviewed(date(2026, 1, 31), date(2026, 2, 14)).due_on(standard) == date(2026, 2, 14)
    assert Reviewed(date(2026, 1, 31), date(2026, 9, 1)).due_on(standard) == date(2026, 4, 30)


def test_a_course_without_a_review_is_due_after_three_months(app, house, as_prescriber):
    there = f"/record/{house.episode}/prescribing-reviews"
    treated(app, house, started=100)
    assert f"{there}/new" in as_prescriber.get("/").text
    record(as_prescriber, there, **days("reviewed_on", today() - timedelta(101)))
    assert f"{there}/new" in as_prescriber.get("/").text  # it was before the course
    record(as_prescriber, there)
    assert f"{there}/new" not in as_prescriber.get("/").text


def test_no_review_is_due_without_an_open_course(app, house, as_prescriber):
    there = f"/record/{house.episode}/prescribing-reviews"
    treated(app, house, started=100)
    assert f"{there}/new" in as_prescriber.get("/").text
    with app.app_context():
        (course,) = db.session.query(Course).all()
        course.ended_on, course.ended_at, course.ended_by = today(), now(), house.prescriber
        db.session().info["trailed"] = True
        db.session.commit()
    assert f"{there}/new" not in as_prescriber.get("/").text
