"""The caseload: every client once, with where the plan stands; few statements whatever the number of rows."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from careplan.clients.models import Episode
from careplan.ground.clock import now, today
from careplan.ground.dates import add_months
from careplan.ground.db import db
from careplan.plans.rules.clock import ClockStatus, Reading
from careplan.prescribing.caseload import LISTED as DOSES
from careplan.record.queries import cells
from careplan.record.rules.caseload import Order, State, Whose, counts, kept, sorted_by
from careplan.risk.caseload import LISTED as RISK
from careplan.risk.caseload import due
from careplan.trail.changes import within
from tests.factories.assessment import AssessmentFactory
from tests.factories.clients import ClientFactory, EpisodeFactory, InterventionFactory
from tests.factories.plans import CarePlanFactory, CarePlanReviewFactory, GoalFactory
from tests.factories.prescribing import (
    CourseFactory,
    DoseEventFactory,
    DoseOrderFactory,
    ReassessmentFactory,
)


@dataclass(frozen=True)
class Row:
    name: str
    status: ClockStatus
    left: int | None = None
    keyworker_id: str | None = "kay"
    service_id: str = "north"
    started_on: date | None = None
    waited: int | None = None
    too_long: bool = False

    @property
    def reading(self):
        return Reading(self.status, days_left=self.left, waited=self.waited, too_long=self.too_long)


ROWS = [
    Row("a", ClockStatus.NOT_DUE, 40),
    Row("b", ClockStatus.OVERDUE, -3),
    Row("c", ClockStatus.PLAN_MISSING, keyworker_id=None),
    Row("d", ClockStatus.OVERDUE, -30),
    Row("e", ClockStatus.PAUSED, 5, service_id="south"),
    Row("f", ClockStatus.LATE_LOCAL, -1),
    Row("g", ClockStatus.DUE_SOON, 2, keyworker_id="pat"),
]


def names(rows):
    return "".join(row.name for row in rows)


def test_what_is_overdue_by_most_comes_first():
    assert names(sorted_by(ROWS, Order.URGENCY)) == "dbcfgae"
    assert names(sorted_by(ROWS, Order.NAME)) == "abcdefg"


@pytest.mark.parametrize(
    ("whose", "state", "service", "left"),
    [
        (Whose.ALL, None, None, "abcdefg"),
        (Whose.MINE, None, None, "abdef"),
        (Whose.NOBODYS, None, None, "c"),
        (Whose.ALL, State.OVERDUE, None, "bd"),
        (Whose.MINE, State.DUE, None, ""),
        (Whose.ALL, State.DUE, None, "g"),
        (Whose.ALL, None, "south", "e"),
        (Whose.ALL, State.MISSING, None, "c"),
        (Whose.ALL, State.LATE, None, "f"),
        (Whose.ALL, State.BEHIND, None, "bdf"),
    ],
)
def test_filters_keep_what_they_say(whose, state, service, left):
    assert names(kept(ROWS, "kay", whose, state, service)) == left


def test_every_state_of_the_clock_but_closed_belongs_to_one_filter_and_what_is_behind_to_one_more():
    every = [Row("x", status) for status in ClockStatus if status is not ClockStatus.CLOSED]
    found = counts(every)
    assert found.pop(State.BEHIND) == found[State.LATE] + found[State.OVERDUE]
    assert sum(found.values()) == len(every)


def test_who_waits_to_be_seen_too_long_stands_above_all_else():
    waits = [
        Row("x", ClockStatus.WAITING, waited=21),
        *(Row(n, ClockStatus.WAITING, waited=d, too_long=True) for n, d in (("y", 30), ("z", 90))),
    ]
    assert names(sorted_by([*ROWS, *waits], Order.URGENCY)) == "zydbcfgxae"


def test_a_client_referred_and_never_seen_is_waiting_and_in_the_manager_s_list_first(
    house, session, as_keyworker, as_manager
):
    lost = EpisodeFactory(
        client=ClientFactory(first_name="Samuel", last_name="Sampleton", nhs_number=None),
        service_id=house.service,
        referred_on=today() - timedelta(days=300),
        priority=None,
    )
    planned(house, "Ann", "Aardvark", add_months(today(), -9))
    db.session.commit()
    page = as_manager.get("/caseload?whose=all&service=").text
    assert page.index("SAMPLETON, Samuel") < page.index("AARDVARK, Ann")
    assert "300 days since referral" in page
    assert ">Waiting to be seen</strong>" in page
    assert "SAMPLETON" not in as_manager.get("/caseload?whose=all&state=not_due").text
    assert "SAMPLETON" in as_manager.get("/caseload?whose=all&state=waiting").text
    AssessmentFactory(episode=lost, kind="triage", started_on=today())
    db.session.commit()
    assert "SAMPLETON" not in as_manager.get("/caseload?whose=all&state=waiting").text
    assert "SAMPLETON" in as_manager.get("/caseload?whose=all&state=no_plan").text


def offered(page):
    """What the filter of states says: the number beside each."""
    options = re.findall(r"<option value=\"(\w+)\"[^>]*>[^<]*\((\d+)\)</option>", page)
    return {state: int(number) for state, number in options}


def test_the_numbers_beside_the_states_sum_to_the_number_of_clients(house, session, as_manager):
    dead = planned(house, "Dee", "Dead", today())
    dead.client.deceased_on = today()
    planned(house, "Ann", "Aardvark", add_months(today(), -9))
    started = EpisodeFactory(client=ClientFactory(nhs_number=None), service_id=house.service)
    InterventionFactory(episode=started, started_on=today())
    EpisodeFactory(client=ClientFactory(nhs_number=None), service_id=house.service)
    db.session.commit()
    page = as_manager.get("/caseload?whose=all").text
    states = offered(page)
    assert f"Caseload: {sum(states.values())} clients" in page
    assert states["died"] == 1
    assert ">Died, episode open<" in page
    assert "behind" in offered(as_manager.get("/caseload?whose=all&state=behind").text)


def test_risk_is_due_months_after_the_last_assessment():
    assert str(due(date(2025, 11, 30), date(2026, 2, 28))) == "28-Feb-2026"
    assert str(due(date(2025, 11, 30), date(2026, 3, 1))) == "28-Feb-2026, Review overdue"
    assert str(due(None, date(2026, 2, 28))) == "Never assessed, Review overdue"


def planned(house, first, last, agreed_on, reviewed_on=None, **more):
    client = ClientFactory(first_name=first, last_name=last, nhs_number=None)
    given = {"client": client, "service_id": house.service, "keyworker_id": house.keyworker} | more
    episode = EpisodeFactory(**given)
    InterventionFactory(episode=episode, started_on=date(2025, 1, 20))
    plan = CarePlanFactory(episode=episode, drafted_on=agreed_on)
    GoalFactory(plan=plan)
    plan.agreed_on, plan.agreement = agreed_on, "signed"
    if reviewed_on:
        CarePlanReviewFactory(episode=episode, reviewed_on=reviewed_on)
    db.session.flush()
    return episode


def test_a_keyworker_sees_own_clients_with_plan_risk_and_dose(house, session, as_keyworker):
    row = planned(house, "Amy", "Adams", add_months(today(), -4))
    course = CourseFactory(episode=row, first_dose_on=today() - timedelta(days=9))
    DoseOrderFactory(course=course, effective_on=today() - timedelta(days=9), daily_mg=30)
    DoseOrderFactory(course=course, effective_on=today() - timedelta(days=2), daily_mg=40)
    done = AssessmentFactory(episode=row, kind="risk", started_on=today())
    done.completed_on = today()
    planned(house, "Zed", "Other", today(), keyworker_id=house.prescriber)
    db.session.commit()
    page = as_keyworker.get("/caseload").text
    assert "Caseload: 2 clients" in page
    assert "ADAMS, Amy" in page
    assert "OTHER, Zed" not in page
    assert "Review overdue" in page
    assert "Methadone 40\u00a0mg" in page
    assert page.index("WILLIAMS") < page.index("ADAMS"), "waiting since the referral, and never seen"
    everybody = as_keyworker.get("/caseload?whose=all&sort=name").text
    assert "Caseload: 3 clients" in everybody
    assert "OTHER, Zed" in everybody


def test_the_beside_facts_are_those_of_the_episode(house, session):
    row = planned(house, "Amy", "Adams", today())
    CourseFactory(episode=session.get_one(Episode, house.other_episode))
    ids = [row.id, house.other_episode]
    risks, doses = cells((RISK, DOSES), house.services, ids, today())
    assert str(risks[row.id]) == "Never assessed, Review overdue"
    assert [doses[one] for one in ids] == ["None", "None"]


def test_every_open_course_of_a_client_stands_in_one_line_with_the_order_in_force(house, session):
    row, day = planned(house, "Amy", "Adams", today()), today() - timedelta(days=9)
    older = CourseFactory(episode=row, first_dose_on=day)
    DoseOrderFactory(course=older, effective_on=day, daily_mg=30)
    DoseOrderFactory(course=older, effective_on=today(), daily_mg=40)
    DoseOrderFactory(course=older, effective_on=today() + timedelta(days=1), daily_mg=50)
    CourseFactory(episode=row, first_dose_on=today() - timedelta(days=60), ended_on=day)
    (doses,) = cells((DOSES,), house.services, [row.id], today())
    assert doses == {row.id: "Methadone 40\u00a0mg"}


def test_a_dose_that_is_held_back_is_not_shown_as_ordered(house, session, as_keyworker):
    row, day = planned(house, "Amy", "Adams", today()), today() - timedelta(days=4)
    course = CourseFactory(episode=row, first_dose_on=day)
    written = {"course": course, "recorded_at": now() - timedelta(days=4)}
    DoseOrderFactory(effective_on=day, daily_mg=30, **written)
    DoseOrderFactory(effective_on=day + timedelta(days=2), daily_mg=60, **written)
    DoseEventFactory(course=course, happened_on=day, mg=30)
    db.session.commit()
    page = as_keyworker.get("/caseload").text
    assert "Methadone 30\u00a0mg (held back)" in page
    assert "60\u00a0mg" not in page


def reassessed(house, written_days_ago):
    """Three clients whose courses were reassessed yesterday, their orders written so many days ago."""
    day = today() - timedelta(days=40)
    for number in range(3):
        row = planned(house, f"Amy{number}", "Adams", today())
        course = CourseFactory(episode=row, first_dose_on=day)
        written_at = now() - timedelta(days=written_days_ago)
        DoseOrderFactory(course=course, effective_on=day, daily_mg=60, recorded_at=written_at)
        ReassessmentFactory(course=course, reassessed_on=today() - timedelta(days=1), tolerance="low")
    db.session.commit()


def test_a_dose_limited_by_a_reassessment_is_shown_so(house, session, as_keyworker, statements):
    reassessed(house, 40)
    as_keyworker.get("/caseload")
    statements.clear()
    assert as_keyworker.get("/caseload").text.count("Methadone 20\u00a0mg (held back)") == 3
    assert len(statements) <= 9, "\n".join(statements)


def test_an_order_written_after_the_reassessment_stands_and_asks_nothing_more(
    house, session, as_keyworker, statements
):
    reassessed(house, 0)
    as_keyworker.get("/caseload")
    statements.clear()
    assert as_keyworker.get("/caseload").text.count("Methadone 60\u00a0mg") == 3
    assert len(statements) <= 3, "\n".join(statements)


def test_a_list_narrowed_to_nothing_says_so(house, as_keyworker):
    page = as_keyworker.get("/caseload?state=overdue").text
    assert "Caseload: 0 clients" in page
    assert "No client matches" in page


def test_nobodys_keyworker_is_told_what_to_do(house, as_prescriber):
    assert "No clients are allocated to you yet" in as_prescriber.get("/caseload?whose=mine").text


@pytest.mark.parametrize(
    "query", ["?page=x", "?page=9999", "?whose=x&state=y&sort=z", "?service=elsewhere", "?page="]
)
def test_a_nonsense_filter_is_the_usual_list(house, as_keyworker, query):
    page = as_keyworker.get(f"/caseload{query}")
    assert page.status_code == 200
    assert "WILLIAMS, Janet" in page.text


@pytest.mark.parametrize("many", [5, 60])
def test_the_caseload_takes_six_statements(house, session, as_keyworker, statements, many):
    for number in range(many):
        planned(house, f"N{number}", "Many", today() - timedelta(days=number))
    db.session.commit()
    as_keyworker.get("/caseload")
    statements.clear()
    page = as_keyworker.get("/caseload").text
    assert len(statements) <= 6, "\n".join(statements)
    assert page.count('scope="row"') == min(many + 1, 50)


def test_the_same_page_asks_for_the_mark_alone_and_after_a_write_for_all(
    house, session, as_keyworker, as_prescriber, statements
):
    row, day = planned(house, "Amy", "Adams", today()), today() - timedelta(days=9)
    course = CourseFactory(episode=row, first_dose_on=day)
    DoseOrderFactory(course=course, effective_on=day, daily_mg=30)
    db.session.commit()
    as_keyworker.get("/caseload")
    statements.clear()
    page = as_keyworker.get("/caseload").text
    assert len(statements) == 2, "who asks, and whether anything was written"
    assert "Methadone 30\u00a0mg" in page
    assert page.count("Never assessed") == 2
    DoseOrderFactory(course=course, effective_on=today(), daily_mg=25)
    db.session.commit()
    assert "Methadone 25\u00a0mg" in as_keyworker.get("/caseload").text
    done = AssessmentFactory(episode=row, kind="risk", started_on=today())
    done.completed_on = today()
    db.session.commit()
    for worker in (as_keyworker, as_prescriber):
        assert worker.get("/caseload?whose=all").text.count("Never assessed") == 1


def test_after_a_write_in_one_record_the_clock_of_that_record_alone_is_read(
    house, session, as_keyworker, statements
):
    row = planned(house, "Amy", "Adams", today() - timedelta(days=20))
    db.session.commit()
    before = as_keyworker.get("/caseload").text
    within(db.session(), row.client_id, [row.id, house.service])
    CarePlanReviewFactory(episode=row, reviewed_on=today())
    db.session.info["trailed"] = True
    db.session.commit()
    statements.clear()
    after = as_keyworker.get("/caseload").text
    assert after != before
    (clocks,) = [one for one in statements if "wanted_episodes" in one]
    assert re.search(r"episodes\.id (IN|= ANY) \(", clocks), "episodes are named"
    planned(house, "Bea", "Brown", today())
    db.session.commit()
    assert "BROWN, Bea" in as_keyworker.get("/caseload").text


def test_charlie_sees_only_the_other_service(house, charlie):
    page = charlie.get("/caseload?whose=all").text
    assert "ELSEWHERE, Otto" in page
    assert "WILLIAMS" not in page


def test_an_auditor_has_no_caseload(house, as_auditor):
    assert as_auditor.get("/caseload").status_code == 403
