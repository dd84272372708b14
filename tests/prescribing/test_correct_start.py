"""What was said at the start of a course is corrected while nothing is logged; else words say why not."""

from decimal import Decimal

import pytest

from careplan.clients.models import Episode
from careplan.ground.db import db
from careplan.prescribing.models import Course, DoseOrder
from careplan.trail.models import TrailEntry
from tests.factories.prescribing import (
    CourseFactory,
    DoseEventFactory,
    DoseOrderFactory,
    PrescriptionFactory,
    ReassessmentFactory,
    RegimenFactory,
)
from tests.prescribing.test_views import OUTSIDE, REASON, ago, day, order_form, seen_of, start_form, stored

WRONG = "Mixed up with another client"


def begun(app, house, mg="", **more):
    """A course with nothing logged, begun three days ago; returns its address and id."""
    with app.app_context():
        course = CourseFactory(
            episode=db.session.get_one(Episode, house.episode), **({"first_dose_on": ago(3)} | more)
        )
        if mg:
            DoseOrderFactory(course=course, effective_on=ago(3), daily_mg=Decimal(mg))
        db.session.commit()
        return f"/record/{house.episode}/prescribing/{course.id}", course.id


def right(browser, address, on=None, **more):
    path = f"{address}/correct"
    return start_form(reason=WRONG, seen=seen_of(browser, path)) | day("first_dose_on", on or ago(3)) | more


def hang(app, course_id, factory, **more):
    with app.app_context():
        factory(course=db.session.get_one(Course, course_id), **more)
        db.session.commit()


def live(app):
    (row,) = [row for row in stored(app, Course) if row.superseded_at is None]
    return row


def test_drug_first_day_and_tolerance_are_put_right_with_a_reason(app, house, as_prescriber):
    address, course_id = begun(app, house)
    record = f"/record/{house.episode}/prescribing"
    assert f'href="{address}/correct"' in as_prescriber.get(record).text
    form = right(as_prescriber, address, ago(1), drug="buprenorphine", tolerance="low")
    assert as_prescriber.post(f"{address}/correct", data=form).status_code == 303
    row = live(app)
    assert (row.drug, row.first_dose_on, row.tolerance) == ("buprenorphine", ago(1), "low")
    assert (row.corrects, row.root_id, row.correction_reason) == (course_id, course_id, WRONG)
    page = as_prescriber.get(record).text
    for words in ("Buprenorphine, day 2", "Low; no sedatives or alcohol", WRONG):
        assert words in page
    assert WRONG in as_prescriber.get(f"/record/{house.episode}/history").text
    with app.app_context():
        (entry,) = db.session.query(TrailEntry).filter_by(action="course.corrected")
        assert entry.detail == {"changed": ["drug", "first_dose_on", "tolerance"]}


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"reason": "short"}, "Enter what was wrong, in 10 characters or more"),
        ({}, "Nothing is changed"),
        ({"drug": ""}, "Select the drug"),
    ],
)
def test_a_correction_without_reason_or_change_is_refused_and_kept(app, house, as_prescriber, more, words):
    address, _ = begun(app, house)
    answer = as_prescriber.post(f"{address}/correct", data=right(as_prescriber, address, **more))
    assert answer.status_code == 422
    assert words in answer.text
    assert len(stored(app, Course)) == 1


@pytest.mark.parametrize(
    ("factory", "more", "words"),
    [
        (DoseEventFactory, {"happened_on": ago(2)}, "Doses are logged for this course from"),
        (ReassessmentFactory, {"reassessed_on": ago(2)}, "A reassessment is recorded for this course"),
        (
            PrescriptionFactory,
            {"starts_on": ago(2), "ends_on": ago(1), "signed_on": ago(2)},
            "A prescription stands for this course",
        ),
    ],
)
def test_what_was_done_because_of_it_fixes_the_start(app, house, as_prescriber, factory, more, words):
    address, course_id = begun(app, house, "30")
    form = right(as_prescriber, address, tolerance="low")
    hang(app, course_id, factory, **more)
    told = as_prescriber.get(f"{address}/correct")
    assert told.status_code == 303
    assert words in as_prescriber.get(told.location).text
    late = as_prescriber.post(f"{address}/correct", data=form)
    assert late.status_code == 422
    assert words in late.text
    assert WRONG in late.text
    assert len(stored(app, Course)) == 1


def test_the_first_dose_does_not_move_behind_what_is_ordered(app, house, as_prescriber):
    address, course_id = begun(app, house, "30")
    hang(app, course_id, RegimenFactory, effective_on=ago(2))
    answer = as_prescriber.post(f"{address}/correct", data=right(as_prescriber, address, ago(1)))
    assert answer.status_code == 422
    assert "The order from" in answer.text
    assert "Correct the order first" in answer.text
    other = as_prescriber.post(f"{address}/correct", data=right(as_prescriber, address, drug="buprenorphine"))
    assert (
        "A dose of methadone is ordered for this course. End it, and start one of buprenorphine" in other.text
    )
    assert (
        as_prescriber.post(f"{address}/correct", data=right(as_prescriber, address, ago(5))).status_code
        == 303
    )
    assert live(app).first_dose_on == ago(5)
    assert "30 mg" in as_prescriber.get(f"/record/{house.episode}/prescribing").text.replace("\u00a0", " ")


def test_an_order_that_needs_a_second_prescriber_then_goes_first(app, house, as_prescriber):
    address, _ = begun(app, house, "30")
    form = right(as_prescriber, address, tolerance="low")
    answer = as_prescriber.post(f"{address}/correct", data=form)
    assert answer.status_code == 422
    assert "M2: First day&#39;s dose 30 mg is 10 mg over the limit of 20 mg" in answer.text
    assert "Correct that order first" in answer.text
    lower = order_form(as_prescriber, address, "20", ago(3), correction_reason=REASON, reason=REASON)
    assert as_prescriber.post(f"{address}/order", data=lower).status_code == 303
    assert as_prescriber.post(f"{address}/correct", data=form).status_code == 303
    assert live(app).tolerance == "low"
    assert [row.daily_mg for row in stored(app, DoseOrder) if row.superseded_at is None] == [20]


def test_answers_given_with_the_order_still_count(app, house, as_prescriber):
    address, _ = begun(app, house, tolerance="low")
    form = order_form(as_prescriber, address, "30", ago(3), reason=REASON, **OUTSIDE)
    assert as_prescriber.post(f"{address}/order", data=form).status_code == 303
    right_form = right(as_prescriber, address, tolerance="uncertain")
    assert as_prescriber.post(f"{address}/correct", data=right_form).status_code == 303


def test_a_course_corrected_meanwhile_shows_both_texts(app, house, as_prescriber):
    address, _ = begun(app, house)
    old = right(as_prescriber, address, tolerance="uncertain")
    assert (
        as_prescriber.post(
            f"{address}/correct", data=right(as_prescriber, address, tolerance="low")
        ).status_code
        == 303
    )
    answer = as_prescriber.post(f"{address}/correct", data=old)
    assert answer.status_code == 409
    assert "uncertain" in answer.text
    assert live(app).tolerance == "low"


def test_a_keyworker_and_another_service_correct_no_course(app, house, as_keyworker, charlie):
    address, _ = begun(app, house)
    assert as_keyworker.get(f"{address}/correct").status_code == 403
    assert charlie.get(f"{address}/correct").status_code in (403, 404)


def test_a_confirmed_dose_is_shown_before_anything_is_ordered(app, house, as_keyworker):
    begun(
        app,
        house,
        verified_dose_mg=Decimal(80),
        verified_last_dose_on=ago(4),
        verified_by="Ann at the pharmacy",
    )
    page = as_keyworker.get(f"/record/{house.episode}/prescribing").text
    assert "80 mg on " in page.replace("\u00a0", " ")
