"""An assessment or a risk action that was recorded by mistake is out of levels, lists, clocks and figures."""

import re
from datetime import timedelta

import pytest

from careplan.assessment.models import Answer
from careplan.assessment.queries.waiting import PENDING as BEGUN
from careplan.assessment.queries.waiting import source_of
from careplan.audit.review.queries import facts as audited
from careplan.clients import queries as clients
from careplan.clients.actions import raise_task
from careplan.clients.models import Client, Task
from careplan.ground.clock import now, today
from careplan.ground.db import db
from careplan.ground.scope import Scope
from careplan.risk import queries
from careplan.risk.actions import countersign
from careplan.risk.models import RiskLevel
from careplan.risk.queries import facts
from careplan.risk.queries.today import PENDING
from careplan.staff import passwords
from careplan.staff.codes import Role
from careplan.staff.models import Worker
from tests.factories.assessment import AnswerFactory, AssessmentFactory
from tests.factories.risk import CountersignatureFactory, RiskActionFactory, RiskLevelFactory
from tests.waiting import waits

WHY = {"why": "Another client of the same name"}
PASSWORD = "correct horse battery staple"
DAY = today() - timedelta(20)


def assessed(house, kind="risk", level=None, completed=True, **more):
    made = AssessmentFactory(
        episode_id=house.episode, service_id=house.service, kind=kind, started_on=DAY,
        worker_id=house.keyworker, recorded_by=house.keyworker, **more,
    )  # fmt: skip
    AnswerFactory(assessment=made, item="presenting_reason", value="Heroin")
    if level:
        RiskLevelFactory(assessment=made, domain="self", level=level)
    if completed:
        made.completed_on = DAY
    db.session.flush()
    return made


def struck(browser, house, kind, row, **more):
    db.session.commit()
    answer = browser.post(f"/record/{house.episode}/mistake/{kind}/{row.id}", data=WHY | more)
    db.session.expire_all()
    return answer


@pytest.fixture
def episode(house, session):
    return clients.episode(house.services, house.episode)


def test_a_risk_action_recorded_by_mistake_is_asked_for_no_more(house, session, episode, as_keyworker):
    made = assessed(house, level="low")
    action = RiskActionFactory(assessment=made, due_on=DAY, done_on=None, recorded_by=house.keyworker)
    session.flush()
    assert [line.since for line in waits(PENDING, house.services, house.keyworker, today())] == [DAY]
    view = Scope(house.services)
    assert facts.actions(view)[made.id]
    assert struck(as_keyworker, house, "risk_action", action).status_code == 303
    assert waits(PENDING, house.services, house.keyworker, today()) == []
    assert queries.pictures(house.services, episode)[0].actions == ()
    assert not facts.actions(view)[made.id]
    assert facts.actions(Scope(house.services, action.struck_at))[made.id] != ()


def test_an_assessment_recorded_by_mistake_goes_with_all_that_hangs_on_it(
    house, session, episode, as_keyworker, charlie
):
    made = assessed(house, level="low")
    action = RiskActionFactory(assessment=made, due_on=DAY, done_on=None)
    source = f"{source_of(made.id)}overdose:{DAY}"
    raise_task(
        by=house.actors.keyworker, episode=episode, kind="safety", source=source, words="Act", due_on=DAY
    )
    assert as_keyworker.get(f"/record/{house.episode}/risk").text.count("Levels") == 1
    assert struck(as_keyworker, house, "assessment", made).status_code == 303
    assert queries.pictures(house.services, episode) == []
    assert clients.open_tasks(episode) == []
    assert session.query(Task).one().struck_reason == WHY["why"]
    assert action.struck_at is not None
    assert session.query(Answer).one().struck_at is not None
    view = Scope(house.services)
    assert audited.sat(view) == []
    assert not facts.levels(view)[made.id]
    before = Scope(house.services, made.struck_at)
    assert [root for _, root, *_ in audited.sat(before)] == [made.id]
    assert facts.levels(before)[made.id] == {"self": "low"}
    page = as_keyworker.get(f"/record/{house.episode}/risk").text
    assert "No completed risk assessment yet" in page
    for address in (f"assessments/{made.id}", f"assessments/{made.id}/complete", f"risk/{made.id}/levels"):
        old = as_keyworker.get(f"/record/{house.episode}/{address}", follow_redirects=True).text
        assert "This assessment was struck out as recorded by mistake. The history tells why." in old
    assert as_keyworker.get(f"/record/{house.episode}/assessments/nothing").status_code == 404
    assert charlie.get(f"/record/{house.episode}/assessments/{made.id}").status_code == 404
    assert as_keyworker.get(f"/record/{house.other_episode}/assessments/{made.id}").status_code == 404


def test_an_open_assessment_leaves_today(house, session, episode, as_keyworker):
    made = assessed(house, kind="comprehensive", completed=False)
    assert len(waits(BEGUN, house.services, house.keyworker, today())) == 1
    assert struck(as_keyworker, house, "assessment", made).status_code == 303
    assert waits(BEGUN, house.services, house.keyworker, today()) == []


@pytest.mark.parametrize("level", ["high", "immediate"])
def test_high_and_immediate_risk_takes_a_second_person(house, session, episode, as_keyworker, level):
    made = assessed(house, level=level)
    session.get_one(Worker, house.manager).password_hash = passwords.hashed(PASSWORD)
    alone = struck(as_keyworker, house, "assessment", made)
    assert alone.status_code == 422
    assert "Select the colleague who agrees" in alone.text
    assert made.struck_at is None
    agreed = struck(as_keyworker, house, "assessment", made, colleague=house.manager, password=PASSWORD)
    assert agreed.status_code == 303
    assert made.struck_reason == f"{WHY['why']} (agreed at the desk by Mo Manager)"
    assert waits(PENDING, house.services, house.manager, today(), Role.MANAGER) == []


def test_a_triage_takes_its_day_off_the_referral(house, session, episode, as_keyworker):
    episode.triaged_on = DAY
    made = assessed(house, kind="triage")
    answer = struck(as_keyworker, house, "assessment", made)
    assert answer.status_code == 303
    (now,) = clients.episodes_of(house.services, session.get_one(Client, house.client))
    assert now.triaged_on is None
    assert now.root_id == house.episode
    assert answer.location == f"/record/{now.id}/history"
    assert "Struck out" in as_keyworker.get(answer.location).text


def test_the_author_of_a_completed_assessment_is_who_completed_it(
    house, session, episode, as_prescriber, charlie
):
    made = assessed(house)
    assert struck(as_prescriber, house, "assessment", made).status_code == 422
    assert struck(charlie, house, "assessment", made).status_code == 404
    assert made.struck_at is None


def test_a_countersignature_struck_out_waits_again_and_is_given_again(house, session, episode, as_manager):
    made = assessed(house, level="high")
    sign = {"by": house.actors.manager, "episode": episode, "note": None, "on": today()}
    first = countersign(picture=queries.picture(house.services, episode, made.id), **sign)
    assert waits(PENDING, house.services, house.manager, today(), Role.MANAGER) == []
    assert struck(as_manager, house, "countersigned", first).status_code == 303
    assert len(waits(PENDING, house.services, house.manager, today(), Role.MANAGER)) == 1
    again = queries.picture(house.services, episode, made.id)
    assert again.signed_on is None
    countersign(picture=again, **sign)
    assert queries.picture(house.services, episode, made.id).signed_by == "Mo Manager"


def level_of(made, domain="self"):
    return next(one for one in queries.mistakes.levels_of(made) if one.domain == domain)


def test_a_level_alone_is_struck_out_and_the_assessment_stands(house, session, episode, as_keyworker):
    made = assessed(house)
    RiskLevelFactory(assessment=made, domain="self", level="medium", recorded_by=house.keyworker)
    RiskLevelFactory(assessment=made, domain="from_others", level="low")
    AnswerFactory(assessment=made, item="risk_levels", value=[{"domain": "self", "level": "medium"}])
    assert struck(as_keyworker, house, "risk_level", level_of(made, "from_others")).status_code == 422
    row = level_of(made)
    assert struck(as_keyworker, house, "risk_level", row).status_code == 303
    (picture,) = queries.pictures(house.services, episode)
    assert list(picture.bare_levels) == ["from_others"]
    assert session.get_one(Answer, (made.id, "risk_levels", 1)).struck_at is not None
    assert facts.levels(Scope(house.services))[made.id] == {"from_others": "low"}
    assert facts.levels(Scope(house.services, row.struck_at))[made.id]["self"] == "medium"
    assert "<s>" in as_keyworker.get(f"/record/{house.episode}/history").text


def test_the_keyworker_is_asked_for_a_level_that_was_struck(house, session, episode, as_keyworker):
    def unjudged():
        lines = waits(PENDING, house.services, house.keyworker, today())
        return [(one.reason, one.endpoint, one.values) for one in lines if "No level" in one.reason]

    made = assessed(house)
    RiskLevelFactory(assessment=made, domain="self", level="low", recorded_by=house.keyworker)
    db.session.flush()
    assert unjudged() == []
    assert struck(as_keyworker, house, "risk_level", level_of(made)).status_code == 303
    where = (("episode_id", house.episode), ("assessment_id", made.id))
    assert unjudged() == [("No level of risk: harm to self", "risk.levels", where)]
    href = f'href="/record/{house.episode}/risk/{made.id}/levels"'
    for page in ("", "/risk"):
        assert href in as_keyworker.get(f"/record/{house.episode}{page}").text
    assessed(house, level="low")
    assert unjudged() == []


def test_a_grave_level_alone_takes_a_second_person(house, session, episode, as_manager):
    made = assessed(house, level="high")
    session.get_one(Worker, house.prescriber).password_hash = passwords.hashed(PASSWORD)
    row = level_of(made)
    assert "Select the colleague who agrees" in struck(as_manager, house, "risk_level", row).text
    agreed = struck(as_manager, house, "risk_level", row, colleague=house.prescriber, password=PASSWORD)
    assert agreed.status_code == 303
    assert waits(PENDING, house.services, house.manager, today(), Role.MANAGER) == []


def test_the_level_of_an_open_assessment_is_changed_there(house, session, episode, as_keyworker):
    made = assessed(house, level="low", completed=False)
    row = level_of(made)
    answer = as_keyworker.get(f"/record/{house.episode}/mistake/risk_level/{row.id}", follow_redirects=True)
    assert "This assessment is not completed. Change the level there." in answer.text


def stamp(page):
    return {"seen": re.search(r'name="seen" value="([^"]*)"', page)[1]}


@pytest.fixture
def struck_level(house, session, as_keyworker):
    """A completed assessment with all levels, that of harm to self struck out as it was not the client's."""
    made = assessed(house, completed=False)
    for domain in ("self", "from_others", "to_others", "children"):
        RiskLevelFactory(assessment=made, domain=domain, level="low", recorded_by=house.keyworker)
    AnswerFactory(assessment=made, item="risk_levels", value=[{"domain": "self", "level": "low"}])
    made.completed_on = DAY
    session.flush()
    struck(as_keyworker, house, "risk_level", level_of(made))
    return made


def test_the_right_level_is_set_in_the_same_assessment(
    house, session, episode, struck_level, as_keyworker, charlie
):
    made = struck_level
    page = f"/record/{house.episode}/risk/{made.id}/levels"
    form = as_keyworker.get(page).text
    assert ("self_level" in form, "children_level" in form) == (True, False)
    assert charlie.get(page).status_code == 404
    seen = stamp(form)
    assert "Select at least one level" in as_keyworker.post(page, data=seen).text
    sent = {"self_level": "medium", "self_reason": "Two overdoses", "children_level": "immediate"}
    assert as_keyworker.post(page, data=sent | seen).location.endswith(f"/record/{house.episode}/risk")
    session.expire_all()
    (picture,) = queries.pictures(house.services, episode)
    assert {domain.value: level.value for domain, level in picture.bare_levels.items()} == {
        "self": "medium", "from_others": "low", "to_others": "low", "children": "low"
    }  # fmt: skip
    told = session.get_one(Answer, (made.id, "risk_levels", 2)).value
    assert told[0] == {"domain": "self", "level": "medium", "reason": "Two overdoses"}
    old = level_of_slot(session, made, 1)
    assert facts.levels(Scope(house.services, old.struck_at))[made.id]["self"] == "low"
    assert facts.levels(Scope(house.services))[made.id]["self"] == "medium"
    assert "No level" not in str(waits(PENDING, house.services, house.keyworker, today()))
    assert as_keyworker.get(page).location.endswith("/risk")
    assert as_keyworker.post(page, data=sent | seen).status_code == 409
    history = as_keyworker.get(f"/record/{house.episode}/history").text
    assert "medium" in history
    assert "<s>" in history


def level_of_slot(session, made, slot):
    return session.get_one(RiskLevel, (made.id, "self", slot))


def test_a_grave_level_set_again_wants_an_action_and_a_new_countersignature(
    house, session, episode, struck_level, as_keyworker
):
    made = struck_level
    RiskLevelFactory(assessment=made, domain="self", slot=9, level="low", struck_at=now(), struck_by="w",
                     struck_reason="twice")  # fmt: skip
    signed = CountersignatureFactory(assessment=made, recorded_by=house.manager)
    sent = {"self_level": "high", "self_reason": "A plan and the means"}
    page = f"/record/{house.episode}/risk/{made.id}"
    session.commit()
    answer = as_keyworker.post(f"{page}/levels", data=sent | stamp(as_keyworker.get(f"{page}/levels").text))
    assert (answer.status_code, answer.location) == (303, f"{page}/actions")
    session.expire_all()
    assert signed.struck_at is not None
    assert level_of_slot(session, made, 10).level == "high"
    assert len(waits(PENDING, house.services, house.manager, today(), Role.MANAGER)) == 1
