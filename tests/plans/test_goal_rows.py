"""All goals of a draft on one page: rows for needs that wait, several saved at once, sentences at their fields."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from careplan.clients.models import Episode
from careplan.ground.clock import today
from careplan.ground.db import db
from careplan.plans.models import CarePlan, Goal, GoalAction, Need
from tests.factories.clients import EpisodeFactory
from tests.factories.plans import CarePlanFactory, GoalActionFactory, GoalFactory, NeedFactory
from tests.walk import on_page

IN_MAY = today() + timedelta(80)


def days(name: str, on: date) -> dict[str, str]:
    return {f"{name}-day": str(on.day), f"{name}-month": str(on.month), f"{name}-year": str(on.year)}


def seen(page) -> str:
    """The version that the page carries."""
    return page.text.split('name="seen" value="')[1].split('"')[0]


def row(number: int, on: date | None = None, **parts: str) -> dict[str, str]:
    """A row as a browser sends it."""
    sent = {f"goal-{number}-{part}": value for part, value in parts.items()}
    return sent | (days(f"goal-{number}-target_on", on) if on else {})


@pytest.fixture
def draft(app, house):
    """A draft with one goal whose day has passed; two needs press and have no goal, one is for later."""
    with app.app_context():
        made = EpisodeFactory(service_id=house.service, keyworker_id=house.keyworker)
        made.client.first_name = "Rowena"
        db.session.info["trailed"] = True
        plan = CarePlanFactory(episode=made, drafted_on=today() - timedelta(3))
        first = NeedFactory(episode=made, words="A home of my own", domain="social").id
        goal = GoalFactory(
            plan=plan,
            need_id=first,
            wording="A front door",
            domain="social",
            target_on=today() - timedelta(1),
        )
        GoalActionFactory(goal=goal, action="Fill in the form")
        NeedFactory(episode=made, words="My teeth", domain="physical", priority="medium", wants_help="now")
        NeedFactory(episode=made, words="Naloxone at home", domain="harm_reduction", item="naloxone_status")
        NeedFactory(episode=made, words="Smoking", priority="low", wants_help="later")
        db.session.commit()
        return f"/record/{made.id}/care-plan/{plan.id}"


def ids(app) -> dict[str, str]:
    with app.app_context():
        return dict(db.session.execute(select(Need.words, Need.root_id)).all())


def goals(app, draft: str) -> list[tuple[str, ...]]:
    with app.app_context():
        plan = draft.split("/")[-1]
        rows = db.session.scalars(
            select(Goal).where(Goal.care_plan_id == plan).order_by(Goal.recorded_at, Goal.id)
        )
        return [(one.wording, one.domain, one.measure, one.responsible, one.need_item) for one in rows]


def test_a_row_waits_for_each_pressing_need_and_the_needs_stand_beside(app, as_keyworker, draft):
    text = as_keyworker.get(f"{draft}/goals").text
    for words in ("My teeth", "Naloxone at home"):
        assert text.count(f'value="{ids(app)[words]}" selected') == 1
    assert f'value="{ids(app)["Smoking"]}" selected' not in text
    assert text.count('value="Rowena and Kay Keyworker"') == 2
    for state in ("Has a goal", "No goal yet", "For later", "Fill in the form"):
        assert state in text


def test_a_page_that_is_sent_as_it_came_changes_its_goal_and_makes_no_other(app, as_keyworker, draft):
    (form,) = on_page(as_keyworker, f"{draft}/goals")
    later = days("goal-0-target_on", IN_MAY) | {"goal-0-wording": "A door of my own"}
    assert as_keyworker.post(form.action, data=form.data() | later).status_code == 303
    assert [wording for wording, *_ in goals(app, draft)] == ["A door of my own"]


def test_several_goals_are_saved_at_once_with_who_does_what(app, as_keyworker, draft):
    need, page = ids(app), as_keyworker.get(f"{draft}/goals")
    sent = {"seen": seen(page), "then": "more"}
    sent |= row(1, IN_MAY, need=need["My teeth"], wording="To smile", responsible="Rowena", action="Ring")
    sent |= row(
        2, need=need["Naloxone at home"], wording="A kit", measure="Kit seen", action="Give it", by="Kay"
    )
    sent |= row(3, wording="To paint again", domain="social", disagreement="She finds it silly")
    sent |= row(4, need=need["Smoking"], responsible="Rowena and Kay Keyworker")
    assert as_keyworker.post(f"{draft}/goals", data=sent).location == f"{draft}/goals"
    assert goals(app, draft)[1:] == [
        ("To smile", "physical", None, "Rowena", None),
        ("A kit", "harm_reduction", "Kit seen", None, "naloxone_status"),
        ("To paint again", "social", None, None, None),
    ]
    with app.app_context():
        steps = db.session.execute(select(GoalAction.action, GoalAction.responsible)).all()
        assert {("Ring", "Rowena"), ("Give it", "Kay")} < set(map(tuple, steps))
    assert "She finds it silly" in as_keyworker.get(draft).text


def test_a_goal_is_changed_in_its_row_and_a_day_that_has_passed_stands_while_untouched(
    app, as_keyworker, draft
):
    page = as_keyworker.get(f"{draft}/goals")
    with app.app_context():
        goal = db.session.scalars(select(Goal)).one()
        mine = {"id": goal.id, "need": goal.need_id or "", "measure": "A key", "responsible": "Kay"}
        passed = goal.target_on
    sent = {"seen": seen(page)} | row(0, passed, wording="My own front door", action="Ring them", **mine)
    assert as_keyworker.post(f"{draft}/goals", data=sent).location == draft
    assert goals(app, draft) == [("My own front door", "social", "A key", "Kay", None)]
    again = sent | {"seen": seen(as_keyworker.get(f"{draft}/goals"))}
    earlier = again | days("goal-0-target_on", passed - timedelta(1)) | {"goal-0-action": ""}
    answer = as_keyworker.post(f"{draft}/goals", data=earlier)
    assert answer.status_code == 422
    assert "The target date must be today or later" in answer.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"measure": "Days"}, "Enter the goal, or clear the rest of its row"),
        ({"disagreement": "No"}, "Enter the goal, or clear the rest of its row"),
        ({"wording": "A kit", "need": ""}, "Select the part of life, or the need that the goal answers"),
        ({"wording": "A kit", "by": "Kay"}, "Enter what will be done, or clear what stands beside it"),
        ({"wording": "A kit", "action": "Give it", "responsible": ""}, "Enter who will do it"),
        ({"wording": "A kit", "target_on-day": "31"}, "The target date must include a month and year"),
        ({"wording": "A kit", "need": "nobody"}, "Select from the list"),
        (
            {"wording": "A kit", "action": "Give it", **days("due_on", today() - timedelta(1))},
            "The day by which it is done must be today or later",
        ),
        ({"wording": "A kit", **days("target_on", today() - timedelta(1))}, "The target date must be today"),
    ],
)
def test_a_row_half_filled_is_told_at_its_field_and_nothing_is_written(
    app, as_keyworker, draft, typed, sentence
):
    need, page = ids(app), as_keyworker.get(f"{draft}/goals")
    whole = row(1, wording="To smile again", need=need["My teeth"])
    half = row(2, **{"need": need["Naloxone at home"], "responsible": "Kay"} | typed)
    answer = as_keyworker.post(f"{draft}/goals", data={"seen": seen(page)} | whole | half)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "To smile again" in answer.text
    assert len(goals(app, draft)) == 1


def test_two_who_write_goals_see_both_texts_and_keep_both(app, as_keyworker, draft):
    need, page = ids(app), as_keyworker.get(f"{draft}/goals")
    mine = {"seen": seen(page)} | row(1, wording="Mine", need=need["My teeth"])
    theirs = {"seen": seen(page)} | row(1, wording="Theirs", need=need["My teeth"])
    assert as_keyworker.post(f"{draft}/goals", data=theirs).status_code == 303
    answer = as_keyworker.post(f"{draft}/goals", data=mine)
    assert answer.status_code == 409
    assert "Mine" in answer.text
    again = mine | {"seen": seen(answer)}
    assert as_keyworker.post(f"{draft}/goals", data=again).status_code == 303
    assert [one[0] for one in goals(app, draft)] == ["A front door", "Theirs", "Mine"]


def test_more_rows_than_a_page_takes_are_not_read(app, as_keyworker, draft):
    page = as_keyworker.get(f"{draft}/goals")
    sent = {"seen": seen(page)} | row(900_000, wording="Far away", domain="social")
    assert as_keyworker.post(f"{draft}/goals", data=sent).status_code == 303
    assert len(goals(app, draft)) == 1


def test_a_new_version_keeps_what_the_client_sees_otherwise(app, as_keyworker, draft):
    base = draft.rsplit("/", 1)[0]
    with app.app_context():
        plan = db.session.get_one(CarePlan, draft.split("/")[-1])
        db.session.scalars(select(Goal)).one().disagreement = "Rather a room in town"
        db.session.flush()
        plan.agreed_on, plan.agreement = today(), "signed"
        db.session.info["trailed"] = True
        db.session.commit()
    begun = as_keyworker.post(f"{base}/new", data={"kind": "comprehensive", **days("drafted_on", today())})
    assert "Rather a room in town" in as_keyworker.get(begun.location).text


@pytest.mark.parametrize("number", ["9" * 5000, "99999999", "9999", "-1", "²"])
def test_a_row_that_no_page_has_is_not_read(app, as_keyworker, draft, number):
    stands = goals(app, draft)
    typed = {f"goal-{number}-wording": "A way in", "seen": seen(as_keyworker.get(f"{draft}/goals"))}
    assert as_keyworker.post(f"{draft}/goals", data=typed).status_code == 303
    assert goals(app, draft) == stands


def test_a_goal_whose_need_is_not_listed_keeps_it_when_its_row_is_saved(app, as_keyworker, draft):
    with app.app_context():
        goal = db.session.scalars(select(Goal)).one()
        goal.need_id, goal.need_item, id_ = None, "pain", goal.id
        db.session.info["trailed"] = True
        db.session.commit()
    mine = {"id": id_, "need": "", "wording": "A door of my own", "domain": "social"}
    sent = {"seen": seen(as_keyworker.get(f"{draft}/goals"))} | row(0, **mine)
    assert as_keyworker.post(f"{draft}/goals", data=sent).location == draft
    assert goals(app, draft) == [("A door of my own", "social", None, None, "pain")]


def test_a_need_that_a_goal_names_by_its_item_is_chosen_in_its_row_and_can_be_taken_off(
    app, as_keyworker, draft
):
    with app.app_context():
        goal = db.session.scalars(select(Goal)).one()
        goal.need_id, goal.need_item, goal.domain, id_ = None, "naloxone_status", "harm_reduction", goal.id
        db.session.info["trailed"] = True
        db.session.commit()
    page = as_keyworker.get(f"{draft}/goals")
    assert page.text.count(f'value="{ids(app)["Naloxone at home"]}" selected') == 1
    mine = {"id": id_, "need": "", "wording": "A door of my own", "domain": "social"}
    as_keyworker.post(f"{draft}/goals", data={"seen": seen(page)} | row(0, **mine))
    assert goals(app, draft) == [("A door of my own", "social", None, None, None)]


def test_a_goal_that_was_cleared_in_its_row_is_not_left_as_it_was_without_a_word(app, as_keyworker, draft):
    page, stands = as_keyworker.get(f"{draft}/goals"), goals(app, draft)
    with app.app_context():
        id_ = db.session.scalars(select(Goal.id)).one()
    answer = as_keyworker.post(f"{draft}/goals", data={"seen": seen(page)} | row(0, id=id_, wording=""))
    assert answer.status_code == 422
    assert "removed on the page of the draft" in answer.text
    assert goals(app, draft) == stands


def test_a_need_with_a_goal_is_told_so_though_a_reason_for_not_now_stands_from_before(
    app, as_keyworker, draft
):
    with app.app_context():
        plan = db.session.scalars(select(CarePlan)).one()
        episode = db.session.scalars(select(Episode).where(Episode.root_id == plan.episode_id)).one()
        db.session.info["trailed"] = True
        mine = {"episode": episode, "domain": "social", "not_now_reason": "After detox"}
        GoalFactory(plan=plan, need_id=NeedFactory(words="Old friends", **mine).id, domain="social")
        NeedFactory(words="A new trade", **mine)
        db.session.commit()
    text = as_keyworker.get(f"{draft}/goals").text
    state = {words: text.split(f"<strong>{words}</strong>")[1].split("</li>")[0] for words in ids(app)}
    assert "Has a goal" in state["Old friends"]
    assert "Not now, with a reason" in state["A new trade"]
