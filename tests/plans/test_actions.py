"""Writes of the plans room: what is refused whoever asks, what the trail says, what the database keeps."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from careplan.clients.codes import ExitReason
from careplan.ground.clock import today
from careplan.ground.db import db
from careplan.plans.actions import agreeing, drafts, leaving
from careplan.plans.codes import AgreedHow, Copy, GoalStatus, PlanKind
from careplan.plans.models import CarePlan, CarePlanReview, Goal, GoalAction, Need
from careplan.plans.queries.leaving import Running
from careplan.plans.queries.versions import goals as goals_of
from careplan.plans.rules.completeness import PlanFacts
from careplan.trail.models import TrailEntry
from tests.factories.clients import EpisodeFactory
from tests.factories.plans import CarePlanFactory, GoalActionFactory, GoalFactory

NOW = today()


@pytest.fixture
def room(session, house):
    """An episode with a draft: one goal, one action."""
    episode = EpisodeFactory(service_id=house.service, referred_on=NOW - timedelta(50))
    plan = CarePlanFactory(episode=episode, drafted_on=NOW - timedelta(5))
    goal = GoalFactory(plan=plan)
    action = GoalActionFactory(goal=goal)
    who = {"by": house.actors.keyworker, "episode": episode}
    return SimpleNamespace(
        episode=episode, plan=plan, goal=goal, action=action, who=who, services=house.services
    )


def whole(room):
    """Facts of a plan that lacks nothing."""
    found = tuple(one.facts() for one in goals_of(room.services, room.plan, NOW))
    return PlanFacts(found, own_words=True, contingency=True, disengagement=True)


def agreed(**values):
    """An answer on paper today."""
    return agreeing.Agreed(
        **(
            {
                "on": NOW,
                "how": AgreedHow.ON_PAPER,
                "next_due_on": NOW + timedelta(60),
                "no_risk_reason": "soon",
            }
            | values
        )
    )


def agree(room, answer=None, facts=None, risk=None):
    agreeing.agree(
        **room.who,
        plan=room.plan,
        agreed=answer or agreed(),
        facts=facts or whole(room),
        risk=risk,
        today=NOW,
    )


def test_a_second_draft_is_refused_and_versions_run_without_gaps(room):
    with pytest.raises(drafts.Refused):
        drafts.start(**room.who, kind=PlanKind.INITIAL, drafted_on=NOW)
    agree(room)
    plan = drafts.start(**room.who, kind=PlanKind.AFTERCARE, drafted_on=NOW)
    assert (plan.version, plan.kind, plan.agreed_on) == (2, "aftercare", None)


def test_a_new_version_takes_over_unfinished_goals_and_undone_actions(room):
    for status in (GoalStatus.PARTLY, GoalStatus.CHANGED, GoalStatus.ACHIEVED, GoalStatus.STOPPED):
        GoalFactory(plan=room.plan, wording=status.value, status=status.value)
    GoalActionFactory(goal=room.goal, action="done", done_on=NOW)
    agree(room, facts=PlanFacts(whole(room).goals[:1], own_words=True, contingency=True, disengagement=True))
    old = goals_of(room.services, room.plan, NOW)
    plan = drafts.start(**room.who, kind=PlanKind.COMPREHENSIVE, drafted_on=NOW, old=room.plan, goals=old)
    taken = goals_of(room.services, plan, NOW)
    assert [one.goal.wording for one in taken] == ["No heroin for four weeks", "partly", "changed"]
    assert {one.status for one in taken} == {GoalStatus.OPEN}
    assert [step.action for step in taken[0].actions] == ["Weekly keywork"]


def test_every_write_to_an_agreed_plan_is_refused(room):
    agree(room)
    values = dict.fromkeys(drafts.GOAL_PARTS + drafts.ACTION_PARTS)
    for write in (
        lambda: drafts.save(**room.who, plan=room.plan, values={"contingency": "x"}),
        lambda: drafts.save_goal(**room.who, plan=room.plan, goal=room.goal, values=values),
        lambda: drafts.remove_goal(**room.who, plan=room.plan, goal=room.goal),
        lambda: drafts.save_action(
            **room.who, plan=room.plan, goal=room.goal, action=room.action, values=values
        ),
        lambda: drafts.remove_action(**room.who, plan=room.plan, action=room.action),
        lambda: agree(room),
    ):
        with pytest.raises(drafts.Refused):
            write()


def test_nothing_is_written_to_the_plan_of_a_closed_episode(room):
    room.episode.closed_on, room.episode.exit_reason = NOW, "moved_away"
    need = {"words": "late", "domain": "social", "priority": "high", "wants_help": "now"}
    for write in (
        lambda: drafts.save(**room.who, plan=room.plan, values={"contingency": "late"}),
        lambda: drafts.remove_goal(**room.who, plan=room.plan, goal=room.goal),
        lambda: drafts.weigh(**room.who, need=None, values=need),
        lambda: agree(room),
    ):
        with pytest.raises(drafts.Refused):
            write()


@pytest.mark.parametrize(
    ("table", "column"),
    [(CarePlan, "contingency"), (CarePlan, "agreed_on"), (Goal, "wording"), (GoalAction, "action")],
)
def test_the_database_keeps_an_agreed_plan_as_it_was(room, table, column):
    agree(room)
    db.session.flush()
    value = NOW - timedelta(1) if column == "agreed_on" else "changed"
    with pytest.raises(DBAPIError), db.session.begin_nested():
        db.session.execute(update(table).values({column: value}))


def test_the_database_keeps_reviews_and_needs_as_they_were(room):
    values = {"domain": "social", "words": "Home", "priority": "high", "wants_help": "now"}
    drafts.weigh(**room.who, need=None, values=values)
    agreeing.attempt(**room.who, tried_on=NOW, agreed_on=NOW, note="Rang", today=NOW)
    for table, column in ((Need, "words"), (CarePlanReview, "note")):
        with pytest.raises(DBAPIError), db.session.begin_nested():
            db.session.execute(update(table).values({column: "changed"}))


@pytest.mark.parametrize(
    "answer",
    [
        agreed(on=NOW + timedelta(1), next_due_on=NOW + timedelta(9)),
        agreed(on=NOW - timedelta(6)),
        agreed(next_due_on=NOW),
        agreed(how=AgreedHow.DECLINED),
        agreed(how=AgreedHow.LACKS_CAPACITY, note=" "),
        agreed(no_risk_reason=None),
    ],
)
def test_an_agreement_without_what_it_needs_is_refused(room, answer):
    with pytest.raises(drafts.Refused):
        agree(room, answer)
    assert room.plan.agreed_on is None


def test_a_date_alone_agrees_no_plan(room):
    with pytest.raises(drafts.Refused):
        agree(room, facts=PlanFacts(own_words=True, contingency=True, disengagement=True))


def test_a_recent_risk_assessment_needs_no_reason_and_an_old_one_does(room):
    from tests.factories.assessment import AssessmentFactory

    risk = AssessmentFactory(episode=room.episode, kind="risk", started_on=NOW - timedelta(200))
    with pytest.raises(drafts.Refused):
        agree(room, agreed(no_risk_reason=None), risk=(risk.id, NOW - timedelta(200)))
    agree(room, agreed(no_risk_reason="not kept"), risk=(risk.id, NOW - timedelta(20)))
    assert (room.plan.risk_assessment_id, room.plan.no_risk_reason) == (risk.id, None)


def test_a_copy_is_offered_once_and_only_of_an_agreed_plan(room):
    offer = {**room.who, "plan": room.plan, "taken": Copy.EMAIL, "today": NOW}
    with pytest.raises(drafts.Refused):
        agreeing.offer_copy(**offer, offered_on=NOW)
    agree(room)
    for impossible in (NOW + timedelta(1), NOW - timedelta(6)):
        with pytest.raises(drafts.Refused):
            agreeing.offer_copy(**offer, offered_on=impossible)
    agreeing.offer_copy(**offer, offered_on=NOW)
    with pytest.raises(drafts.Refused):
        agreeing.offer_copy(**offer, offered_on=NOW)


def test_an_action_is_done_once_within_its_plan(room):
    done = {**room.who, "plan": room.plan, "action": room.action, "today": NOW}
    with pytest.raises(drafts.Refused):
        drafts.finish_action(**done, done_on=NOW)
    agree(room)
    for impossible in (NOW + timedelta(1), NOW - timedelta(6)):
        with pytest.raises(drafts.Refused):
            drafts.finish_action(**done, done_on=impossible)
    drafts.finish_action(**done, done_on=NOW)
    with pytest.raises(drafts.Refused):
        drafts.finish_action(**done, done_on=NOW)


@pytest.mark.parametrize(
    "change",
    [
        {"on": NOW + timedelta(1)},
        {"on": NOW - timedelta(2)},
        {"next_due_on": NOW},
        {"goals": ()},
        {"rating": 11},
        {"rating": 5, "client_present": False},
    ],
)
def test_a_review_that_cannot_be_is_refused(room, change):
    agree(room)
    said = (agreeing.GoalReview(room.goal.id, GoalStatus.PARTLY),)
    values = {
        "on": NOW,
        "agreed_on": NOW - timedelta(1),
        "client_present": True,
        "next_due_on": NOW + timedelta(30),
    }
    values |= {"goals": said, "open_ids": [room.goal.id]} | change
    with pytest.raises(drafts.Refused):
        agreeing.hold(**room.who, review=agreeing.Review(**values), today=NOW)
    assert db.session.scalars(select(CarePlanReview)).all() == []


def test_an_episode_closes_once_and_not_over_an_open_course(room):
    still = Running((), (), NOW - timedelta(10))
    who, now = {**room.who, "today": NOW}, leaving.Leaving(NOW, ExitReason.DROPPED_OUT)
    for impossible in (NOW + timedelta(1), NOW - timedelta(11)):
        with pytest.raises(drafts.Refused):
            leaving.leave(**who, leaving=replace(now, closed_on=impossible), running=still)
    with pytest.raises(drafts.Refused):
        leaving.leave(**who, leaving=now, running=Running((), (SimpleNamespace(),), NOW))
    leaving.leave(**who, leaving=now, running=still)
    with pytest.raises(drafts.Refused):
        leaving.leave(**who, leaving=now, running=still)


def test_the_trail_names_parts_and_never_words(room):
    drafts.save(
        **room.who, plan=room.plan, values={"contingency": "secret words", "matters_to_me": "secret words"}
    )
    drafts.save_goal(
        **room.who,
        plan=room.plan,
        goal=room.goal,
        values=dict.fromkeys(drafts.GOAL_PARTS) | {"wording": "secret words", "domain": "social"},
    )
    entries = db.session.scalars(select(TrailEntry).where(TrailEntry.actor == room.who["by"].id)).all()
    assert {entry.action for entry in entries} == {"care_plan.written", "goal.changed"}
    assert {entry.client_id for entry in entries} == {room.episode.client_id}
    assert "secret" not in str([entry.detail for entry in entries])


def test_an_unknown_part_is_refused(room):
    with pytest.raises(drafts.Refused):
        drafts.save(**room.who, plan=room.plan, values={"agreed_on": NOW})


def test_each_edit_counts_so_that_a_page_shown_earlier_is_stale(room):
    before = room.plan.edited
    drafts.save(**room.who, plan=room.plan, values={"contingency": "x"})
    drafts.remove_action(**room.who, plan=room.plan, action=room.action)
    drafts.remove_goal(**room.who, plan=room.plan, goal=room.goal)
    assert room.plan.edited == before + 3
