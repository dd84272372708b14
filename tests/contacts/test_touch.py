"""Losing touch: what starts the steps, what stops them, what is stored, and who is told."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from careplan.clients.models import Appointment, Episode
from careplan.contacts.models import LostTouchDone
from careplan.contacts.queries.touch import slipping
from careplan.contacts.rules.standard import LOST_TOUCH
from careplan.ground.clock import moment_of, today
from careplan.ground.db import db
from careplan.plans.models import LostTouchStep
from tests.factories.clients import AppointmentFactory, ClientFactory, EpisodeFactory, PauseFactory
from tests.factories.contacts import ContactNoteFactory
from tests.factories.plans import CarePlanFactory, GoalFactory, LostTouchStepFactory
from tests.factories.prescribing import CourseFactory
from tests.walk import on_page

FIRST = "Did not attend on"


@pytest.fixture
def there(house) -> str:
    return f"/record/{house.episode}/losing-touch"


@pytest.fixture
def record(app, house):
    """Writes a row of the house's episode."""

    def written(factory, **values):
        with app.app_context():
            row = factory(episode=db.session.get_one(Episode, house.episode), **values)
            db.session.commit()
            return row.id

    return written


@pytest.fixture
def missed(record):
    """An appointment that was not attended, so many days ago."""

    def made(ago: int = 1, outcome: str = "did_not_attend") -> str:
        starts_at = moment_of(today() - timedelta(ago), "11:00")
        return record(AppointmentFactory, starts_at=starts_at, outcome=outcome)

    return made


def do(browser, there, **more):
    shown = on_page(browser, there)[0].data()
    return browser.post(there, data=shown | {"words": "Sent a text, no answer yet"} | more)


def test_a_non_attendance_starts_the_services_steps_with_their_days_on_today(as_keyworker, there, missed):
    assert FIRST not in as_keyworker.get("/").text
    missed()
    page = as_keyworker.get("/").text
    assert FIRST in page
    assert "text (step 1 of 5)" in page
    page = as_keyworker.get(there).text
    assert all(words in page for words in ("Telephone", "Letter", "Home visit", "Decide whether to close"))


def test_only_what_was_done_is_stored_and_the_next_step_waits(app, house, as_keyworker, there, missed):
    first = missed()
    assert do(as_keyworker, there).status_code == 303
    with app.app_context():
        row = db.session.scalars(select(LostTouchDone)).one()
        assert (row.appointment_id, row.place, row.way, row.done_on) == (first, 1, "text", today())
    assert "telephone (step 2 of 5)" in as_keyworker.get("/").text
    assert "Sent a text" in as_keyworker.get(f"/record/{house.episode}/history?part=contacts").text


def test_a_step_says_what_was_done_and_not_before_the_non_attendance(app, as_keyworker, there, missed):
    missed()
    early = today() - timedelta(5)
    days = {f"done_on-{part}": str(getattr(early, part)) for part in ("day", "month", "year")}
    answer = do(as_keyworker, there, words="", **days)
    assert answer.status_code == 422
    assert "Enter what was done" in answer.text
    assert "is before the appointment" in answer.text
    with app.app_context():
        assert db.session.scalars(select(LostTouchDone)).all() == []


def test_a_colleague_who_did_the_step_first_is_seen(as_keyworker, as_manager, there, missed):
    missed()
    shown = on_page(as_keyworker, there)[0].data()
    do(as_manager, there)
    assert as_keyworker.post(there, data=shown | {"words": "Sent a text myself"}).status_code == 409


@pytest.mark.parametrize(
    ("factory", "values", "stops"),
    [
        (AppointmentFactory, {"starts_at": moment_of(today() - timedelta(1)), "outcome": "attended"}, True),
        (AppointmentFactory, {"starts_at": moment_of(today() - timedelta(9)), "outcome": "attended"}, False),
        (ContactNoteFactory, {"happened_on": today() - timedelta(1), "way": "home_visit"}, True),
        (ContactNoteFactory, {"happened_on": today() - timedelta(1), "way": "phone"}, False),
        (ContactNoteFactory, {"happened_on": today() - timedelta(4), "way": "face_to_face"}, False),
        (PauseFactory, {"from_on": today() - timedelta(2)}, True),
        (PauseFactory, {"from_on": today() - timedelta(9), "until_on": today() - timedelta(5)}, False),
    ],
)
def test_seeing_the_client_stops_the_steps(as_keyworker, there, missed, record, factory, values, stops):
    missed(3)
    record(factory, **values)
    assert (FIRST not in as_keyworker.get("/").text) is stops
    assert (as_keyworker.get(there).status_code == 303) is stops


def test_a_cancelled_or_corrected_appointment_starts_nothing(app, as_keyworker, missed):
    missed(1, "cancelled_by_client")
    id_ = missed(2)
    with app.app_context():
        row = db.session.get_one(Appointment, id_)
        row.struck_at, row.struck_by, row.struck_reason = row.recorded_at, "factory", "Another client"
        db.session.info["trailed"] = True
        db.session.commit()
    assert FIRST not in as_keyworker.get("/").text


def test_the_plans_own_steps_hold(app, house, as_keyworker, there, missed):
    missed()
    with app.app_context():
        plan = CarePlanFactory(episode=db.session.get_one(Episode, house.episode))
        GoalFactory(plan=plan)
        LostTouchStepFactory(plan=plan, way="third_party", after_days=2, whom="her mother")
        plan.agreed_on, plan.agreement = date(2025, 2, 10), "signed"
        db.session.commit()
    assert "ring somebody close (step 1 of 2)" in as_keyworker.get("/").text
    assert "her mother" in as_keyworker.get(there).text


def test_pharmacy_is_told_while_a_course_runs(as_keyworker, there, missed, record):
    missed()
    assert "Tell pharmacy" not in as_keyworker.get(there).text
    record(CourseFactory, first_dose_on=today() - timedelta(30))
    assert "Tell pharmacy and prescriber" in as_keyworker.get(there).text


def test_the_last_step_proposes_closing_and_closes_nothing(app, house, as_keyworker, there, missed):
    missed(LOST_TOUCH.latest.close_after_days + 1)
    for step in range(4):
        assert do(as_keyworker, there, words=f"Try {step}, no answer yet").status_code == 303
    page = as_keyworker.get(there).text
    assert "Nothing is closed by itself" in page
    assert f"/record/{house.episode}/leave" in page
    do(as_keyworker, there, words="She is at her sister’s until Easter")
    assert FIRST not in as_keyworker.get("/").text
    with app.app_context():
        assert db.session.get_one(Episode, house.episode).closed_on is None


def test_a_step_struck_out_waits_again(app, house, as_keyworker, there, missed):
    missed()
    do(as_keyworker, there)
    with app.app_context():
        id_ = db.session.scalars(select(LostTouchDone.id)).one()
    path = f"/record/{house.episode}/mistake/lost_touch/{id_}"
    sent = on_page(as_keyworker, path)[0].data() | {"why": "It was for another client"}
    assert as_keyworker.post(path, data=sent).status_code == 303
    assert "text (step 1 of 5)" in as_keyworker.get("/").text
    assert do(as_keyworker, there, words="Sent it to the right client").status_code == 303


def test_the_managers_list_names_who_slips_away_and_nobody_elses(
    app, house, as_manager, as_keyworker, charlie, missed, statements
):
    missed(3)
    missed(2)
    page = as_manager.get("/diary/slipping-away").text
    assert "WILLIAMS" in page
    assert "2 times since" in page
    assert "WILLIAMS" not in charlie.get("/diary/slipping-away").text
    assert as_keyworker.get("/diary/slipping-away").status_code == 403
    counts = []
    for more in (3, 60):
        with app.app_context():
            for number in range(more):
                client = ClientFactory(nhs_number=None, last_name=f"Number{number}")
                one = EpisodeFactory(client=client, service_id=house.service)
                AppointmentFactory(
                    episode=one,
                    starts_at=moment_of(today() - timedelta(1), "09:00"),
                    outcome="did_not_attend",
                )
            db.session.commit()
        statements.clear()
        assert as_manager.get("/diary/slipping-away").status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]
    assert "64 clients" in as_manager.get("/diary/slipping-away?page=2").text
    with app.app_context():
        assert len(slipping(house.services, today())) == 64


def test_the_plan_takes_steps_and_a_new_version_keeps_them(app, house, as_keyworker):
    with app.app_context():
        plan = CarePlanFactory(episode=db.session.get_one(Episode, house.episode), drafted_on=today())
        GoalFactory(plan=plan)
        db.session.commit()
        id_ = plan.id
    path = f"/record/{house.episode}/care-plan/{id_}/contingency"
    sent = on_page(as_keyworker, path)[0].data() | {"disengagement": "Ring me, then my sister"}
    wrong = {"way_1": "phone", "after_1": "3", "way_2": "letter", "after_2": "1", "whom_3": "my sister"}
    answer = as_keyworker.post(path, data=sent | wrong)
    assert answer.status_code == 422
    assert "Enter the steps in the order of their days" in answer.text
    assert "Select the way, or delete" in answer.text
    right = {"way_1": "phone", "after_1": "0", "way_2": "third_party", "after_2": "3", "whom_2": "my sister"}
    assert as_keyworker.post(path, data=sent | right).status_code == 303
    assert "my sister" in as_keyworker.get(path).text
    assert as_keyworker.post(path, data=sent | right | {"submission": "once-more"}).status_code == 409
    again = on_page(as_keyworker, path)[0].data()
    assert (again["way_2"], again["whom_2"]) == (["third_party"], ["my sister"])
    assert as_keyworker.post(path, data=again | {"way_2": "", "after_2": "", "whom_2": ""}).status_code == 303
    with app.app_context():
        assert [(one.way, one.after_days) for one in db.session.scalars(select(LostTouchStep))] == [
            ("phone", 0)
        ]
        plan = db.session.get_one(type(plan), id_)
        plan.agreed_on, plan.agreement = today(), "signed"
        db.session.info["trailed"] = True
        db.session.commit()
    assert "Telephone, on the day" in as_keyworker.get(f"/record/{house.episode}/care-plan/{id_}/print").text
    new = f"/record/{house.episode}/care-plan/new"
    assert as_keyworker.post(new, data=on_page(as_keyworker, new)[0].data()).status_code == 303
    with app.app_context():
        assert [(one.way, one.place) for one in db.session.scalars(select(LostTouchStep))] == [
            ("phone", 1)
        ] * 2
