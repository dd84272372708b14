"""A keyworker writes a plan with a client, page by page."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from careplan.clients.models import Episode
from careplan.ground.clock import today
from careplan.ground.dates import add_months
from careplan.ground.db import db
from careplan.plans.models import CarePlan, Goal, GoalAction, Need
from careplan.trail.actions import write
from careplan.trail.models import TrailEntry
from careplan.ui.words import day
from tests.factories.assessment import AnswerFactory, AssessmentFactory
from tests.factories.clients import EpisodeFactory, InterventionFactory
from tests.factories.plans import (
    CarePlanFactory,
    CarePlanReviewFactory,
    GoalActionFactory,
    GoalFactory,
    NeedFactory,
)


def days(name: str, on: date) -> dict[str, str]:
    return {f"{name}-day": str(on.day), f"{name}-month": str(on.month), f"{name}-year": str(on.year)}


def seen(page) -> str:
    """The version that the page carries."""
    return page.text.split('name="seen" value="')[1].split('"')[0]


@pytest.fixture
def episode(app, house):
    """A client three weeks into treatment, whose assessment ticked two needs."""
    with app.app_context():
        made = EpisodeFactory(
            service_id=house.service, keyworker_id=house.keyworker, referred_on=today() - timedelta(40)
        )
        InterventionFactory(
            episode=made,
            referred_on=today() - timedelta(40),
            first_offered_on=None,
            started_on=today() - timedelta(21),
        )
        asked = AssessmentFactory(episode=made, started_on=today() - timedelta(20))
        AnswerFactory(assessment=asked, item="housing_status", status="declined", value=None, need=True)
        AnswerFactory(
            assessment=asked, item="domestic_abuse_experienced", status="declined", value=None, need=True
        )
        AnswerFactory(assessment=asked, item="presenting_reason", status="declined", value=None, need=False)
        asked.completed_on = today() - timedelta(18)
        db.session.commit()
        return made.id


@pytest.fixture
def draft(app, house, episode):
    """A draft in which everything is written but nothing is agreed."""
    with app.app_context():
        made = db.session.get_one(CarePlan, _whole(house, episode).id)
        return made.id


def _whole(house, episode_id):
    from careplan.clients.models import Episode

    made = db.session.get_one(Episode, episode_id)
    plan = CarePlanFactory(
        episode=made,
        drafted_on=today() - timedelta(5),
        matters_to_me="My daughter",
        contingency="Ring me",
        disengagement="Text first",
    )
    for item in ("housing_status", "domestic_abuse_experienced"):
        need = NeedFactory(episode=made, item=item, words=f"Need of {item}", domain="social")
        goal = GoalFactory(
            plan=plan, need_id=need.id, need_item=item, wording=f"Goal of {item}", target_on=today()
        )
        GoalActionFactory(goal=goal)
    db.session.commit()
    return plan


def test_a_plan_is_written_from_the_first_word_to_the_signed_copy(app, house, as_keyworker, episode):
    base = f"/record/{episode}/care-plan"
    assert "Plan missing" in as_keyworker.get(base).text
    answer = as_keyworker.post(f"{base}/new", data={"kind": "comprehensive", **days("drafted_on", today())})
    assert answer.status_code == 303
    page = as_keyworker.get(answer.location)
    plan = answer.location.removesuffix("/needs")
    assert "Comprehensive assessment" in page.text
    weighed = {"seen": seen(page), "matters_to_me": "Seeing my daughter"}
    weighed |= {"weight_housing_status": "priority", "weight_domestic_abuse_experienced": "not"}
    assert as_keyworker.post(f"{plan}/needs", data=weighed).location == plan
    with app.app_context():
        need = db.session.scalars(
            select(Need).where(Need.item == "housing_status", Need.episode_id == episode)
        ).one()
    page = as_keyworker.get(f"{plan}/goals")
    assert f'value="{need.root_id}" selected' in page.text
    goal = {"wording": "A room of my own", "need": need.root_id, "measure": "A tenancy"}
    goal |= {"action": "Fill in the form", "by": "Janet"} | days("target_on", today() + timedelta(60))
    sent = {"seen": seen(page)} | {f"goal-0-{part}": value for part, value in goal.items()}
    assert as_keyworker.post(f"{plan}/goals", data=sent).location == plan
    page = as_keyworker.get(f"{plan}/contingency")
    later = {"contingency": "Ring my sister", "disengagement": "Text, then ring"}
    assert as_keyworker.post(f"{plan}/contingency", data={"seen": seen(page)} | later).location == plan
    page = as_keyworker.get(f"{plan}/agree")
    assert "Risk was not assessed" in page.text
    assert "Text, then ring" in page.text
    agreed = {
        "seen": seen(page),
        "how": "on_screen",
        "signed_name": "Janet W",
        "no_risk_reason": "Booked for Monday",
        "copy_taken": "paper",
    }
    agreed |= days("agreed_on", today()) | days("next_due_on", add_months(today(), 3))
    assert as_keyworker.post(f"{plan}/agree", data=agreed).location == base
    page = as_keyworker.get(base)
    for words in (
        "Review not due",
        "Hold a review",
        "A room of my own",
        "Took a copy on paper",
        "hree months after agreeing",
    ):
        assert words in page.text
    with app.app_context():
        row = db.session.scalars(select(CarePlan).where(CarePlan.episode_id == episode)).one()
        assert (row.version, row.agreement, row.agreed_on, row.agreed_by) == (
            1,
            "signed",
            today(),
            house.keyworker,
        )
        assert (row.copy_taken, row.offered_by, row.no_risk_reason) == (
            "paper",
            house.keyworker,
            "Booked for Monday",
        )
        verbs = set(db.session.scalars(select(TrailEntry.action).where(TrailEntry.actor == house.keyworker)))
    assert {
        "care_plan.drafted",
        "care_plan.written",
        "need.weighed",
        "goal.added",
        "goal_action.added",
    } <= verbs
    assert {"care_plan.agreed", "care_plan.copy_offered"} <= verbs


def test_a_draft_of_a_closed_episode_is_read_but_takes_no_more(app, house, as_keyworker, episode, draft):
    base = f"/record/{episode}/care-plan/{draft}"
    with app.app_context():
        made = db.session.get_one(Episode, episode)
        made.closed_on, made.exit_reason = today(), "moved_away"
        db.session.info["trailed"] = True
        goal, need = db.session.scalars(select(Goal.id)).first(), db.session.scalars(select(Need.id)).first()
        step = db.session.scalars(select(GoalAction.id)).first()
        db.session.commit()
    page = as_keyworker.get(base)
    assert page.status_code == 200
    assert "takes no more entries" in page.text
    assert f"{base}/goals" not in page.text
    for part in (
        "contingency",
        "needs",
        "needs/add",
        f"needs/{need}",
        "goals",
    ):
        assert as_keyworker.post(f"{base}/{part}", data={"words": "late"}).status_code == 409, part
    for part in (
        f"actions/{step}",
        "agree",
        f"actions/{step}/done",
    ):
        assert as_keyworker.post(f"{base}/{part}", data={"wording": "late"}).status_code == 409, part
    for part in (f"goals/{goal}/remove", f"actions/{step}/remove"):
        told = as_keyworker.get(f"{base}/{part}", follow_redirects=True)
        assert "Its care plan takes no more entries" in told.text, part
    assert as_keyworker.post(f"{base}/goals/{goal}/remove").location == base
    with app.app_context():
        assert db.session.scalar(select(Goal.id).where(Goal.id == goal)) == goal
        assert "late" not in db.session.scalars(select(Goal.wording)).all()


def test_a_draft_says_what_is_missing_and_where_it_is_mended(app, house, as_keyworker, episode):
    with app.app_context():
        from careplan.clients.models import Episode

        plan = CarePlanFactory(episode=db.session.get_one(Episode, episode)).id
        db.session.commit()
    base = f"/record/{episode}/care-plan/{plan}"
    page = as_keyworker.get(f"{base}/agree")
    for words in ("Not weighed with the client yet", "There is no goal", "What the client says is missing"):
        assert words in page.text
    assert f'href="{base}/contingency"' in page.text
    assert "Save agreement" not in page.text
    data = {"how": "on_paper", "copy_taken": "paper", "next_review": "My aunt", "no_risk_reason": "Soon"}
    data |= days("agreed_on", today()) | days("next_due_on", today() + timedelta(30))
    answer = as_keyworker.post(f"{base}/agree", data=data)
    assert answer.status_code == 422
    for words in ("Complete the plan before it is agreed", "There is no goal", "My aunt"):
        assert words in answer.text
    with app.app_context():
        assert db.session.get_one(CarePlan, plan).agreed_on is None


def test_a_need_that_is_pressing_wants_a_goal_or_a_reason(app, house, as_keyworker, episode, draft):
    base = f"/record/{episode}/care-plan/{draft}"
    page = as_keyworker.post(
        f"{base}/needs/add",
        data={"words": "Teeth", "domain": "physical", "priority": "high", "wants_help": "later"},
    )
    assert page.status_code == 303
    check = as_keyworker.get(f"{base}/agree").text
    assert "Needs a goal, or a reason for not now: Teeth" in check
    with app.app_context():
        need = db.session.scalars(select(Need).where(Need.words == "Teeth")).one()
    reason = {
        "seen": need.id,
        "words": "Teeth",
        "domain": "physical",
        "priority": "high",
        "wants_help": "later",
    }
    answer = as_keyworker.post(
        f"{base}/needs/{need.root_id}", data=reason | {"not_now_reason": "Sees a dentist already"}
    )
    assert answer.status_code == 303
    assert "Needs a goal" not in as_keyworker.get(f"{base}/agree").text
    with app.app_context():
        chain = db.session.scalars(select(Need).where(Need.root_id == need.root_id).order_by(Need.id)).all()
    assert [row.superseded_at is None for row in chain] == [False, True]
    assert chain[1].corrects == chain[0].id


def test_a_stale_part_shows_both_texts_and_keeps_both(app, as_keyworker, episode, draft):
    path = f"/record/{episode}/care-plan/{draft}/contingency"
    old = seen(as_keyworker.get(path))
    assert (
        as_keyworker.post(path, data={"seen": old, "contingency": "Theirs: ring the service"}).status_code
        == 303
    )
    answer = as_keyworker.post(path, data={"seen": old, "contingency": "Mine: ring my sister"})
    assert answer.status_code == 409
    assert "Theirs: ring the service" in answer.text
    assert "Mine: ring my sister" in answer.text
    with app.app_context():
        assert db.session.get_one(CarePlan, draft).contingency == "Theirs: ring the service"
    again = as_keyworker.post(path, data={"seen": seen(answer), "contingency": "Mine: ring my sister"})
    assert again.status_code == 303


def test_an_agreed_plan_takes_no_change_and_loses_no_text(app, as_keyworker, episode, draft):
    base = f"/record/{episode}/care-plan/{draft}"
    with app.app_context():
        plan = db.session.get_one(CarePlan, draft)
        plan.agreed_on, plan.agreement = today(), "signed"
        db.session.info["trailed"] = True
        db.session.commit()
        goal = db.session.scalars(select(Goal.id).where(Goal.care_plan_id == draft).limit(1)).one()
        before = db.session.scalars(
            select(Goal.wording).where(Goal.care_plan_id == draft).order_by(Goal.id)
        ).all()
    for path in ("contingency", "goals", "needs", "needs/add", "agree"):
        assert as_keyworker.get(f"{base}/{path}").location == base
    typed = {"goal-0-id": goal, "goal-0-wording": "Something else", "goal-0-domain": "social"}
    answer = as_keyworker.post(f"{base}/goals", data=typed)
    assert answer.status_code == 409
    assert "Something else" in answer.text
    assert as_keyworker.post(f"{base}/goals/{goal}/remove", data={}).location == base
    with app.app_context():
        after = db.session.scalars(
            select(Goal.wording).where(Goal.care_plan_id == draft).order_by(Goal.id)
        ).all()
    assert after == before


def test_a_mistaken_goal_leaves_a_draft_with_its_actions(app, as_keyworker, episode, draft):
    with app.app_context():
        goal = db.session.scalars(select(Goal.id).where(Goal.care_plan_id == draft).order_by(Goal.id)).first()
    path = f"/record/{episode}/care-plan/{draft}/goals/{goal}/remove"
    assert "Goal of housing_status" in as_keyworker.get(path).text
    assert as_keyworker.post(path, data={}).status_code == 303
    with app.app_context():
        assert db.session.get(Goal, goal) is None
        assert db.session.scalars(select(GoalAction).where(GoalAction.goal_id == goal)).all() == []
    assert as_keyworker.get(path).status_code == 404


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"how": ""}, "Select how the client answered"),
        ({"copy_taken": ""}, "Select what became of the copy"),
        ({"copy_taken": "borrowed"}, "There is a problem"),
        ({"signed_name": " "}, "Ask the client to type their name"),
        ({"how": "declined"}, "Enter why the client does not agree"),
        ({"how": "lacks_capacity"}, "Enter why this plan is in the client’s best interests"),
        ({"no_risk_reason": ""}, "Enter why the plan is agreed without a recent risk assessment"),
        (days("agreed_on", today() + timedelta(1)), "The date must be today or in the past"),
        (days("agreed_on", today() - timedelta(6)), "The date cannot be earlier"),
        (days("next_due_on", add_months(today(), 3) + timedelta(1)), "The next review must be on or before"),
        (days("next_due_on", today()), "The next review must be after the day the plan is agreed"),
    ],
)
def test_an_agreement_that_cannot_be_is_refused_at_the_field(
    app, as_keyworker, episode, draft, change, words
):
    path = f"/record/{episode}/care-plan/{draft}/agree"
    data = {
        "seen": seen(as_keyworker.get(path)),
        "how": "on_screen",
        "signed_name": "Janet W",
        "no_risk_reason": "Soon",
        "copy_taken": "paper",
    }
    data |= days("agreed_on", today()) | days("next_due_on", today() + timedelta(30)) | change
    answer = as_keyworker.post(path, data=data)
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert words in answer.text
    with app.app_context():
        assert db.session.get_one(CarePlan, draft).agreed_on is None


@pytest.mark.parametrize(
    ("how", "code", "note", "copy"),
    [
        ("on_paper", "signed", None, "paper"),
        ("by_phone", "verbal", None, "email"),
        ("declined", "declined", "Wants another dose", "not_wanted"),
        ("lacks_capacity", "lacks_capacity", "Decided with his brother", "not_yet"),
    ],
)
def test_each_answer_of_the_client_has_its_code(app, as_keyworker, episode, draft, how, code, note, copy):
    path = f"/record/{episode}/care-plan/{draft}/agree"
    data = {
        "seen": seen(as_keyworker.get(path)),
        "how": how,
        "no_risk_reason": "Soon",
        "signed_name": "ignored",
        "copy_taken": copy,
    }
    data |= {"declined_because": "Wants another dose", "best_interest": "Decided with his brother"}
    data |= days("agreed_on", today()) | days("next_due_on", today() + timedelta(30))
    assert as_keyworker.post(path, data=data).status_code == 303
    with app.app_context():
        plan = db.session.get_one(CarePlan, draft)
        assert (plan.agreement, plan.agreed_how, plan.agreement_note, plan.signed_name) == (
            code,
            how,
            note,
            None,
        )
        offered = (None, None) if copy == "not_yet" else (plan.agreed_on, copy)
        assert (plan.copy_offered_on, plan.copy_taken) == offered


def test_difficult_times_and_losing_touch_are_saved_at_once_or_one_by_one(app, as_keyworker, episode):
    with app.app_context():
        plan = CarePlanFactory(episode=db.session.get_one(Episode, episode)).id
        db.session.commit()
    path = f"/record/{episode}/care-plan/{plan}/contingency"
    empty = as_keyworker.post(path, data={"seen": seen(as_keyworker.get(path)), "whom_1": "My aunt"})
    assert empty.status_code == 422
    for words in ("Enter what happens if things get difficult", "Select the way", "My aunt"):
        assert words in empty.text
    steps = {"way_1": "text", "after_1": "1", "disengagement": "Text first"}
    assert as_keyworker.post(path, data={"seen": seen(empty)} | steps).status_code == 303
    page = as_keyworker.get(f"/record/{episode}/care-plan/{plan}/agree").text
    assert "What happens if things get difficult is missing" in page
    assert "What happens if contact is lost is missing" not in page


def test_the_copy_names_keyworker_and_service_and_the_review_planned_last(
    app, house, as_keyworker, as_administrator, episode, draft
):
    path = f"/reaching/{house.service}"
    words = {
        "telephone": "01632 960 001",
        "address": "1 Quay Street\nNorthgate",
        "out_of_hours_words": "Ring 111",
    }
    form = as_administrator.get(path)
    assert as_administrator.post(path, data=words | {"seen": seen(form)}).status_code == 303
    with app.app_context():
        plan = db.session.get_one(CarePlan, draft)
        plan.drafted_on = today() - timedelta(61)
        plan.agreed_on, plan.agreement, plan.next_due_on = (
            today() - timedelta(60),
            "signed",
            today() - timedelta(9),
        )
        plan.next_review = "Kay and my sister"
        for held, on, due in ((True, 30, 30), (False, 10, None), (True, 70, 99)):
            CarePlanReviewFactory(
                episode_id=plan.episode_id,
                service_id=plan.service_id,
                episode=None,
                reviewed_on=today() - timedelta(on),
                held=held,
                next_due_on=due and today() + timedelta(due),
            )
        db.session.commit()
    page = as_keyworker.get(f"/record/{episode}/care-plan/{draft}/print").text
    assert "No telephone number" not in page
    assert f"We look at it again on {day(today() + timedelta(30))}." in page
    assert "Kay and my sister" not in page
    for said in (
        "Kay Keyworker</strong>, ",
        "01632 960 001",
        "1 Quay Street<br>Northgate",
        "Out of hours: Ring 111",
    ):
        assert said in page


def test_a_copy_without_a_telephone_number_tells_the_worker(house, as_keyworker, episode, draft):
    page = as_keyworker.get(f"/record/{episode}/care-plan/{draft}/print").text
    paper, screen = page.split("app-screen-only")
    assert "No telephone number of" in screen
    assert "No telephone" not in paper


@pytest.mark.parametrize(
    ("agreed", "planned", "says"),
    [
        (60, -9, "We wanted to look at it again on {planned}. Ask for a new day."),
        (60, 0, "We look at it again on {planned}."),
        (30, None, "We look at it again by {clock}."),
        (200, None, "Ask for a day to look at it again."),
    ],
)
def test_the_copy_never_promises_a_review_on_a_day_that_passed(
    app, as_keyworker, episode, draft, agreed, planned, says
):
    with app.app_context():
        plan = db.session.get_one(CarePlan, draft)
        plan.agreed_on, plan.agreement = today() - timedelta(agreed), "signed"
        plan.drafted_on = plan.agreed_on
        plan.next_due_on = None if planned is None else today() + timedelta(planned)
        clock = day(add_months(plan.agreed_on, 3))
        write("test.setup", by="test", subject=f"care_plans:{draft}")
        db.session.commit()
    page = as_keyworker.get(f"/record/{episode}/care-plan/{draft}/print").text
    assert says.format(planned=planned is not None and day(today() + timedelta(planned)), clock=clock) in page


def test_how_to_reach_a_service_is_kept_by_its_own_administrator(house, as_administrator):
    assert as_administrator.get(f"/reaching/{house.other_service}").status_code == 404
    path = f"/reaching/{house.service}"
    sent = {"seen": seen(as_administrator.get(path)), "telephone": "none", "address": "x"}
    refused = as_administrator.post(path, data=sent)
    assert refused.status_code == 422
    assert "Enter a telephone number" in refused.text
    assert path in as_administrator.get(f"/services/{house.service}").text


def test_the_copy_leaves_private_subjects_off_until_the_worker_says_it_is_safe(as_keyworker, episode, draft):
    path = f"/record/{episode}/care-plan/{draft}/print"
    page = as_keyworker.get(path).text
    assert "Goal of housing_status" in page
    assert "domestic_abuse" not in page
    assert "2 parts left off" in page
    assert page.count("Printed by Kay Keyworker") == 1
    assert "Goal of domestic_abuse_experienced" in as_keyworker.get(f"{path}?private=1").text
    assert "app-paper--large" in as_keyworker.get(f"{path}?large=1").text


def test_charlie_meets_no_plan_of_another_service(charlie, house, episode, draft):
    base = f"/record/{episode}/care-plan"
    for path in (base, f"{base}/new", f"{base}/{draft}", f"{base}/{draft}/print", f"{base}/review"):
        assert charlie.get(path).status_code == 404
    assert charlie.get(f"/record/{house.other_episode}/care-plan/{draft}").status_code == 404
    assert charlie.post(f"/record/{house.other_episode}/care-plan/{draft}/contingency").status_code == 404
