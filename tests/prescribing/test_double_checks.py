"""Doses that are not as ordered, or for a day that has one: shown once more, saved with a reason, marked (C12, D5)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from careplan.clients.models import Episode, Task, TaskAction
from careplan.governance.registers import Incident
from careplan.ground.clock import today
from careplan.ground.db import db
from careplan.prescribing import queries
from careplan.prescribing.models import Course, DoseEvent
from careplan.prescribing.rules.standard import UK
from tests.factories.prescribing import CourseFactory, DoseEventFactory, DoseOrderFactory, RegimenFactory

WHY = "The bottle was read wrong at the hatch"


def day(name, on):
    return {f"{name}-day": on.day, f"{name}-month": on.month, f"{name}-year": on.year}


def ago(days):
    return today() - timedelta(days=days)


def stored(app, model):
    with app.app_context():
        return db.session.scalars(select(model).order_by(model.recorded_at, model.id)).all()


def live(app):
    return [one for one in stored(app, DoseEvent) if one.superseded_at is None]


@pytest.fixture
def course(app, house):
    """Thirty milligrams of methadone a day since 120 days, the last dose yesterday; the address of its pages."""
    with app.app_context():
        of = db.session.get_one(Episode, house.episode)
        made = CourseFactory(episode=of, first_dose_on=ago(120))
        DoseOrderFactory(course=made, effective_on=ago(120), recorded_by=house.prescriber)
        RegimenFactory(course=made, effective_on=ago(120), collect="1111111", supervised="1111111")
        DoseEventFactory(course=made, happened_on=ago(3))
        db.session.commit()
        return made.id


@pytest.fixture
def address(house, course):
    return f"/record/{house.episode}/prescribing/{course}"


def form(on=None, what="S", **more):
    return {"what": what, "source": "own"} | day("on", on or today()) | more


def hidden(text):
    return text.split('name="confirmed" value="')[1].split('"')[0]


def log(browser, address, because=WHY, **more):
    """Log a dose that is asked about, with the reason."""
    asked = browser.post(f"{address}/doses/log", data=form(**more))
    assert asked.status_code == 200
    assert "Look at this once more" in asked.text
    answer = form(**more) | {"because": because, "confirmed": hidden(asked.text)}
    return browser.post(f"{address}/doses/log", data=answer)


@pytest.mark.parametrize("mg", ["300", "3", "29.5"])
def test_another_amount_is_shown_once_more_with_both_numbers_and_takes_a_reason(
    app, as_keyworker, address, mg
):
    asked = as_keyworker.post(f"{address}/doses/log", data=form(mg=mg))
    assert f"{mg} mg taken. 30 mg was ordered" in asked.text
    assert 'class="app-fact"' in asked.text
    assert len(live(app)) == 1, "nothing is saved yet"
    short = log(as_keyworker, address, mg=mg, because="xxxxxxxxxxxx")
    assert short.status_code == 422
    assert "Enter a reason" in short.text
    assert f'name="mg" value="{mg}"' in short.text
    assert log(as_keyworker, address, mg=mg).status_code == 303
    row = live(app)[-1]
    assert row.mg == Decimal(mg)
    assert row.because.startswith(f"C12: {mg} mg taken. 30 mg was ordered")
    assert row.because.endswith(f"Reason: {WHY}")


def test_an_answer_counts_only_for_the_amount_that_was_asked_about(app, as_keyworker, address):
    asked = as_keyworker.post(f"{address}/doses/log", data=form(mg="3"))
    other = form(mg="300") | {"because": WHY, "confirmed": hidden(asked.text)}
    assert "300 mg taken" in as_keyworker.post(f"{address}/doses/log", data=other).text
    assert len(live(app)) == 1


def test_changing_it_brings_back_all_that_was_typed(as_keyworker, address):
    again = as_keyworker.post(f"{address}/doses/log", data=form(mg="300", note="Came late", change="1"))
    assert again.status_code == 200
    assert "<h1" in again.text
    assert "Log a dose" in again.text
    assert 'value="300"' in again.text
    assert "Came late" in again.text


def test_a_dose_of_another_amount_stands_marked_on_the_record(as_keyworker, house, address):
    log(as_keyworker, address, mg="300")
    assert "30 mg was ordered</strong>" in as_keyworker.get(f"{address}/doses").text
    assert "Taken supervised (300 mg; 30 mg was ordered), logged by" in as_keyworker.get("/doses").text
    assert "(30 mg was ordered)" in as_keyworker.get(f"/record/{house.episode}/prescribing").text


def test_the_prescriber_gets_one_open_task_a_course_which_later_doses_join(
    app, house, as_keyworker, as_prescriber, address
):
    log(as_keyworker, address, mg="3")
    log(as_keyworker, address, mg="5", on=ago(1))
    (task,) = stored(app, Task)
    assert task.worker_id == house.prescriber
    assert "3 mg taken. 30 mg was ordered" in task.words
    (joined,) = stored(app, TaskAction)
    assert (joined.task_id, joined.closes) == (task.id, False)
    assert "5 mg taken. 30 mg was ordered" in joined.words
    assert "3 mg taken. 30 mg was ordered" in as_prescriber.get("/").text
    assert stored(app, Incident) == [], "below the order is no incident"


def test_after_the_task_is_closed_the_next_deviation_raises_another(
    app, house, as_keyworker, as_prescriber, address
):
    log(as_keyworker, address, mg="3")
    (task,) = stored(app, Task)
    path = f"/record/{house.episode}/tasks/{task.id}"
    assert as_prescriber.post(path, data={"words": "Spoke to the nurse", "closes": "yes"}).status_code == 303
    log(as_keyworker, address, mg="5", on=ago(1))
    assert len(stored(app, Task)) == 2


def test_more_than_was_ordered_opens_an_incident(app, house, as_keyworker, address):
    log(as_keyworker, address, mg="300")
    (incident,) = stored(app, Incident)
    assert (incident.kind, incident.client_id, incident.happened_on) == ("drug_error", house.client, today())
    assert incident.service_id == house.service


@pytest.mark.parametrize("what", ["S", "H", "P", "V"])
def test_nothing_is_not_a_dose(app, as_keyworker, address, what):
    answer = as_keyworker.post(f"{address}/doses/log", data=form(what=what, mg="0"))
    assert answer.status_code == 422
    assert "0 mg is no dose" in answer.text
    assert len(live(app)) == 1


@pytest.mark.parametrize(
    ("what", "mg"), [("P", "10"), ("P", ""), ("V", ""), ("N", ""), ("M", "0"), ("R", ""), ("W", "")]
)
def test_what_says_what_it_is_asks_no_second_reason(app, as_keyworker, address, what, mg):
    assert as_keyworker.post(f"{address}/doses/log", data=form(what=what, mg=mg)).status_code == 303
    assert live(app)[-1].because is None
    assert stored(app, Task) == []


def test_a_part_of_unknown_size_has_no_amount(app, as_keyworker, address):
    as_keyworker.post(f"{address}/doses/log", data=form(what="P"))
    assert live(app)[-1].mg is None


def test_a_correction_to_another_amount_is_asked_about_and_one_to_the_ordered_dose_tells_the_prescriber(
    app, as_keyworker, address
):
    wrong = live(app)[-1].id
    data = {"what": "S", "mg": "300", "reason": "The amount was wrong"}
    asked = as_keyworker.post(f"{address}/doses/{wrong}/correct", data=data)
    assert "300 mg taken. 30 mg was ordered" in asked.text
    data |= {"because": WHY, "confirmed": hidden(asked.text)}
    assert as_keyworker.post(f"{address}/doses/{wrong}/correct", data=data).status_code == 303
    (task,) = stored(app, Task)
    assert len(stored(app, Incident)) == 1
    right = {"what": "S", "mg": "", "reason": "It was 30 mg after all, the bottle shows"}
    assert as_keyworker.post(f"{address}/doses/{live(app)[-1].id}/correct", data=right).status_code == 303
    assert live(app)[-1].because is None
    (told,) = stored(app, TaskAction)
    assert (told.task_id, told.closes) == (task.id, False)
    assert "was corrected: taken, 30 mg" in told.words
    assert len(stored(app, Incident)) == 1


def test_a_correction_does_not_ask_about_what_an_import_tells_in_two_rows(app, house, as_keyworker):
    with app.app_context():
        of = db.session.get_one(Episode, house.episode)
        made = CourseFactory(episode=of, first_dose_on=ago(20))
        DoseOrderFactory(course=made, effective_on=ago(20))
        visits = "".join(
            "01"[(today() + timedelta(days=more)).weekday() != ago(2).weekday()] for more in range(7)
        )
        first = (-today().weekday()) % 7
        collect = visits[first:] + visits[:first]
        RegimenFactory(course=made, effective_on=ago(20), collect=collect, supervised=collect)
        visit = DoseEventFactory(course=made, happened_on=ago(3))
        DoseEventFactory(course=made, happened_on=ago(2), mode="take_home", status="collected")
        db.session.commit()
        path = f"/record/{house.episode}/prescribing/{made.id}/doses/{visit.id}/correct"
    data = {"what": "H", "mg": "", "reason": "It was handed out, not supervised"}
    assert as_keyworker.post(path, data=data).status_code == 303


def test_a_dose_without_an_order_is_asked_about_and_opens_an_incident(app, house, as_keyworker):
    with app.app_context():
        of = db.session.get_one(Episode, house.episode)
        bare = CourseFactory(episode=of, first_dose_on=ago(3)).id
        db.session.commit()
    assert log(as_keyworker, f"/record/{house.episode}/prescribing/{bare}", mg="30").status_code == 303
    assert "No dose was ordered" in live(app)[-1].because
    assert len(stored(app, Incident)) == 1


def test_a_dose_given_by_us_after_missed_days_is_never_refused(app, as_keyworker, address):
    as_keyworker.post(f"{address}/doses/log", data=form(on=ago(1), what="M"))
    with app.app_context():
        wrong = db.session.scalars(select(DoseEvent).where(DoseEvent.status == "taken")).one().id
    data = {"what": "M", "reason": "It was another client"}
    as_keyworker.post(f"{address}/doses/{wrong}/correct", data=data)
    assert log(as_keyworker, address).status_code == 303
    row = live(app)[-1]
    assert (row.status, row.source) == ("taken", "own")
    assert row.because.startswith("M11: ")
    assert row.because.endswith(f"Reason: {WHY}")
    assert [one.kind for one in stored(app, Task)] == ["incident"]


def test_a_supervised_dose_on_a_handed_out_day_is_asked_about(app, as_keyworker, address):
    early = form(on=ago(2), what="H") | day("until", today())
    assert as_keyworker.post(f"{address}/doses/log", data=early).status_code == 303
    assert live(app)[-1].covers_until == today()
    assert log(as_keyworker, address).status_code == 303
    on = ago(2)
    assert f"handed out on {on:%A} {on.day} {on:%B %Y} already" in live(app)[-1].because
    assert stored(app, Task) == [], "the amount is the one ordered"


def test_a_supply_cannot_end_before_it_was_made(as_keyworker, address):
    answer = as_keyworker.post(f"{address}/doses/log", data=form(what="H") | day("until", ago(1)))
    assert answer.status_code == 422
    assert "The last day handed out must be" in answer.text
    far = as_keyworker.post(f"{address}/doses/log", data=form(what="H") | day("until", ago(-400)))
    assert (far.status_code, "Check the year" in far.text) == (422, True)
    nothing = as_keyworker.post(f"{address}/doses/log", data=form(what="M") | day("until", today()))
    assert "nothing was handed out" in nothing.text


def test_an_early_supply_covers_its_days(app, house, as_keyworker, address, course):
    early = form(on=ago(2), what="H") | day("until", today() + timedelta(days=3))
    assert as_keyworker.post(f"{address}/doses/log", data=early).status_code == 303
    text = as_keyworker.get(f"{address}/doses").text
    assert "handed out until" in text
    page = as_keyworker.get("/doses").text
    on = ago(2)
    assert f"The dose of this day was handed out on {on:%A} {on.day} {on:%B %Y}" in page
    assert "missed day" not in as_keyworker.get(f"/record/{house.episode}/prescribing").text


def test_a_visit_missed_on_a_handed_out_day_leaves_the_day_covered(app, house, as_keyworker, address, course):
    with app.app_context():
        RegimenFactory(
            course_id=course,
            service_id=house.service,
            effective_on=ago(4),
            collect="0000000",
            supervised="0000000",
        )
        db.session.commit()
    early = form(on=ago(2), what="H") | day("until", today())
    assert as_keyworker.post(f"{address}/doses/log", data=early).status_code == 303
    assert as_keyworker.post(f"{address}/doses/log", data=form(on=ago(1), what="M")).status_code == 303
    with app.app_context():
        known = queries.history(house.services, [db.session.get_one(Course, course)], None, UK.latest)[0]
    assert ago(1) in known.facts.covered


def test_the_round_asks_about_a_second_supply_and_leads_to_the_form(
    app, house, as_keyworker, address, course
):
    as_keyworker.post(f"{address}/doses/log", data=form(on=ago(2), what="H") | day("until", today()))
    answer = as_keyworker.post("/doses", data={f"dose_{course}": "S"})
    assert answer.status_code == 422
    assert "handed out on" in answer.text
    link = f"{address}/doses/log?on={today().isoformat()}&amp;round=1"
    assert link in answer.text
    page = as_keyworker.get(f"{address}/doses/log?on={ago(1).isoformat()}&what=H").text
    assert f'value="{ago(1).day}"' in page


def test_the_other_drug_is_asked_about_in_form_and_round(app, house, as_keyworker, address, course):
    with app.app_context():
        of = db.session.get_one(Episode, house.episode)
        other = CourseFactory(
            episode=of, drug="buprenorphine", first_dose_on=ago(5), cross_titration_plan="Down 5 mg a day"
        )
        DoseOrderFactory(course=other, effective_on=ago(5), daily_mg=Decimal(8), formulation="sublingual")
        DoseEventFactory(course=other, happened_on=today(), mg=Decimal(8))
        db.session.commit()
    asked = as_keyworker.post(f"{address}/doses/log", data=form())
    assert "taken that day as buprenorphine already" in asked.text
    answer = as_keyworker.post("/doses", data={f"dose_{course}": "S"})
    assert answer.status_code == 422
    assert "as buprenorphine already" in answer.text
    assert "Down 5 mg a day" in as_keyworker.get(f"/record/{house.episode}/prescribing").text


@pytest.mark.parametrize(("key", "status"), [("P", "part_taken"), ("V", "vomited"), ("N", "not_supplied")])
def test_the_round_has_keys_for_part_taken_vomited_and_not_supplied(app, as_keyworker, course, key, status):
    assert as_keyworker.post("/doses", data={f"dose_{course}": key}).status_code == 303
    row = live(app)[-1]
    assert row.status == status
    assert row.cause == ("service" if key == "N" else None)
