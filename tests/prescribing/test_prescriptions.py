"""Prescriptions: as long as the form allows, as much as was ordered, and one for each day."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from careplan.clients.models import Episode
from careplan.ground.clock import now, today
from careplan.ground.db import db
from careplan.prescribing.codes import Drug, Formulation, Phase, PrescriptionForm
from careplan.prescribing.models import Course, Prescription, PrescriptionEvent
from careplan.prescribing.rules import standard
from careplan.prescribing.rules.facts import Facts, Order
from careplan.prescribing.rules.prescriptions import Covered, questions, script_problems, total_mg
from tests.factories.prescribing import CourseFactory, DoseEventFactory, DoseOrderFactory, PrescriptionFactory
from tests.prescribing.test_views import day as day_of
from tests.prescribing.test_views import treated

START = date(2026, 3, 4)
UK = standard.UK.on(date(2026, 1, 1))
MDA, PRIVATE = PrescriptionForm.FP10MDA, PrescriptionForm.PRIVATE


def order(on, mg, formulation=Formulation.ORAL_MIXTURE):
    return Order(on, Decimal(mg), formulation, Phase.MAINTENANCE)


ORDERED = (order(START, "42.5"),)


def problems(form=MDA, last=date(2026, 3, 17), others=(), orders=ORDERED):
    return script_problems(form, Covered(START, last), orders, others, UK)


def test_fourteen_days_fit_an_fp10mda_and_fifteen_do_not():
    # Spec 04 T51: 4 to 18 March inclusive is 15 days.
    assert problems() == {}
    assert "15 days is 1 over" in problems(last=date(2026, 3, 18))["ends_on"]
    assert problems(PRIVATE, date(2026, 3, 18)) == {}
    assert "on or after the first" in problems(last=date(2026, 3, 3))["ends_on"]
    assert "366 days at most" in problems(PRIVATE, date(2099, 1, 1))["ends_on"]


def test_the_total_is_what_was_ordered_for_the_days():
    # Spec 04 T49: 42.5 mg a day for 14 days is 595 mg.
    covered = Covered(START, date(2026, 3, 17))
    assert total(covered, order(START, "42.5")) == Decimal(595)
    stepped = (order(START, "40"), order(date(2026, 3, 11), "50"))
    assert total(covered, *stepped) == Decimal(7 * 40 + 7 * 50)
    assert total(covered, order(date(2026, 3, 5), "40")) is None


def total(covered, *orders):
    return total_mg(Facts(Drug.METHADONE, START, orders=orders), covered, START, UK)


def test_two_live_prescriptions_cover_no_day_together():
    # Spec 04 T54: both cover 9 March.
    other = Covered(date(2026, 2, 20), date(2026, 3, 9), "123")
    assert "prescription 123 already covers" in problems(others=[other])["starts_on"]
    assert problems(others=[Covered(date(2026, 2, 20), date(2026, 3, 3))]) == {}
    assert problems(others=[Covered(date(2026, 3, 18), date(2026, 3, 31))]) == {}
    for touching in (Covered(date(2026, 3, 17), date(2026, 3, 31)), Covered(date(2026, 2, 20), START)):
        assert "already covers" in problems(others=[touching])["starts_on"]


def test_every_day_needs_one_formulation_that_is_dispensed():
    changed = (order(START, "40"), order(date(2026, 3, 10), "40", Formulation.TABLET))
    depot = (order(START, "24", Formulation.DEPOT_WEEKLY),)
    for orders in ((), changed, (order(date(2026, 3, 5), "40"),)):
        assert "one formulation" in problems(orders=orders)["starts_on"]
    assert "not dispensed" in problems(orders=depot)["starts_on"]


@pytest.fixture
def address(app, house):
    with app.app_context():
        episode = db.session.get_one(Episode, house.episode)
        course = CourseFactory(episode=episode, first_dose_on=today())
        DoseOrderFactory(course=course, effective_on=today(), daily_mg=Decimal("42.5"))
        db.session.commit()
        return f"/record/{house.episode}/prescribing/{course.id}"


def form(first, last, **more):
    given = {"form": "fp10mda", "serial": "00000000017"}
    for name, day in (("signed_on", today()), ("starts_on", first), ("ends_on", last)):
        given |= {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}
    return given | more


def rows(app, model):
    with app.app_context():
        return db.session.scalars(select(model)).all()


def test_a_prescriber_records_a_prescription_and_cancels_it(app, house, address, as_prescriber, as_keyworker):
    first, last = today() + timedelta(days=1), today() + timedelta(days=14)
    assert as_keyworker.post(f"{address}/prescription", data=form(first, last)).status_code == 403
    assert 'value="42.5"' not in as_prescriber.get(f"{address}/prescription").text
    assert as_prescriber.post(f"{address}/prescription", data=form(first, last)).status_code == 303
    (kept,) = rows(app, Prescription)
    assert (kept.total_mg, kept.formulation, kept.status) == (Decimal(595), "oral_mixture", "issued")
    assert kept.prescriber_id == house.prescriber
    page = as_prescriber.get(f"/record/{house.episode}/prescribing").text
    assert "595" in page
    assert "00000000017" in page
    other = form(last, last + timedelta(days=3), serial="00000000018")
    twice = as_prescriber.post(f"{address}/prescription", data=other)
    assert twice.status_code == 422
    assert "P12: prescription 00000000017 already covers" in twice.text
    path = f"{address}/prescription/{kept.id}"
    assert as_prescriber.post(path, data={"status": "cancelled", "reason": "short"}).status_code == 422
    answer = as_prescriber.post(path, data={"status": "cancelled", "reason": "Dose was changed"})
    assert answer.status_code == 303
    assert len(rows(app, PrescriptionEvent)) == 1
    assert "Cancelled" in as_prescriber.get(f"/record/{house.episode}/prescribing").text
    assert as_prescriber.get(path).status_code == 303, "what no longer stands is not changed again"
    again = as_prescriber.post(f"{address}/prescription", data=form(first, last))
    assert again.status_code == 422
    assert "P13: this serial number stands on another prescription already" in again.text
    other = form(first, last, serial="00000000018")
    assert as_prescriber.post(f"{address}/prescription", data=other).status_code == 303


def test_an_nhs_form_has_its_serial_number(app, address, as_prescriber):
    day = today() + timedelta(days=1)
    answer = as_prescriber.post(f"{address}/prescription", data=form(day, day, serial=""))
    assert answer.status_code == 422
    assert "Enter the serial number of the form" in answer.text
    assert (
        as_prescriber.post(
            f"{address}/prescription", data=form(day, day, serial="", form="private")
        ).status_code
        == 303
    )


def test_a_prescription_of_another_course_is_not_found(app, house, address, as_prescriber, charlie):
    day = today() + timedelta(days=1)
    as_prescriber.post(f"{address}/prescription", data=form(day, day))
    (kept,) = rows(app, Prescription)
    assert charlie.get(f"{address}/prescription/{kept.id}").status_code == 404
    assert as_prescriber.get(f"{address}/prescription/nothing").status_code == 404
    assert len(rows(app, Course)) == 1


def test_after_three_missed_days_no_prescription_is_recorded_until_the_client_was_seen(
    app, house, as_prescriber
):
    with app.app_context():
        episode = db.session.get_one(Episode, house.episode)
        first = today() - timedelta(days=9)
        course = CourseFactory(episode=episode, first_dose_on=first)
        DoseOrderFactory(course=course, effective_on=first, daily_mg=Decimal(50))
        DoseEventFactory(course=course, happened_on=today() - timedelta(days=4))
        db.session.commit()
        path = f"/record/{house.episode}/prescribing/{course.id}/prescription"
    refused = as_prescriber.post(path, data=form(today(), today() + timedelta(days=6)))
    assert refused.status_code == 422
    assert "Nothing may be supplied. M11: 3 missed days in a row" in refused.text
    assert rows(app, Prescription) == []
    past = form(first, today() - timedelta(days=4), **day_of("signed_on", first))
    assert as_prescriber.post(path, data=past).status_code == 303, "what was written then is kept"


def test_a_new_dose_names_the_prescription_that_still_has_the_old_one(app, house, as_prescriber):
    with app.app_context():
        episode = db.session.get_one(Episode, house.episode)
        first = today() - timedelta(days=2)
        course = CourseFactory(episode=episode, first_dose_on=first)
        DoseOrderFactory(course=course, effective_on=first, daily_mg=Decimal(30))
        for back in (1, 2):
            DoseEventFactory(course=course, happened_on=today() - timedelta(days=back))
        db.session.commit()
        path = f"/record/{house.episode}/prescribing/{course.id}"
    recorded = form(today(), today() + timedelta(days=6))
    assert as_prescriber.post(f"{path}/prescription", data=recorded).status_code == 303
    seen = re.search(r'name="seen"[^>]*value="([^"]*)"', as_prescriber.get(f"{path}/order").text)
    asked = {"daily_mg": "35", "formulation": "oral_mixture", "phase": "induction", "seen": seen[1]}
    on = today()
    asked |= {"effective_on-day": on.day, "effective_on-month": on.month, "effective_on-year": on.year}
    assert as_prescriber.post(f"{path}/order", data=asked).status_code == 303
    page = as_prescriber.get(f"/record/{house.episode}/prescribing").text
    assert "Prescription 00000000017 was written for the dose before: change it." in page


@pytest.mark.parametrize(
    "serial", ["x", "0", "1234567", "000000000000", "11111111", "123456789O1", "١٢٣٤٥٦٧٨"]
)
def test_a_form_has_a_possible_serial_number(app, address, as_prescriber, serial):
    answer = as_prescriber.post(f"{address}/prescription", data=form(today(), today(), serial=serial))
    assert answer.status_code == 422
    assert "P13: a serial number has 8 to 11 digits" in answer.text
    assert rows(app, Prescription) == []


def test_a_form_signed_long_before_its_first_day_is_asked_about(app, house, address, as_prescriber):
    old = form(today(), today(), **day_of("signed_on", today() - timedelta(days=90)))
    answer = as_prescriber.post(f"{address}/prescription", data=old)
    assert answer.status_code == 422
    assert "P7" in answer.text
    assert "62 more than the 28 days" in answer.text
    assert rows(app, Prescription) == []
    for reason, status in (("xxxxxxxxxxxx", 422), ("Signed before the holidays", 303)):
        assert (
            as_prescriber.post(f"{address}/prescription", data=old | {"reason": reason}).status_code == status
        )
    (event,) = rows(app, PrescriptionEvent)
    assert event.reason.startswith("P7: Signed 90 days before its first day")
    assert event.reason.endswith("Reason: Signed before the holidays. Judged by uk-2017/1")
    assert "Issued" in as_prescriber.get(f"/record/{house.episode}/prescribing").text


def test_more_than_thirty_days_on_one_form_are_asked_about(address, as_prescriber):
    long = form(today(), today() + timedelta(days=30), form="fp10")
    answer = as_prescriber.post(f"{address}/prescription", data=long)
    assert answer.status_code == 422
    assert "31 days is 1 over 30" in answer.text


def test_a_course_does_not_end_over_a_prescription_that_still_stands(app, house, address, as_prescriber):
    assert as_prescriber.post(f"{address}/prescription", data=form(today(), today())).status_code == 303
    ending = day_of("ended_on", today())
    answer = as_prescriber.post(f"{address}/end", data=ending)
    assert answer.status_code == 422
    assert "P18: prescription 00000000017 still stands" in answer.text
    assert "Prescriptions that still stand" in as_prescriber.get(f"{address}/end").text
    assert as_prescriber.post(f"{address}/end", data=ending | {"cancel": "yes"}).status_code == 303
    assert [row.status for row in rows(app, PrescriptionEvent)] == ["cancelled"]
    assert rows(app, Course)[0].ended_on == today()


def test_a_total_that_is_not_the_sum_of_its_days_stands_marked(app, house, as_prescriber):
    with app.app_context():
        course = CourseFactory(episode=db.session.get_one(Episode, house.episode), first_dose_on=START)
        DoseOrderFactory(course=course, effective_on=START, daily_mg=Decimal(16), formulation="sublingual")
        DoseOrderFactory(
            course=course,
            effective_on=START + timedelta(days=7),
            daily_mg=Decimal(96),
            formulation="depot_monthly",
        )
        days = {"starts_on": START, "ends_on": START + timedelta(days=13), "signed_on": START}
        PrescriptionFactory(course=course, formulation="sublingual", total_mg=Decimal(784), **days)
        right = {"starts_on": START, "ends_on": START + timedelta(days=6), "signed_on": START}
        PrescriptionFactory(course=course, formulation="sublingual", total_mg=Decimal(100), **right)
        db.session.commit()
    page = as_prescriber.get(f"/record/{house.episode}/prescribing").text
    assert "P6: its days are ordered in more than one formulation" in page
    assert "P6: its days are ordered as 112 mg" in page


def test_a_total_of_doses_held_back_is_not_marked_as_wrong(app, house, as_prescriber):
    began = today() - timedelta(days=4)
    with app.app_context():
        course = CourseFactory(episode=db.session.get_one(Episode, house.episode), first_dose_on=began)
        written = {"course": course, "recorded_at": now() - timedelta(days=4)}
        DoseOrderFactory(effective_on=began, daily_mg=Decimal(30), **written)
        DoseOrderFactory(effective_on=today(), daily_mg=Decimal(60), **written)
        for back in (4, 3):
            DoseEventFactory(course=course, happened_on=today() - timedelta(days=back), mg=Decimal(30))
        db.session.commit()
        address = f"/record/{house.episode}/prescribing/{course.id}"
    tomorrow = today() + timedelta(days=1)
    assert as_prescriber.post(f"{address}/prescription", data=form(today(), tomorrow)).status_code == 303
    (row,) = rows(app, Prescription)
    assert row.total_mg == 60
    assert "P6" not in as_prescriber.get(f"/record/{house.episode}/prescribing").text


def test_a_prescription_beside_one_of_the_other_drug_is_asked_about(app, house, address, as_prescriber):
    # Spec 04 P12: two live prescriptions of two drugs for one day take the plan of changing over.
    last = today() + timedelta(days=13)
    with app.app_context():
        other = CourseFactory(
            episode=db.session.get_one(Episode, house.episode), drug="buprenorphine", first_dose_on=today()
        )
        DoseOrderFactory(course=other, effective_on=today(), daily_mg=Decimal(2), formulation="sublingual")
        db.session.commit()
        beside = f"/record/{house.episode}/prescribing/{other.id}/prescription"
    assert as_prescriber.post(f"{address}/prescription", data=form(today(), last)).status_code == 303
    second = form(last, last + timedelta(days=3), serial="00000000018")
    asked = as_prescriber.post(beside, data=second)
    assert asked.status_code == 422
    assert "Prescription 00000000017 of methadone covers" in asked.text
    assert len(rows(app, Prescription)) == 1
    said = second | {"reason": "Cross-titration over four days"}
    assert as_prescriber.post(beside, data=said).status_code == 303
    after = form(last + timedelta(days=4), last + timedelta(days=5), serial="00000000019")
    assert as_prescriber.post(beside, data=after).status_code == 303


@pytest.mark.parametrize("reviewed", [False])
def test_a_prescription_asks_for_the_review_that_is_overdue(app, house, as_prescriber, reviewed):
    address, _ = treated(app, house, started=120, taken=range(1, 121))
    asked = as_prescriber.post(f"{address}/prescription", data=form(today(), today()))
    assert asked.status_code == 422
    assert "a review is due every 3 months" in asked.text
    told = form(today(), today(), reason="The review is booked for Friday")
    assert as_prescriber.post(f"{address}/prescription", data=told).status_code == 303
    (event,) = rows(app, PrescriptionEvent)
    assert event.reason.startswith("R1: ")
    assert "Judged by uk-2017/1" in event.reason


def test_a_prescription_of_the_first_months_asks_for_no_review():
    days, first = Covered(START, START), date(2025, 12, 4)
    assert questions(MDA, START, days, (), UK, first) == ()
    (one,) = questions(MDA, START, days, (), UK, first - timedelta(days=1))
    assert (one.rule, one.severity.value) == ("R1", "W")
