"""A plan or a review that was recorded by mistake moves no clock and tells of no goal any more."""

from datetime import timedelta

import pytest

from careplan.clients import queries
from careplan.ground.clock import today
from careplan.ground.db import db
from careplan.plans.actions.agreeing import GoalReview, Review, attempt, hold
from careplan.plans.codes import GoalStatus
from careplan.plans.models import CarePlan, GoalAction
from careplan.plans.queries import clock
from careplan.plans.queries.today import PENDING
from careplan.plans.queries.versions import goals
from careplan.plans.queries.whole import needs
from tests.factories.clients import InterventionFactory
from tests.factories.plans import CarePlanFactory, GoalActionFactory, GoalFactory, NeedFactory
from tests.waiting import waits

AGREED, REVIEWED = today() - timedelta(120), today() - timedelta(20)
WHY = {"why": "Another client of the same name"}


def planned(episode, version, agreed_on, wording, next_due_on=None):
    plan = CarePlanFactory(episode=episode, drafted_on=agreed_on, version=version, recorded_by="kay")
    goal = GoalFactory(plan=plan, wording=wording)
    GoalActionFactory(goal=goal, action=f"Step for {wording}")
    plan.next_due_on, plan.agreed_on, plan.agreement = next_due_on, agreed_on, "signed"
    db.session.flush()
    return plan, goal


@pytest.fixture
def episode(house, session):
    found = queries.episode(house.services, house.episode)
    InterventionFactory(episode=found, started_on=AGREED, first_offered_on=AGREED, referred_on=AGREED)
    return found


def struck(browser, house, kind, row):
    db.session.commit()
    answer = browser.post(f"/record/{house.episode}/mistake/{kind}/{row.id}", data=WHY)
    db.session.expire_all()
    return answer.status_code


def read(house):
    return clock(house.services, [house.episode], today())[house.episode]


def test_a_review_recorded_by_mistake_leaves_goals_and_the_clock_as_before(
    house, session, episode, as_keyworker
):
    plan, goal = planned(episode, 1, AGREED, "No heroin")
    before = read(house)
    said = [GoalReview(goal.id, GoalStatus.ACHIEVED, "Done it")]
    review = Review(REVIEWED, AGREED, True, REVIEWED + timedelta(80), said, [goal.id])
    row = hold(by=house.actors.keyworker, episode=episode, review=review, today=today())
    assert read(house) != before
    assert goals(house.services, plan, today())[0].status is GoalStatus.ACHIEVED
    overdue = [line.reason for line in waits(PENDING, house.services, house.keyworker, today())]
    page = as_keyworker.get(f"/record/{house.episode}/care-plan").text
    assert struck(as_keyworker, house, "review", row) == 303
    assert read(house) == before
    assert goals(house.services, plan, today())[0].status is GoalStatus.OPEN
    assert [line.reason for line in waits(PENDING, house.services, house.keyworker, today())] != overdue
    assert as_keyworker.get(f"/record/{house.episode}/care-plan").text != page


def test_an_attempt_recorded_by_mistake_is_struck_out(house, session, episode, as_keyworker):
    planned(episode, 1, AGREED, "No heroin")
    tried = {"tried_on": REVIEWED, "agreed_on": AGREED, "note": "Did not come", "today": today()}
    row = attempt(by=house.actors.keyworker, episode=episode, **tried)
    assert struck(as_keyworker, house, "review", row) == 303
    assert row.struck_reason == WHY["why"]


def test_a_plan_agreed_by_mistake_goes_with_its_goals_and_the_one_before_stands(
    house, session, episode, as_manager
):
    first, _ = planned(episode, 1, AGREED, "No heroin")
    before = read(house)
    later, due = today() - timedelta(60), today() - timedelta(40)
    second, goal = planned(episode, 2, later, "See a dentist", due)
    assert read(house) != before
    db.session.commit()
    page = as_manager.get(f"/record/{house.episode}/mistake/agreed/{second.id}").text
    assert "See a dentist" in page
    assert struck(as_manager, house, "agreed", second) == 303
    assert read(house) == before
    assert goals(house.services, second, today()) == []
    assert goal.struck_at is not None
    assert session.query(GoalAction).filter_by(goal_id=goal.id).one().struck_at is not None
    text = as_manager.get(f"/record/{house.episode}/care-plan").text
    assert "No heroin" in text
    assert "See a dentist" not in text
    assert first.struck_at is None


def test_needs_first_written_for_a_struck_plan_go_with_it(house, session, episode, as_manager):
    plan = CarePlanFactory(episode=episode, drafted_on=AGREED, version=1, recorded_by="kay")
    goal = GoalFactory(plan=plan, wording="No heroin")
    during, before = plan.recorded_at + timedelta(days=1), plan.recorded_at - timedelta(days=1)
    own = NeedFactory(episode=episode, words="A steady home", recorded_at=during)
    goal.need_id = own.id
    session.flush()
    plan.agreed_on, plan.agreement = AGREED, "signed"
    plan.agreed_at, plan.agreed_by = plan.recorded_at + timedelta(days=2), house.keyworker
    NeedFactory(episode=episode, words="Known before", recorded_at=before)
    answered = NeedFactory(episode=episode, words="Answered by another plan", recorded_at=during)
    second = CarePlanFactory(episode=episode, drafted_on=AGREED, version=2)
    GoalFactory(plan=second, need_id=answered.id)
    session.flush()
    page = f"/record/{house.episode}/mistake/agreed/{plan.id}"
    db.session.commit()
    assert "A steady home" in as_manager.get(page).text
    assert struck(as_manager, house, "agreed", plan) == 303
    assert own.struck_reason == WHY["why"]
    assert {one.words for one in needs(house.services, episode)} == {
        "Known before",
        "Answered by another plan",
    }


def test_after_it_the_same_version_is_written_again(house, session, episode, as_manager):
    plan, _ = planned(episode, 1, AGREED, "No heroin")
    assert struck(as_manager, house, "agreed", plan) == 303
    again, _ = planned(episode, 1, AGREED, "No heroin at all")
    assert session.get_one(CarePlan, again.id).version == 1


def test_a_draft_is_not_struck_out(house, session, episode, as_manager):
    draft = CarePlanFactory(episode=episode, drafted_on=AGREED)
    assert struck(as_manager, house, "agreed", draft) == 303
    assert draft.struck_at is None
