"""Pages of the risk room, for keyworkers and managers."""

import re
from datetime import date

import pytest
import time_machine

from careplan.assessment.models import Answer, Assessment
from careplan.clients.models import Task
from careplan.ground.clock import now
from careplan.ground.db import db
from careplan.risk.models import Countersignature, RiskAction, RiskLevel
from tests.factories.assessment import AnswerFactory, AssessmentFactory
from tests.factories.risk import CountersignatureFactory, RiskActionFactory, RiskLevelFactory

LOW = {f"{domain}_level": "low" for domain in ("self", "from_others", "to_others", "children")}


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel("2026-03-02T10:42:00+00:00", tick=False):
        yield


@pytest.fixture
def assessed(app, house):
    """A risk assessment with these levels: domain → level."""

    def make(completed_on=None, worker_id=None, answers=None, completed_by=None, by="factory", **levels):
        with app.app_context():
            made = AssessmentFactory(
                episode_id=house.episode,
                service_id=house.service,
                kind="risk",
                started_on=completed_on or date(2026, 3, 2),
                worker_id=worker_id or house.keyworker,
            )
            for domain, level in levels.items():
                RiskLevelFactory(assessment=made, domain=domain, level=level, recorded_by=by)
            for item, value in (answers or {}).items():
                AnswerFactory(assessment=made, item=item, value=value)
            made.completed_on = completed_on
            if completed_by:
                made.completed_at, made.completed_by = now(), completed_by
            db.session.commit()
            return made.id

    return make


def path(house, *parts):
    return "/".join(["", "record", house.episode, "risk", *parts])


def complete_path(house, assessment_id):
    return f"/record/{house.episode}/risk/{assessment_id}/complete"


def test_the_address_of_completing_any_assessment_leads_to_that_of_risk(house, as_keyworker, assessed):
    made = assessed(self="low")
    any_kind = f"/record/{house.episode}/assessments/{made}/complete"
    led = as_keyworker.get(any_kind)
    assert (led.status_code, led.headers["Location"]) == (303, complete_path(house, made))
    sent = as_keyworker.post(any_kind, data={"reason": "too_unwell"})
    assert (sent.status_code, sent.headers["Location"]) == (307, complete_path(house, made))


def test_only_a_risk_assessment_is_completed_on_the_page_of_risk(app, house, as_keyworker):
    with app.app_context():
        made = AssessmentFactory(episode_id=house.episode, service_id=house.service, kind="triage")
        db.session.commit()
        triage = made.id
    assert as_keyworker.get(complete_path(house, triage)).status_code == 404
    assert as_keyworker.post(complete_path(house, triage), data={"reason": "too_unwell"}).status_code == 404


def test_an_empty_page_says_what_will_appear(house, as_keyworker):
    page = as_keyworker.get(path(house)).text
    assert "No completed risk assessment yet" in page
    assert "Start a risk assessment" in page


def test_the_page_shows_levels_with_reasons_the_review_and_what_the_answers_suggest(
    house, as_keyworker, assessed
):
    assessed(
        completed_on=date(2026, 1, 2),
        answers={"suicidal_thoughts": "active_with_plan"},
        self="medium",
        from_others="low",
        to_others="low",
        children="low",
    )
    page = as_keyworker.get(path(house)).text
    assert "Assessed 2 January 2026 by Kay Keyworker" in page
    assert "Next review by 2 April 2026" in page
    assert "At least high: Active thoughts of suicide with a plan were recorded" in page


def test_an_overdue_review_says_so(house, as_keyworker, assessed):
    assessed(completed_on=date(2025, 12, 1), self="low")
    assert "Review overdue" in as_keyworker.get(path(house)).text


def test_levels_are_saved_with_their_reasons_and_answer_the_checklist(app, house, as_keyworker, assessed):
    risk = assessed()
    sent = {**LOW, "self_level": "medium", "self_reason": "Two overdoses"}
    answer = as_keyworker.post(path(house, risk, "levels"), data=sent)
    assert answer.status_code == 303
    with app.app_context():
        levels = {row.domain: (row.level, row.reason) for row in db.session.query(RiskLevel)}
        assert levels["self"] == ("medium", "Two overdoses")
        assert levels["children"] == ("low", None)
        value = db.session.get_one(Answer, (risk, "risk_levels", 1)).value
        assert value[0] == {"domain": "self", "level": "medium", "reason": "Two overdoses"}


def test_a_level_under_the_suggestion_needs_a_reason(app, house, as_keyworker, assessed):
    risk = assessed(answers={"overdose_last_date": "2026-02-20"})
    answer = as_keyworker.post(path(house, risk, "levels"), data=LOW)
    assert answer.status_code == 422
    assert "Enter why the level of harm to self is lower than the answers suggest" in answer.text
    with app.app_context():
        assert db.session.query(RiskLevel).count() == 0
    said = {**LOW, "self_reason": "It was an accident with a new tablet, now locked away"}
    assert as_keyworker.post(path(house, risk, "levels"), data=said).status_code == 303


def test_levels_saved_by_somebody_else_meanwhile_are_shown(house, as_keyworker, assessed):
    risk = assessed(self="high")
    answer = as_keyworker.post(path(house, risk, "levels"), data={**LOW, "seen": "2026-01-01T00:00:00+00:00"})
    assert answer.status_code == 409
    assert "High. No thoughts of self-harm." in answer.text


def add(browser, house, risk, **changed):
    due = {"due_on-day": "9", "due_on-month": "3", "due_on-year": "2026"}
    sent = {
        "domain": "self",
        "action": "Agree a safety plan",
        "responsible": "Kay Keyworker",
        **due,
        **changed,
    }
    return browser.post(path(house, risk, "actions"), data=sent)


def test_a_risk_action_needs_a_person_and_a_date(house, as_keyworker, assessed):
    answer = as_keyworker.post(path(house, assessed(), "actions"), data={"domain": "self"})
    assert answer.status_code == 422
    assert "Enter the name of the person who will do it" in answer.text
    assert "Enter the day by which it will be done" in answer.text


def test_an_action_of_an_open_assessment_is_a_line_of_the_risk_management_plan(
    app, house, as_keyworker, assessed
):
    risk = assessed()
    assert add(as_keyworker, house, risk).status_code == 303
    assert add(as_keyworker, house, risk, domain="children", action="Give a locked box").status_code == 303
    with app.app_context():
        plan = db.session.get_one(Answer, (risk, "risk_management_plan", 1)).value
        assert [row["action"] for row in plan] == ["Agree a safety plan", "Give a locked box"]
        assert plan[0]["by_when"] == "2026-03-09"


def test_an_action_is_done_once(app, house, as_keyworker, assessed):
    risk = assessed(completed_on=date(2026, 2, 1), self="low")
    with app.app_context():
        action = RiskActionFactory(assessment=db.session.get_one(Assessment, risk)).id
        db.session.commit()
    assert "Overdue" in as_keyworker.get(path(house)).text
    for _ in range(2):
        assert as_keyworker.post(path(house, "actions", action, "done")).status_code == 303
    with app.app_context():
        done = db.session.get_one(RiskAction, action)
        assert (done.done_on, done.done_by) == (date(2026, 3, 2), house.keyworker)
    assert "Done 2 March 2026" in as_keyworker.get(path(house)).text


def test_high_risk_without_an_action_cannot_be_completed(house, as_keyworker, assessed):
    risk = assessed(self="high", from_others="low", to_others="low", children="low")
    answer = as_keyworker.post(complete_path(house, risk), data={"reason": "client_left"})
    assert answer.status_code == 422
    assert "Add an action with a named person and a date" in answer.text
    add(as_keyworker, house, risk)
    assert as_keyworker.post(complete_path(house, risk), data={"reason": "client_left"}).status_code == 303


def test_a_level_set_before_the_answer_that_raises_the_minimum_is_shown_again_before_completing(
    app, house, as_keyworker, assessed
):
    risk = assessed()
    assert as_keyworker.post(path(house, risk, "levels"), data=LOW).status_code == 303
    section = f"/record/{house.episode}/assessments/{risk}/psychological"
    said = {"suicidal_thoughts": "active_with_plan", "suicidal_thoughts-status": ""}
    assert as_keyworker.post(section, data=said).status_code == 303
    page = as_keyworker.get(complete_path(house, risk)).text
    assert "Harm to self is set to low. At least high: Active thoughts of suicide with a plan" in page
    assert "Harm to children is set" not in page
    refused = as_keyworker.post(complete_path(house, risk), data={"reason": "client_left"})
    assert refused.status_code == 422
    assert "Look again at the levels that are lower than the answers suggest" in refused.text


def test_a_level_under_the_suggestion_that_has_a_reason_is_shown_and_holds_nothing_back(
    house, as_keyworker, assessed
):
    answers = {"overdose_last_date": "2026-02-20"}
    risk = assessed(answers=answers, self="low", from_others="low", to_others="low", children="low")
    assert "Level lower than the answers suggest" in as_keyworker.get(complete_path(house, risk)).text
    assert as_keyworker.post(complete_path(house, risk), data={"reason": "client_left"}).status_code == 303


def test_an_active_plan_of_suicide_without_an_action_cannot_be_completed(app, house, as_keyworker, assessed):
    risk = assessed(self="high", from_others="low", to_others="low", children="low")
    add(as_keyworker, house, risk)
    section = f"/record/{house.episode}/assessments/{risk}/psychological"
    said = {"suicidal_thoughts": "active_with_plan", "suicidal_thoughts-status": ""}
    assert as_keyworker.post(section, data=said).status_code == 303
    refused = as_keyworker.post(complete_path(house, risk), data={"reason": "client_left"})
    assert refused.status_code == 422
    assert "Record an action on each safety task first" in refused.text
    with app.app_context():
        task = db.session.query(Task).one().id
    done = {"words": "Taken to the crisis team", "closes": "yes"}
    assert as_keyworker.post(f"/record/{house.episode}/tasks/{task}", data=done).status_code == 303
    assert as_keyworker.post(complete_path(house, risk), data={"reason": "client_left"}).status_code == 303


def test_levels_that_are_missing_are_listed_before_completing(house, as_keyworker, assessed):
    page = as_keyworker.get(complete_path(house, assessed(self="low"))).text
    assert "Harm from others, Harm to others, Harm to children." in page


GRAVE = {"self": "high", "from_others": "low", "to_others": "low", "children": "low"}


def test_a_manager_countersigns_high_risk_within_two_working_days(app, house, as_manager, assessed):
    risk = assessed(completed_on=date(2026, 2, 27), **GRAVE)
    page = as_manager.get(path(house)).text
    assert "by 3 March 2026" in page
    assert as_manager.post(path(house, risk, "countersign"), data={"note": "Agreed"}).status_code == 303
    with app.app_context():
        row = db.session.query(Countersignature).one()
        assert (row.signed_on, row.note, row.recorded_by) == (date(2026, 3, 2), "Agreed", house.manager)
    assert "Countersigned 2 March 2026 by Mo Manager" in as_manager.get(path(house)).text


def test_a_countersignature_that_is_late_says_so(house, as_keyworker, assessed):
    assessed(completed_on=date(2026, 2, 25), **GRAVE)
    assert "Countersignature is late" in as_keyworker.get(path(house)).text


def test_nobody_countersigns_twice_or_their_own_assessment(app, house, as_manager, assessed):
    own = assessed(completed_on=date(2026, 2, 27), worker_id=house.manager, **GRAVE)
    refused = as_manager.post(path(house, own, "countersign"), data={})
    assert refused.status_code == 422
    assert "Somebody else has to countersign an assessment" in refused.text
    finished = assessed(completed_on=date(2026, 2, 28), completed_by=house.manager, **GRAVE)
    refused = as_manager.post(path(house, finished, "countersign"), data={})
    assert "Somebody else has to countersign an assessment" in refused.text
    other = assessed(completed_on=date(2026, 3, 1), **GRAVE)
    with app.app_context():
        CountersignatureFactory(assessment=db.session.get_one(Assessment, other))
        db.session.commit()
    again = as_manager.post(path(house, other, "countersign"), data={})
    assert again.status_code == 422
    assert "countersigned already" in again.text


def test_who_set_a_level_does_not_countersign_and_is_told_so_instead_of_being_asked(
    app, house, as_manager, assessed
):
    risk = assessed(completed_on=date(2026, 2, 27), by=house.manager, **GRAVE)
    refused = as_manager.post(path(house, risk, "countersign"), data={})
    assert refused.status_code == 422
    assert "Somebody else has to countersign an assessment" in refused.text
    page = as_manager.get(path(house)).text
    assert "Somebody else has to countersign it" in page
    assert f"{risk}/countersign" not in page


def test_low_risk_is_not_countersigned(house, as_manager, assessed):
    low = assessed(completed_on=date(2026, 2, 27), self="low")
    assert as_manager.post(path(house, low, "countersign"), data={}).status_code == 422


def test_a_keyworker_may_not_countersign(house, as_keyworker, assessed):
    risk = assessed(completed_on=date(2026, 2, 27), **GRAVE)
    assert as_keyworker.post(path(house, risk, "countersign"), data={}).status_code == 403
    assert "<button" not in re.sub(r"(?s).*Countersignature", "", as_keyworker.get(path(house)).text)[:800]


def test_levels_of_a_finished_assessment_are_fixed(house, as_keyworker, assessed):
    done = assessed(completed_on=date(2026, 2, 27), self="low")
    assert as_keyworker.get(path(house, done, "levels")).status_code == 303
    assert as_keyworker.post(path(house, done, "levels"), data=LOW).status_code == 409


def test_charlie_finds_nothing(house, charlie, assessed):
    risk = assessed()
    for end in ("", f"/{risk}/levels", f"/{risk}/actions"):
        assert charlie.get(path(house) + end).status_code == 404
    assert charlie.get(f"/record/{house.other_episode}/risk/{risk}/levels").status_code == 404
    assert charlie.post(f"/record/{house.other_episode}/risk/{risk}/countersign", data={}).status_code == 404


def step(domain, action="", who="", days=("", "", "")):
    parts = dict(zip(("day", "month", "year"), days, strict=True))
    return {f"{domain}_action": action, f"{domain}_who": who} | {
        f"{domain}_due-{part}": text for part, text in parts.items()
    }


def test_an_action_is_planned_beside_its_level_and_stands_in_the_plan(app, house, as_keyworker, assessed):
    risk = assessed(answers={"risk_management_plan": []})
    high = {
        "self_level": "high",
        "self_reason": "Two overdoses",
        "children_level": "medium",
        "children_reason": "Tablets in reach",
    }
    sent = LOW | high | step("self", "Naloxone at home", "Kay", ("4", "3", "2026"))
    sent |= step("children", "A lockable box", "Kay", ("9", "3", "2026"))
    answer = as_keyworker.post(path(house, risk, "levels"), data=sent)
    assert answer.location.endswith("/complete")
    with app.app_context():
        made = {row.domain: (row.action, row.responsible, row.due_on) for row in db.session.query(RiskAction)}
        assert made["self"] == ("Naloxone at home", "Kay", date(2026, 3, 4))
        plan = db.session.get_one(Answer, (risk, "risk_management_plan", 1)).value
        assert [one["action"] for one in plan] == ["Naloxone at home", "A lockable box"]
    assert "Naloxone at home. Kay, 4 March 2026" in as_keyworker.get(path(house, risk, "levels")).text


def test_triggers_and_escalation_beside_a_level_stand_with_the_action_wherever_it_is_told(
    app, house, as_keyworker, assessed
):
    risk = assessed(answers={"risk_management_plan": []})
    sent = LOW | {"self_level": "high", "self_reason": "Two overdoses"}
    sent |= step("self", "Naloxone at home", "Kay", ("4", "3", "2026"))
    sent |= {"self_triggers": "Using alone", "self_escalation": "999, then the duty worker"}
    assert as_keyworker.post(path(house, risk, "levels"), data=sent).status_code == 303
    signs = "Triggers and warning signs: Using alone. If it gets worse: 999, then the duty worker"
    assert (
        f"Naloxone at home. Kay, 4 March 2026. {signs}" in as_keyworker.get(path(house, risk, "levels")).text
    )
    with app.app_context():
        plan = db.session.get_one(Answer, (risk, "risk_management_plan", 1)).value
        assert (plan[0]["triggers"], plan[0]["escalation"]) == ("Using alone", "999, then the duty worker")


def test_banner_today_and_copy_tell_triggers_and_escalation(app, house, as_keyworker, assessed):
    risk = assessed(completed_on=date(2026, 3, 1), self="high")
    with app.app_context():
        RiskActionFactory(
            assessment=db.session.get_one(Assessment, risk),
            domain="self",
            action="Naloxone at home",
            responsible="Kay",
            due_on=date(2026, 3, 2),
            triggers="Using alone",
            escalation="999, then the duty worker",
        )
        db.session.commit()
    signs = "Triggers and warning signs: Using alone. If it gets worse: 999, then the duty worker"
    page = as_keyworker.get(f"/record/{house.episode}").text
    assert f"High risk: harm to self. Naloxone at home (Kay, by 2 March 2026). {signs}" in page
    assert f"Risk action not done: harm to self. Naloxone at home. {signs}" in as_keyworker.get("/").text
    copy = as_keyworker.get(f"/record/{house.episode}/risk/copy").text
    assert "Signs that it starts: Using alone" in copy
    assert "If it gets worse: 999, then the duty worker" in copy


def test_triggers_without_an_action_ask_for_the_action(house, as_keyworker, assessed):
    sent = LOW | {"self_level": "high", "self_reason": "Two overdoses", "self_triggers": "Using alone"}
    answer = as_keyworker.post(path(house, assessed(), "levels"), data=sent)
    assert answer.status_code == 422
    assert "Enter what will be done about harm to self" in answer.text
    assert ">Using alone</textarea>" in answer.text


@pytest.mark.parametrize(
    ("level", "typed", "told"),
    [
        ("high", step("self", "Naloxone"), "Enter who will do it about harm to self"),
        ("high", step("self", "Naloxone", "Kay"), "Enter the day for harm to self"),
        ("high", step("self", who="Kay"), "Enter what will be done about harm to self"),
        (
            "high",
            step("self", "Naloxone", "Kay", ("1", "3", "2026")),
            "The day for harm to self must be today or later",
        ),
        (
            "low",
            step("self", "Naloxone", "Kay", ("4", "3", "2026")),
            "Harm to self is low, and an action is entered. Select a higher level, or clear the action",
        ),
    ],
)
def test_half_an_action_beside_a_level_is_refused_and_nothing_is_written(
    app, house, as_keyworker, assessed, level, typed, told
):
    risk = assessed()
    answer = as_keyworker.post(
        path(house, risk, "levels"), data=LOW | {"self_level": level, "self_reason": "Two overdoses"} | typed
    )
    assert answer.status_code == 422
    assert answer.text.count(told) == 2
    with app.app_context():
        assert db.session.query(RiskLevel).count() == db.session.query(RiskAction).count() == 0


def test_completing_names_the_clocks_that_start(house, as_keyworker, assessed):
    calm = as_keyworker.get(complete_path(house, assessed(self="low"))).text
    assert "Risk is looked at again by 2 June 2026." in calm
    assert "A manager sees" not in calm


def test_completing_high_risk_names_the_day_of_the_countersignature(house, as_keyworker, assessed):
    page = as_keyworker.get(complete_path(house, assessed(self="high"))).text
    assert "A manager sees the high or immediate risk by 4 March 2026." in page
