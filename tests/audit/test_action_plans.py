"""Action plans: lines bound to measures, their weekly course, closing by themselves, withdrawing, Today."""

from datetime import date, timedelta
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from careplan.audit.models import ActionLine, Midpoint
from careplan.audit.plans import queries
from careplan.audit.plans.queries import lines, watched
from careplan.audit.plans.rules import State
from careplan.ground.clock import now, today
from careplan.ground.db import db
from careplan.staff.codes import Role
from careplan.trail.models import TrailEntry
from tests.conftest import Browser
from tests.factories import clients, plans, prescribing
from tests.factories.audit import ActionLineFactory
from tests.test_pages import faults
from tests.waiting import waits

SOON = today() + timedelta(days=60)
PLANNED = {
    "measure": "4.3a",
    "action": "Look at each regimen with the client",
    "owner_name": "Kay Keyworker",
    "due_on-day": str(SOON.day),
    "due_on-month": str(SOON.month),
    "due_on-year": str(SOON.year),
}


def supervised(service: str, since: date, days: str = "1111111", name: str = "Fictitious") -> None:
    """A client on methadone from a day on, with so many supervised days."""
    client = clients.ClientFactory(last_name=name, nhs_number=None)
    first = since - timedelta(days=10)
    episode = clients.EpisodeFactory(client=client, service_id=service, referred_on=first)
    clients.InterventionFactory(
        episode=episode, referred_on=first, first_offered_on=first, started_on=since, ended_on=None
    )
    course = prescribing.CourseFactory(episode=episode, first_dose_on=since)
    prescribing.DoseOrderFactory(course=course, effective_on=since)
    prescribing.RegimenFactory(course=course, effective_on=since, collect="1111111", supervised=days)


def path(house: SimpleNamespace, *more: str) -> str:
    return "/".join(("/action-plan", house.service, *more))


def line(house: SimpleNamespace, **more: object) -> str:
    values = {"start_on": today() - timedelta(days=28), "due_on": SOON, "target": "good"} | more
    return str(ActionLineFactory(unit_id=house.service, **values).id)


def test_a_line_is_planned_from_the_band_of_today_to_the_next_better_one(
    app: Flask, as_manager: Browser, house
) -> None:
    with app.app_context():
        supervised(house.service, today() - timedelta(days=20), days="1000000")
        db.session.commit()
    assert faults(as_manager.get(path(house, "new")).text) == []
    assert as_manager.post(path(house, "new"), data=PLANNED).status_code == 303
    with app.app_context():
        row = db.session.scalars(select(ActionLine)).one()
        assert (row.question, row.measure, row.start_band, row.target) == ("4.3", "4.3a", "weak", "fair")
        assert (row.start_on, row.owner, row.owner_id) == (today(), "Kay Keyworker", None)
        entry = db.session.scalars(select(TrailEntry).where(TrailEntry.action == "action_line.added")).one()
        assert entry.service_id == house.service


def test_a_worker_of_the_service_owns_a_line_by_name_and_id(app: Flask, as_manager: Browser, house) -> None:
    sent = PLANNED | {"owner": house.keyworker, "owner_name": "", "target": "good"}
    assert as_manager.post(path(house, "new"), data=sent).status_code == 303
    with app.app_context():
        row = db.session.scalars(select(ActionLine)).one()
        assert (row.owner, row.owner_id, row.target) == ("Kay Keyworker", house.keyworker, "good")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"measure": ""}, "Select the measure that will show whether it worked"),
        ({"measure": "5.2"}, "Select from the list"),
        ({"action": ""}, "Enter what will be done"),
        ({"owner_name": ""}, "Select who owns the action, or enter a name"),
        ({"owner": "stranger"}, "Select from the list: Owner"),
        ({"due_on-year": "2020"}, "must be today or later"),
        ({"target": "excellent"}, "The best band of this measure is good"),
        ({"measure": "6.3", "target": "good"}, "The best band of this measure is fair"),
        ({"measure": "2.1a", "target": "fair"}, "This measure has no band fair"),
        ({"measure": "cp5", "target": "good"}, "Leave it empty: it aims at 90%"),
    ],
)
def test_a_line_that_cannot_be_planned_is_refused_at_its_field(
    app: Flask, as_manager: Browser, house, change: dict[str, str], sentence: str
) -> None:
    answer = as_manager.post(path(house, "new"), data=PLANNED | change)
    assert answer.status_code == 422
    assert sentence in answer.text
    with app.app_context():
        assert db.session.scalars(select(ActionLine)).all() == []


def test_a_line_closes_itself_after_four_weekly_censuses(app: Flask, house) -> None:
    with app.app_context():
        supervised(house.service, today() - timedelta(days=22))
        line(house)
        db.session.commit()
        (found,) = lines(house.services, today())
        bands = [reading.band for reading in found.readings]
        assert bands == [None, "good", "good", "good", "good"]
        assert (found.standing.state, found.standing.closed_on) == (State.CLOSED, today())


def test_a_line_reopens_when_its_measure_falls(app: Flask, house) -> None:
    with app.app_context():
        supervised(house.service, today() - timedelta(days=50))
        for n in range(3):
            supervised(house.service, today() - timedelta(days=2), days="0000000", name=f"Late{n}")
        line(house, start_on=today() - timedelta(days=42))
        db.session.commit()
        (found,) = lines(house.services, today())
        assert (found.standing.state, found.standing.reopened_on) == (State.REOPENED, today())


def planned(service: str, days_ago: int) -> None:
    """A client in treatment with a plan agreed so many days ago, by word, and no copy offered."""
    day = today() - timedelta(days=days_ago)
    client = clients.ClientFactory(last_name="Planned", nhs_number=None)
    episode = clients.EpisodeFactory(client=client, service_id=service, referred_on=day)
    clients.InterventionFactory(
        episode=episode, referred_on=day, first_offered_on=day, started_on=day, ended_on=None
    )
    plan = plans.CarePlanFactory(episode=episode, drafted_on=day)
    plans.GoalFactory(plan=plan)
    plan.agreed_on, plan.agreement, plan.agreed_at, plan.agreed_by = day, "verbal", now(), "W1"


@pytest.mark.parametrize(
    ("measure", "question", "start", "target", "shown"),
    [
        ("cp2", "7.4", "good", "good", ["CP2 Plans agreed with the client", "90% or more, held"]),
        ("cp3", "7.4", "weak", "good", ["90% or more, from under 90%", "under 90%, not held"]),
        ("care-plan-standards/2b", "", "weak", "fair", ["Care plan standards, 2b", "fair, from weak"]),
    ],
)
def test_a_line_is_bound_to_an_indicator_or_to_a_care_plan_standard(
    app: Flask,
    as_manager: Browser,
    house,
    measure: str,
    question: str,
    start: str,
    target: str,
    shown: list[str],
) -> None:
    with app.app_context():
        planned(house.service, 30)
        db.session.commit()
    assert as_manager.post(path(house, "new"), data=PLANNED | {"measure": measure}).status_code == 303
    with app.app_context():
        row = db.session.scalars(select(ActionLine)).one()
        assert (row.measure, row.question, row.start_band, row.target) == (measure, question, start, target)
        id_ = row.id
    for page in (as_manager.get(path(house)).text, as_manager.get(path(house, id_)).text):
        assert [words for words in shown if words not in page] == []
        assert faults(page) == []


def test_a_line_on_an_indicator_closes_itself_too(app: Flask, house) -> None:
    with app.app_context():
        planned(house.service, 40)
        line(house, measure="cp2", question="7.4", target="good")
        db.session.commit()
        (found,) = lines(house.services, today())
        assert (found.standing.state, found.standing.held) == (State.CLOSED, 4)


def test_the_pages_show_state_course_and_table(app: Flask, as_manager: Browser, house) -> None:
    with app.app_context():
        supervised(house.service, today() - timedelta(days=15))
        id_ = line(house, due_on=today() - timedelta(days=1))
        db.session.commit()
    for page in (as_manager.get(path(house)).text, as_manager.get(path(house, id_)).text):
        assert "holding 3 of 4" in page
        assert "overdue" in page
        assert "Weekly course of 4.3a" in page
        assert "good, held" in page
        assert faults(page) == []


def test_a_line_on_what_others_are_like_is_followed_without_a_band(app: Flask, house) -> None:
    with app.app_context():
        line(house, question="6.3", measure="6.3", target="fair")
        db.session.commit()
        (found,) = lines(house.services, today())
        assert found.standing.state is State.OPEN


def test_a_line_is_withdrawn_once_with_a_reason(app: Flask, as_manager: Browser, house) -> None:
    with app.app_context():
        id_ = line(house)
        db.session.commit()
    bare = as_manager.post(path(house, id_, "withdraw"))
    assert bare.status_code == 422
    assert "Enter why it is withdrawn" in bare.text
    for reason in ("The form was replaced", "Another reason"):
        assert as_manager.post(path(house, id_, "withdraw"), data={"reason": reason}).status_code == 303
    page = as_manager.get(path(house, id_)).text
    assert "The form was replaced" in page
    assert "Another reason" not in page
    with app.app_context():
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.execute(update(ActionLine).values(withdrawn_reason="Another"))
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.execute(update(ActionLine).values(target="fair"))
        db.session.rollback()


def test_a_managers_today_shows_lines_past_their_day(
    app: Flask, as_manager: Browser, as_keyworker: Browser, charlie: Browser, house
) -> None:
    with app.app_context():
        line(house, due_on=today() - timedelta(days=3), action="Overdue words")
        line(house, due_on=SOON, action="Later words")
        db.session.commit()
    page = as_manager.get("/").text
    assert "Overdue words" in page
    assert "Later words" not in page
    assert "Overdue words" not in as_keyworker.get("/").text
    assert "Overdue words" not in charlie.get("/").text


def test_a_line_that_closed_itself_is_not_overdue(app: Flask, as_manager: Browser, house) -> None:
    with app.app_context():
        supervised(house.service, today() - timedelta(days=30))
        line(house, due_on=today() - timedelta(days=3), action="Overdue words")
        db.session.commit()
    assert "Overdue words" not in as_manager.get("/").text


def test_today_looks_at_as_many_weeks_as_a_line_needs_and_at_open_lines_alone(app: Flask, house) -> None:
    old = today() - timedelta(days=700)
    with app.app_context():
        supervised(house.service, today() - timedelta(days=60), name="Held")
        for name in ("4.3a", "4.3b"):
            line(house, measure=name, start_on=old, due_on=old)
        line(house, start_on=old, due_on=old, withdrawn_at=now(), withdrawn_by="W", withdrawn_reason="Done")
        db.session.commit()
        rows = list(db.session.scalars(select(ActionLine)))
        course = watched([(row.unit_id, row.measure) for row in rows], today())
        with patch.object(queries, "watched", return_value=course):
            waiting = waits(queries.PENDING, house.services, house.manager, today(), Role.MANAGER)
        assert [line.values[1][1] for line in waiting] == [row.id for row in rows if row.measure == "4.3b"]
        assert len([place for place in course.readings if place[1] == "4.3a"]) == 4


def test_today_costs_no_more_statements_for_more_lines(
    app: Flask, as_manager: Browser, house, statements: list[str]
) -> None:
    def add(measure: str, days: int) -> None:
        with app.app_context():
            line(
                house,
                measure=measure,
                start_on=today() - timedelta(days=days),
                due_on=today() - timedelta(days=1),
            )
            db.session.commit()

    def cost() -> int:
        statements.clear()
        assert as_manager.get("/").status_code == 200
        return len(statements)

    add("6.3", 30)
    few = cost()
    for measure in ("4.3a", "6.5", "11.1", "3.1"):
        add(measure, 300)
    assert cost() == few


def test_lines_measures_and_weeks_cost_no_further_statements(
    app: Flask, as_manager: Browser, house, statements: list[str]
) -> None:
    with app.app_context():
        supervised(house.service, today() - timedelta(days=30))
        line(house)
        line(house, measure="6.3", question="6.3", target="fair")
        db.session.commit()
    statements.clear()
    as_manager.get(path(house))
    few = len(statements)
    with app.app_context():
        for measure in ("4.3a", "4.4a", "4.1a", "3.1", "11.1", "6.5"):
            line(house, measure=measure, start_on=today() - timedelta(days=200), target="fair")
        supervised(house.service, today() - timedelta(days=90), name="Another")
        db.session.commit()
    statements.clear()
    as_manager.get(path(house))
    assert len(statements) == few


def test_another_service_sees_no_line(app: Flask, charlie: Browser, house) -> None:
    with app.app_context():
        id_ = line(house)
        db.session.commit()
    for more in ((), (id_,), ("new",)):
        assert charlie.get(path(house, *more)).status_code == 404
    own = f"/action-plan/{house.other_service}/{id_}"
    assert charlie.get(own).status_code == 404
    assert charlie.post(f"{own}/withdraw", data={"reason": "Mine"}).status_code == 404


def test_a_midpoint_gives_11_1_a_band_from_then_on(app: Flask, as_manager: Browser, house) -> None:
    with app.app_context():
        supervised(house.service, today() - timedelta(days=200))
        db.session.commit()
    report = f"/audit/{house.service}/{today().isoformat()}"
    assert "the national mid-point is not set" in as_manager.get(report).text
    at = f"/midpoints/{house.service}"
    sent = {"measure": "11.1", "percent": "75", "source": "National report 2004/05"}
    assert as_manager.post(at, data=sent).status_code == 303
    page = as_manager.get(at).text
    assert "in force" in page
    assert faults(page) == []
    with app.app_context():
        row = db.session.scalars(select(Midpoint)).one()
        assert row.percent == 75
    assert f'value="{row.id}"' in page
    assert as_manager.get(report).text.count("the national mid-point is not set") == 0
    assert (
        as_manager.post(at, data=sent | {"percent": "", "source": "Mistake", "seen": row.id}).status_code
        == 303
    )
    assert "the national mid-point is not set" in as_manager.get(report).text


def test_a_midpoint_that_somebody_set_meanwhile_is_shown_first(
    app: Flask, as_manager: Browser, house
) -> None:
    at = f"/midpoints/{house.service}"
    sent = {"measure": "11.1", "percent": "75", "source": "National report 2004/05"}
    assert as_manager.post(at, data=sent).status_code == 303
    stale = as_manager.post(at, data=sent | {"percent": "80", "source": "Letter of the agency"})
    assert stale.status_code == 409
    for words in ("75", "National report 2004/05", "80", "Letter of the agency"):
        assert words in stale.text
    assert faults(stale.text) == []
    with app.app_context():
        assert [row.percent for row in db.session.scalars(select(Midpoint))] == [75]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"measure": ""}, "Select the measure"),
        ({"measure": "4.3a"}, "Select from the list"),
        ({"percent": "101"}, "The mid-point must be 100 or less"),
        ({"source": ""}, "Enter where it is published"),
    ],
)
def test_a_wrong_midpoint_is_refused_in_words(
    as_manager: Browser, house, change: dict[str, str], sentence: str
) -> None:
    sent = {"measure": "11.1", "percent": "75", "source": "National report 2004/05"} | change
    answer = as_manager.post(f"/midpoints/{house.service}", data=sent)
    assert answer.status_code == 422
    assert sentence in answer.text
