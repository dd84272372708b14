"""Who stands in a row of the dose round, and how the dose is to be taken."""

from datetime import timedelta
from decimal import Decimal

from careplan.clients.models import Episode
from careplan.ground.clock import today
from careplan.ground.db import db
from careplan.prescribing import queries
from careplan.prescribing.pages import round_row
from tests.factories.prescribing import CourseFactory, DoseOrderFactory, RegimenFactory


def course_of(house, supervised):
    course = CourseFactory(episode=db.session.get_one(Episode, house.episode), first_dose_on=today())
    DoseOrderFactory(course=course, effective_on=today(), daily_mg=Decimal(50))
    if supervised:
        RegimenFactory(course=course, effective_on=today(), collect="1111111", supervised=supervised)
    db.session.commit()


def how(house):
    (one,) = queries.due(house.services, today())
    return round_row(one).how


def test_a_row_says_when_the_client_was_born_and_that_the_dose_goes_home(app, house, as_keyworker):
    with app.app_context():
        course_of(house, "0000000")
        assert how(house) == "to take home"
        born = queries.due(house.services, today())[0].facts.born
    page = as_keyworker.get("/doses").text
    assert f"Born {born.short()}" in page
    assert "<strong>to take home</strong>" in page


def test_a_dose_is_supervised_unless_the_week_says_otherwise(app, house):
    with app.app_context():
        course_of(house, "")
        assert how(house) == "supervised"


def test_a_course_begun_on_a_day_outside_its_week_has_its_first_visit_all_the_same(app, house, as_keyworker):
    off = "".join("0" if place == today().weekday() else "1" for place in range(7))
    with app.app_context():
        course = CourseFactory(episode=db.session.get_one(Episode, house.episode), first_dose_on=today())
        DoseOrderFactory(course=course, effective_on=today(), daily_mg=Decimal(30))
        RegimenFactory(course=course, effective_on=today(), collect=off, supervised=off)
        db.session.commit()
        assert how(house) == "supervised"
        assert queries.due(house.services, today() + timedelta(days=7)) == []
        made = course.id
    page = as_keyworker.get(f"/record/{house.episode}/prescribing").text
    assert f"a visit outside the week ({today():%A})" in page
    assert as_keyworker.post("/doses", data={f"dose_{made}": "M"}).status_code == 303
    with app.app_context():
        (dose,) = queries.due(house.services, today())[0].logged
        assert dose.mode == "supervised"
