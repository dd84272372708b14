"""Holding a review, recording an attempt, ticking off actions, times elsewhere, leaving treatment."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from careplan.clients.models import Client, Episode, Intervention, Pause
from careplan.ground.clock import today
from careplan.ground.dates import add_months
from careplan.ground.db import db
from careplan.plans.models import CarePlan, CarePlanReview, Goal, GoalAction, GoalOutcome
from careplan.plans.queries import clock
from careplan.plans.queries.versions import reviews
from careplan.prescribing.models import Course
from careplan.trail.models import TrailEntry
from careplan.ui.words import day
from tests.factories.clients import EpisodeFactory, InterventionFactory, PauseFactory
from tests.factories.plans import CarePlanFactory, CarePlanReviewFactory, GoalActionFactory, GoalFactory
from tests.factories.prescribing import CourseFactory

AGREED = today() - timedelta(80)


def days(name: str, on: date) -> dict[str, str]:
    return {f"{name}-day": str(on.day), f"{name}-month": str(on.month), f"{name}-year": str(on.year)}


def seen(page) -> str:
    """What the page carries as seen."""
    return page.text.split('name="seen" value="')[1].split('"')[0]


@pytest.fixture
def episode(app, house):
    """A client with a plan agreed eighty days ago: two open goals, one achieved as written."""
    with app.app_context():
        made = EpisodeFactory(
            service_id=house.service, keyworker_id=house.keyworker, referred_on=today() - timedelta(120)
        )
        InterventionFactory(
            episode=made,
            referred_on=today() - timedelta(120),
            first_offered_on=today() - timedelta(110),
            started_on=today() - timedelta(100),
        )
        plan = CarePlanFactory(episode=made, drafted_on=AGREED, contingency="Ring me", matters_to_me="My dog")
        for wording, status in (
            ("Sleep at night", "open"),
            ("No heroin", "open"),
            ("See a dentist", "achieved"),
        ):
            goal = GoalFactory(plan=plan, wording=wording, status=status)
            GoalActionFactory(goal=goal, action=f"Step for {wording}")
        plan.agreed_on, plan.agreement = AGREED, "signed"
        db.session.commit()
        return made.id


def held(on: date, changes: str = "no", **more: str) -> dict[str, str]:
    """A review as a browser sends it."""
    said = {"client_present": "yes", "changes": changes, "note": "Going well", "rating": "7"}
    said |= {"others_present": "Her mother"}
    said |= {"status_1": "achieved", "view_1": "I sleep", "status_2": "open", "view_2": ""}
    return said | days("reviewed_on", on) | days("next_due_on", on + timedelta(60)) | more


def test_a_review_gives_each_open_goal_a_status_and_moves_the_clock(app, house, as_keyworker, episode):
    path = f"/record/{episode}/care-plan/review"
    page = as_keyworker.get(path)
    assert "Sleep at night" in page.text
    assert "See a dentist" not in page.text
    assert "hree months after this review" in page.text
    assert as_keyworker.post(path, data={"seen": seen(page)} | held(today())).status_code == 303
    with app.app_context():
        row = db.session.scalars(select(CarePlanReview).where(CarePlanReview.episode_id == episode)).one()
        said = db.session.execute(
            select(Goal.wording, GoalOutcome.status, GoalOutcome.client_view)
            .join(Goal, Goal.id == GoalOutcome.goal_id)
            .order_by(Goal.wording.desc())
        ).all()
        reading = clock(house.services, [episode], today())[episode]
        verbs = db.session.scalars(
            select(TrailEntry.action).where(TrailEntry.subject == f"care_plan_reviews:{row.id}")
        )
        assert verbs.all() == ["care_plan_review.held"]
    assert (row.held, row.client_present, row.recorded_by) == (True, True, house.keyworker)
    assert (row.rating, row.others_present) == (7, "Her mother")
    assert [tuple(one) for one in said] == [
        ("Sleep at night", "achieved", "I sleep"),
        ("No heroin", "open", None),
    ]
    assert reading.limit_on == add_months(today(), 6)
    assert reading.due.on == today() + timedelta(60)


def test_a_review_without_the_client_says_who_held_it(as_keyworker, episode):
    path = f"/record/{episode}/care-plan/review"
    alone = {"seen": seen(as_keyworker.get(path))} | held(today(), client_present="no", rating="")
    answer = as_keyworker.post(path, data=alone | {"note": " "})
    assert answer.status_code == 422
    assert "Say who held the review without the client" in answer.text
    assert as_keyworker.post(path, data=alone | {"note": "With her mother"}).status_code == 303


def test_a_review_that_changes_the_plan_starts_a_version_with_what_is_not_finished(
    app, as_keyworker, episode
):
    path = f"/record/{episode}/care-plan/review"
    page = as_keyworker.get(path)
    answer = as_keyworker.post(path, data={"seen": seen(page)} | held(today(), changes="yes"))
    with app.app_context():
        plan = db.session.scalars(
            select(CarePlan).where(CarePlan.episode_id == episode, CarePlan.version == 2)
        ).one()
        goals = db.session.execute(
            select(Goal.wording, Goal.status, GoalAction.action)
            .join(GoalAction, GoalAction.goal_id == Goal.id)
            .where(Goal.care_plan_id == plan.id)
        ).all()
        assert (plan.agreed_on, plan.contingency, plan.matters_to_me) == (None, "Ring me", "My dog")
    assert answer.location.endswith(plan.id)
    assert [tuple(one) for one in goals] == [("No heroin", "open", "Step for No heroin")]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"status_2": ""}, "Select where goal 2 stands"),
        ({"client_present": ""}, "Select whether the client was there"),
        ({"changes": ""}, "Select whether the plan has to change"),
        ({"rating": ""}, "Select how well the plan works for the client, or that they did not say"),
        ({"rating": "11"}, "There is a problem"),
        ({"client_present": "no"}, "Only the client can say how well the plan works"),
        (days("reviewed_on", today() + timedelta(1)), "The date of the review must be today or in the past"),
        (days("reviewed_on", AGREED - timedelta(1)), "A review cannot be earlier"),
        (days("next_due_on", add_months(today(), 3) + timedelta(1)), "The next review must be on or before"),
        (days("next_due_on", today()), "The next review must be after this one"),
        ({"next_due_on-day": "31", "next_due_on-month": "2"}, "must be a real date"),
    ],
)
def test_a_review_that_cannot_be_is_refused_and_keeps_what_was_typed(
    app, as_keyworker, episode, change, words
):
    path = f"/record/{episode}/care-plan/review"
    answer = as_keyworker.post(path, data={"seen": seen(as_keyworker.get(path))} | held(today()) | change)
    assert answer.status_code == 422
    assert words in answer.text
    assert "Going well" in answer.text
    assert "I sleep" in answer.text
    with app.app_context():
        assert (
            db.session.scalars(select(CarePlanReview).where(CarePlanReview.episode_id == episode)).all() == []
        )


def test_how_well_the_plan_works_is_drawn_from_review_to_review(app, house, as_keyworker, episode):
    path = f"/record/{episode}/care-plan/review"
    assert "The same in figures" not in as_keyworker.get(path).text
    with app.app_context():
        made = db.session.get_one(Episode, episode)
        for ago, rating in ((60, 4), (30, None), (20, 0)):
            CarePlanReviewFactory(episode=made, reviewed_on=today() - timedelta(ago), rating=rating)
        db.session.commit()
    page = as_keyworker.get(path).text
    for words in ("From 4 of 10 to 0 of 10.", "The same in figures", f"{day(today() - timedelta(20))}</th>"):
        assert words in page
    sent = {"seen": seen(as_keyworker.get(path))} | held(today(), rating="not_said")
    assert as_keyworker.post(path, data=sent).status_code == 303
    with app.app_context():
        row = next(iter(reviews(house.services, db.session.get_one(Episode, episode))))
        assert (row.reviewed_on, row.rating) == (today(), None)
    assert "0 of 10" in as_keyworker.get(f"/record/{episode}/care-plan").text


def test_two_workers_do_not_hold_one_review_twice(app, as_keyworker, as_manager, episode):
    path = f"/record/{episode}/care-plan/review"
    old = seen(as_keyworker.get(path))
    assert as_manager.post(path, data={"seen": old} | held(today())).status_code == 303
    answer = as_keyworker.post(path, data={"seen": old} | held(today(), note="My own notes"))
    assert answer.status_code == 409
    assert "My own notes" in answer.text
    assert "Plan under review" not in answer.text, "the plan is the one that was shown"
    assert 'class="app-banner"' in answer.text, "whose record it is stands above what differs"
    with app.app_context():
        assert (
            len(db.session.scalars(select(CarePlanReview).where(CarePlanReview.episode_id == episode)).all())
            == 1
        )


def test_an_attempt_is_kept_and_does_not_move_the_clock(app, house, as_keyworker, episode):
    path = f"/record/{episode}/care-plan/attempt"
    with app.app_context():
        before = clock(house.services, [episode], today())[episode]
    assert as_keyworker.post(path, data=days("reviewed_on", today())).status_code == 422
    data = {"note": "Rang twice, wrote a letter"} | days("reviewed_on", today())
    assert as_keyworker.post(path, data=data).status_code == 303
    with app.app_context():
        row = db.session.scalars(select(CarePlanReview).where(CarePlanReview.episode_id == episode)).one()
        assert (row.held, row.note) == (False, "Rang twice, wrote a letter")
        assert clock(house.services, [episode], today())[episode] == before
    assert "Tried, the client did not come" in as_keyworker.get(f"/record/{episode}/care-plan").text


def test_without_an_agreed_plan_there_is_nothing_to_review(as_keyworker, house):
    for path in ("review", "attempt"):
        answer = as_keyworker.get(f"/record/{house.episode}/care-plan/{path}")
        assert answer.location == f"/record/{house.episode}/care-plan"


def test_an_action_is_ticked_off_once(app, house, as_keyworker, episode):
    with app.app_context():
        action, plan = db.session.execute(
            select(GoalAction.id, Goal.care_plan_id)
            .join(Goal, Goal.id == GoalAction.goal_id)
            .where(GoalAction.action == "Step for No heroin")
        ).one()
    path = f"/record/{episode}/care-plan/{plan}/actions/{action}/done"
    assert "Step for No heroin" in as_keyworker.get(path).text
    too_early = as_keyworker.post(path, data=days("done_on", AGREED - timedelta(1)))
    assert "The date cannot be earlier" in too_early.text
    assert as_keyworker.post(path, data=days("done_on", today())).status_code == 303
    assert as_keyworker.post(path, data=days("done_on", today() - timedelta(1))).status_code == 303
    with app.app_context():
        row = db.session.get_one(GoalAction, action)
        assert (row.done_on, row.done_by) == (today(), house.keyworker)


def test_the_clock_rests_while_the_client_is_in_prison(app, house, as_keyworker, episode):
    base = f"/record/{episode}"
    data = {"reason": "prison"} | days("from_on", today() - timedelta(3))
    assert as_keyworker.post(f"{base}/pause", data=data).status_code == 303
    page = as_keyworker.get(f"{base}/care-plan").text
    assert "Paused" in page
    assert "In prison, from" in page
    assert as_keyworker.get(f"{base}/pause").location == f"{base}/care-plan"
    with app.app_context():
        pause = db.session.scalars(select(Pause).where(Pause.episode_id == episode)).one()
    path = f"{base}/pauses/{pause.id}/end"
    assert as_keyworker.post(path, data=days("until_on", today() - timedelta(4))).status_code == 422
    assert as_keyworker.post(path, data=days("until_on", today())).status_code == 303
    assert "Review due soon" in as_keyworker.get(f"{base}/care-plan").text


def test_leaving_treatment_ends_what_still_runs(app, house, as_keyworker, episode):
    with app.app_context():
        made = db.session.get_one(Episode, episode)
        InterventionFactory(
            episode=made,
            kind="recovery_support",
            referred_on=today() - timedelta(20),
            first_offered_on=None,
            started_on=None,
        )
        course = CourseFactory(episode=made, first_dose_on=today() - timedelta(90)).id
        db.session.commit()
    path = f"/record/{episode}/leave"
    assert "overdose" in as_keyworker.get(path).text
    data = {"exit_reason": "completed_drug_free"} | days("closed_on", today())
    refused = as_keyworker.post(path, data=data)
    assert refused.status_code == 422
    assert "Tick to end the course as well" in refused.text
    early = as_keyworker.post(
        path, data=data | {"end_courses": "y"} | days("closed_on", today() - timedelta(21))
    )
    assert "Something in this episode happened" in early.text
    assert as_keyworker.post(path, data=data | {"end_courses": "y"}).status_code == 303
    with app.app_context():
        made = db.session.get_one(Episode, episode)
        ended = db.session.execute(
            select(Intervention.kind, Intervention.ending, Intervention.ended_on)
            .where(Intervention.episode_id == episode)
            .order_by(Intervention.id)
        ).all()
        assert (made.closed_on, made.exit_reason, made.closed_by) == (
            today(),
            "completed_drug_free",
            house.keyworker,
        )
        assert [tuple(one) for one in ended] == [
            ("specialist_prescribing", "planned", today()),
            ("recovery_support", "withdrawn", today()),
        ]
        assert db.session.get_one(Course, course).ended_on == today()
        assert "episode.closed" in db.session.scalars(select(TrailEntry.action)).all()
    assert "Closed" in as_keyworker.get(f"/record/{episode}/care-plan").text
    assert as_keyworker.get(path).status_code == 303


@pytest.mark.parametrize("late", ["agreed", "paused"])
def test_nobody_leaves_before_the_plan_was_agreed_or_a_pause_began(app, as_keyworker, episode, late):
    with app.app_context():
        made = db.session.get_one(Episode, episode)
        if late == "agreed":
            agreed = {"agreed_on": today(), "agreement": "signed"}
            CarePlanFactory(episode=made, version=2, drafted_on=today(), **agreed)
        else:
            PauseFactory(episode=made, from_on=today(), until_on=None)
        db.session.commit()
    path, data = f"/record/{episode}/leave", {"exit_reason": "dropped_out"}
    early = as_keyworker.post(path, data=data | days("closed_on", today() - timedelta(1)))
    assert early.status_code == 422
    assert "Something in this episode happened" in early.text
    assert as_keyworker.post(path, data=data | days("closed_on", today())).status_code == 303


def test_nothing_happens_after_the_client_died(app, as_keyworker, episode):
    with app.app_context():
        made = db.session.get_one(Episode, episode)
        db.session.get_one(Client, made.client_id).deceased_on = today() - timedelta(10)
        plan = db.session.scalars(select(CarePlan.id).where(CarePlan.episode_id == episode)).one()
        action = db.session.scalars(
            select(GoalAction.id).where(GoalAction.action == "Step for No heroin")
        ).one()
        db.session.info["trailed"] = True
        db.session.commit()
    base = f"/record/{episode}/care-plan"
    page = as_keyworker.get(f"{base}/review")
    assert "had ended" in as_keyworker.post(f"{base}/review", data={"seen": seen(page)} | held(today())).text
    for path, data in (
        (f"{base}/{plan}/copy", {"taken": "paper"} | days("offered_on", today())),
        (f"{base}/{plan}/actions/{action}/done", days("done_on", today())),
        (f"/record/{episode}/pause", {"reason": "prison"} | days("from_on", today())),
    ):
        answer = as_keyworker.post(path, data=data)
        assert answer.status_code == 422
        assert "The client died on" in answer.text
    assert as_keyworker.get(f"{base}/new").location == base
    page = as_keyworker.get(base).text
    assert "Hold a review" not in page
    assert "The client leaves treatment" in page


def test_the_plan_of_a_closed_episode_lacks_nothing_and_takes_no_review(app, as_keyworker, episode):
    base = f"/record/{episode}/care-plan"
    assert "No copy was offered to the client" in as_keyworker.get(base).text
    with app.app_context():
        made = db.session.get_one(Episode, episode)
        made.closed_on, made.exit_reason = today(), "moved_away"
        db.session.info["trailed"] = True
        db.session.commit()
        plan = db.session.scalars(select(CarePlan.id).where(CarePlan.episode_id == episode)).one()
    assert "What is missing" not in as_keyworker.get(base).text
    assert "Offer a copy" not in as_keyworker.get(f"{base}/{plan}").text
    for form in ("review", "attempt", f"{plan}/copy"):
        answer = as_keyworker.get(f"{base}/{form}", follow_redirects=True)
        assert "This episode was closed on" in answer.text
        assert answer.request.path == base
    late = as_keyworker.post(f"{base}/{plan}/copy", data={"taken": "paper"} | days("offered_on", today()))
    assert late.status_code == 409
