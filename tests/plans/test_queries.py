"""What others ask of plans: the clock of many episodes, what waits, the summary; scoped, ordered, in few statements."""

from datetime import date, timedelta

import pytest

from careplan.clients.models import Episode
from careplan.ground.db import db
from careplan.ground.offers import Rank
from careplan.plans.queries import clock, clocked, plan_summary
from careplan.plans.queries.today import PENDING
from careplan.plans.queries.versions import counted, goals, versions
from careplan.plans.queries.whole import latest_risk, needs, ticked
from careplan.plans.rules.clock import ClockStatus
from careplan.record.queries import banner_facts
from tests.factories.assessment import AnswerFactory, AssessmentFactory
from tests.factories.clients import ClientFactory, EpisodeFactory, InterventionFactory, PauseFactory
from tests.factories.plans import (
    CarePlanFactory,
    CarePlanReviewFactory,
    GoalFactory,
    GoalOutcomeFactory,
    NeedFactory,
)
from tests.waiting import waits

AGREED = date(2026, 1, 15)


def treated(house, last_name="Test", **values):
    """An episode in treatment since 1 January 2026."""
    values = {"service_id": house.service, "keyworker_id": house.keyworker} | values
    made = EpisodeFactory(client=ClientFactory(last_name=last_name), referred_on=date(2025, 12, 1), **values)
    InterventionFactory(
        episode=made, referred_on=date(2025, 12, 1), first_offered_on=None, started_on=date(2026, 1, 1)
    )
    return made


def planned(episode, version=1, agreed_on=AGREED, goal=True, **values):
    """A version agreed on a day, with one goal unless told otherwise."""
    plan = CarePlanFactory(episode=episode, version=version, drafted_on=date(2026, 1, 1), **values)
    if goal:
        GoalFactory(plan=plan)
    if agreed_on:
        plan.agreed_on, plan.agreement = agreed_on, "signed"
        db.session.flush()
    return plan


def state(house, episode, on):
    return clock(house.services, [episode.id], on)[episode.id].status


def test_the_clock_reads_the_states_from_the_record(session, house):
    bare, due, late, over, rest = (treated(house) for _ in range(5))
    for one in (due, late, over, rest):
        planned(one)
    CarePlanReviewFactory(episode=late, reviewed_on=date(2026, 1, 16), next_due_on=None)
    PauseFactory(episode=rest, from_on=date(2026, 4, 1))
    on = date(2026, 4, 16)
    assert state(house, bare, on) is ClockStatus.PLAN_MISSING
    assert state(house, due, date(2026, 4, 15)) is ClockStatus.DUE_SOON
    assert state(house, late, date(2026, 4, 17)) is ClockStatus.LATE_LOCAL
    assert state(house, over, on) is ClockStatus.OVERDUE
    assert state(house, rest, on) is ClockStatus.PAUSED


def test_a_version_without_goals_and_an_attempt_count_for_nothing(session, house):
    one = treated(house)
    planned(one, goal=False)
    assert state(house, one, date(2026, 4, 16)) is ClockStatus.PLAN_MISSING
    planned(one, version=2, agreed_on=date(2026, 2, 1))
    CarePlanReviewFactory(episode=one, reviewed_on=date(2026, 4, 1), held=False, client_present=False)
    assert clock(house.services, [one.id], date(2026, 4, 20))[one.id].limit_on == date(2026, 5, 1)


def test_a_new_version_does_not_move_the_clock_and_a_planned_day_brings_it_forward(session, house):
    one = treated(house)
    planned(one)
    planned(one, version=2, agreed_on=date(2026, 3, 1), next_due_on=date(2026, 3, 20))
    reading = clock(house.services, [one.id], date(2026, 3, 2))[one.id]
    assert (reading.due.on, reading.limit_on) == (date(2026, 3, 20), date(2026, 4, 15))
    CarePlanReviewFactory(episode=one, reviewed_on=date(2026, 3, 10), next_due_on=date(2026, 5, 1))
    reading = clock(house.services, [one.id], date(2026, 3, 11))[one.id]
    assert (reading.due.on, reading.limit_on) == (date(2026, 5, 1), date(2026, 9, 10))


def test_a_client_who_died_has_no_review_due(session, house):
    one = treated(house)
    planned(one)
    client = db.session.get_one(Episode, one.id).client_id
    from careplan.clients.models import Client

    db.session.get_one(Client, client).deceased_on = date(2026, 2, 1)
    db.session.flush()
    assert state(house, one, date(2026, 4, 16)) is ClockStatus.DIED


def test_the_clock_of_many_episodes_takes_one_statement(session, house, statements):
    made = [treated(house) for _ in range(4)]
    for one in made:
        planned(one)
    session.flush()
    for number in (1, 4):
        statements.clear()
        assert len(clock(house.services, [one.id for one in made[:number]], AGREED)) == number
        assert len(statements) == 1


def test_clocked_lists_open_episodes_by_name_and_no_foreign_one(session, house):
    treated(house, last_name="zebra")
    treated(house, last_name="Abel")
    treated(house, last_name="Closed", closed_on=date(2026, 3, 1), exit_reason="dropped_out")
    treated(house, last_name="Foreign", service_id=house.other_service, keyworker_id=house.charlie)
    names = [one.client_name for one in clocked(house.services, date(2026, 4, 1))]
    assert names == ["ABEL, Janet", "WILLIAMS, Janet", "ZEBRA, Janet"]
    assert clocked(house.services, date(2026, 4, 1), keyworker_id=house.prescriber) == []


def test_charlie_reads_no_plan_of_another_service(session, house):
    one = treated(house)
    plan, theirs = planned(one), frozenset({house.other_service})
    NeedFactory(episode=one)
    assert clock(theirs, [one.id], AGREED) == {}
    assert plan_summary(banner_facts(theirs, one, AGREED, whole=True).facts, AGREED) is None
    assert versions(theirs, one) == []
    assert goals(theirs, plan, AGREED) == []
    assert needs(theirs, one) == []
    assert ticked(theirs, one) == []
    assert latest_risk(theirs, one) is None
    assert waits(PENDING, theirs, house.keyworker, AGREED) == []


def test_the_summary_is_read_with_the_record_and_knows_plan_and_draft(session, house, statements):
    one, on = treated(house), date(2026, 2, 1)
    first = planned(one, copy_offered_on=AGREED, copy_taken="paper")
    draft = planned(one, version=2, agreed_on=None)
    session.flush()
    statements.clear()
    found = plan_summary(banner_facts(house.services, one, on, whole=True).facts, on)
    assert len(statements) == 1
    assert (found.plan.id, found.plan.version, found.draft_id, found.plan.goals) == (first.id, 1, draft.id, 1)
    assert (found.plan.agreement, found.plan.copy_taken) == ("signed", "paper")
    assert found.reading == clock(house.services, [one.id], on)[one.id]
    bare = plan_summary(banner_facts(house.services, treated(house), on, whole=True).facts, on)
    assert (bare.plan, bare.reading.status) == (None, ClockStatus.PLAN_MISSING)


def test_today_names_what_waits_for_this_keyworker_alone(session, house):
    late, missing, drafted = treated(house, "Late"), treated(house, "Missing"), treated(house, "Drafted")
    planned(late, copy_offered_on=AGREED)
    planned(drafted, agreed_on=None)
    planned(treated(house, "Other", keyworker_id=house.manager))
    lines = [
        (line.client_name, line.reason, line.rank)
        for line in waits(PENDING, house.services, house.keyworker, date(2026, 4, 16))
    ]
    assert ("LATE, Janet", "Care plan review overdue", Rank.OVERDUE) in lines
    assert ("MISSING, Janet", "Care plan missing", Rank.OVERDUE) in lines
    assert ("DRAFTED, Janet", "Care plan not agreed yet", Rank.OPEN) in lines
    assert not any(name.startswith("OTHER") for name, _, _ in lines)
    assert missing.id in {
        line.episode_id for line in waits(PENDING, house.services, house.keyworker, date(2026, 4, 16))
    }


def test_today_stays_at_one_statement(session, house, statements):
    for number in (1, 3):
        for _ in range(number):
            planned(treated(house))
        session.flush()
        statements.clear()
        waits(PENDING, house.services, house.keyworker, date(2026, 4, 16))
        assert len(statements) == 1


def test_goals_stand_as_their_last_held_review_said(session, house):
    one = treated(house)
    plan = planned(one)
    goal = goals(house.services, plan, AGREED)[0].goal
    for on, held, status in (
        (date(2026, 2, 1), True, "partly"),
        (date(2026, 3, 1), True, "achieved"),
        (date(2026, 3, 2), False, "stopped"),
    ):
        review = CarePlanReviewFactory(episode=one, reviewed_on=on, held=held)
        GoalOutcomeFactory(
            review_id=review.id, goal_id=goal.id, service_id=house.service, status=status, client_view=status
        )
    stands = {
        on: goals(house.services, plan, on)[0]
        for on in (date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 5))
    }
    assert [one.status for one in stands.values()] == ["open", "partly", "achieved"]
    assert stands[date(2026, 3, 5)].view == "achieved"


def test_needs_come_from_the_latest_asking_of_each_item(session, house):
    one = treated(house)
    first = AssessmentFactory(episode=one, kind="triage", started_on=date(2026, 1, 1))
    second = AssessmentFactory(episode=one, started_on=date(2026, 2, 1))
    for asked, item, need in (
        (first, "housing_status", True),
        (first, "presenting_reason", True),
        (second, "housing_status", False),
        (second, "trauma_history", True),
    ):
        AnswerFactory(assessment=asked, item=item, status="declined", value=None, need=need)
    AnswerFactory(assessment=second, item="presenting_reason", status="not_asked", value=None)
    first.completed_on = date(2026, 1, 2)
    session.flush()
    found = ticked(house.services, one)
    assert {line.item: line.kind for line in found} == {
        "presenting_reason": "triage",
        "trauma_history": "comprehensive",
    }
    assert [line.ask_alone for line in found if line.item == "trauma_history"] == [True]


def test_a_need_that_was_only_carried_over_keeps_the_day_and_place_where_it_was_asked(session, house):
    one = treated(house)
    first = AssessmentFactory(episode=one, kind="triage", started_on=date(2026, 1, 1))
    AnswerFactory(assessment=first, item="naloxone_status", value="supplied_today", need=True)
    first.completed_on = date(2026, 1, 2)
    second = AssessmentFactory(episode=one, kind="risk", started_on=date(2026, 2, 1))
    copy = AnswerFactory(
        assessment=second, item="naloxone_status", value="supplied_today", need=True, carried_from=first.id
    )
    session.flush()
    assert [(line.kind, line.asked_on) for line in ticked(house.services, one)] == [
        ("triage", date(2026, 1, 2))
    ]
    copy.need = False
    session.flush()
    assert ticked(house.services, one) == []
    copy.need, copy.confirmed_on = True, date(2026, 2, 1)
    session.flush()
    assert [(line.kind, line.asked_on) for line in ticked(house.services, one)] == [
        ("risk", date(2026, 2, 1))
    ]


def test_needs_are_read_as_they_stood_at_a_moment(session, house):
    one = treated(house)
    old = NeedFactory(episode=one, priority="low")
    then = old.recorded_at
    new = NeedFactory(
        episode=one, priority="high", corrects=old.id, correction_reason="again", root_id=old.id
    )
    old.superseded_at, old.superseded_by = new.recorded_at, new.id
    session.flush()
    assert [need.priority for need in needs(house.services, one)] == ["high"]
    assert [need.priority for need in needs(house.services, one, at=then)] == ["low"]


def test_needs_stand_with_the_pressing_ones_first(session, house):
    one = treated(house)
    for priority in ("low", "high", "medium"):
        NeedFactory(episode=one, priority=priority)
    assert [need.priority for need in needs(house.services, one)] == ["high", "medium", "low"]


@pytest.mark.parametrize(
    ("first", "second"), [(date(2026, 1, 1), date(2026, 2, 1)), (date(2026, 2, 1), date(2026, 1, 1))]
)
def test_the_latest_completed_risk_assessment_counts_whatever_came_first(session, house, first, second):
    one = treated(house)
    rows = [AssessmentFactory(episode=one, kind="risk", started_on=on) for on in (first, second)]
    AssessmentFactory(episode=one, kind="risk", started_on=date(2026, 3, 1))
    for row, on in zip(rows, (first, second), strict=True):
        row.completed_on = on + timedelta(1)
    session.flush()
    latest = rows[0] if first > second else rows[1]
    assert latest_risk(house.services, one) == (latest.id, date(2026, 2, 2))


def test_versions_come_newest_first_with_the_number_of_their_goals(session, house):
    one = treated(house)
    planned(one, goal=False)
    planned(one, version=2, agreed_on=date(2026, 2, 1))
    found = versions(house.services, one)
    assert [plan.version for plan in found] == [2, 1]
    assert [version.goals for version in counted(house.services, found)] == [1, 0]
