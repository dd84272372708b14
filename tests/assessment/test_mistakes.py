"""An answer of a completed assessment that was recorded by mistake counts as not asked."""

from datetime import timedelta
from urllib.parse import quote

import pytest

from careplan.assessment.actions import start
from careplan.assessment.codes import Kind
from careplan.assessment.models import Answer
from careplan.assessment.queries import latest_answers, sheet
from careplan.assessment.queries.waiting import source_of
from careplan.audit.review.queries import facts as audited
from careplan.audit.review.rules.census import Census
from careplan.checklists.queries import bank
from careplan.clients import queries
from careplan.clients.actions import raise_task
from careplan.ground.clock import today
from careplan.ground.db import db
from careplan.ground.scope import Scope
from tests.factories.assessment import AnswerFactory, AssessmentFactory

WHY = {"why": "Ticked the wrong line"}
DAY = today() - timedelta(20)


@pytest.fixture
def episode(house, session):
    return queries.episode(house.services, house.episode)


@pytest.fixture
def made(house, session, episode):
    row = AssessmentFactory(
        episode_id=house.episode, service_id=house.service, kind="comprehensive", started_on=DAY,
        completed_on=DAY, worker_id=house.keyworker, recorded_by=house.keyworker,
    )  # fmt: skip
    for item, value in (("presenting_reason", "Heroin"), ("pregnancy_status", {"value": "yes"})):
        AnswerFactory(assessment=row, item=item, value=value, recorded_by=house.keyworker)
    db.session.commit()
    return row


def at(house, made, item="pregnancy_status"):
    return f"/record/{house.episode}/mistake/answer/{made.id}:{item}:1"


def test_the_question_counts_as_not_asked(house, session, episode, made, as_keyworker):
    finished = f"/record/{house.episode}/assessments/{made.id}"
    assert f'href="{at(house, made)}"' in as_keyworker.get(finished).text
    assert "pregnan" in as_keyworker.get(at(house, made)).text
    assert as_keyworker.post(at(house, made), data=WHY).status_code == 303
    session.expire_all()
    assert set(sheet(house.services, episode, made.id).given) == {"presenting_reason"}
    assert latest_answers(episode, {"pregnancy_status"}) == {}
    row = session.get_one(Answer, (made.id, "pregnancy_status", 1))
    seen = Scope(house.services), Scope(house.services, row.struck_at)
    told = [dict(audited.by_id(one, Census.at(today())))[made.id] for one in seen]
    asked = [plain | given.keys() for plain, given in told]
    assert asked[1] - asked[0] == {"pregnancy_status"}
    assert f"by Kay Keyworker: {WHY['why']}" in as_keyworker.get(f"/record/{house.episode}/history").text


def test_the_safety_task_that_it_raised_goes_with_it(house, session, episode, made, as_keyworker):
    for trigger in ("pregnant", "recent_overdose"):
        source = f"{source_of(made.id)}{trigger}:{DAY}"
        raise_task(
            by=house.actors.keyworker,
            episode=episode,
            kind="safety",
            source=source,
            words=trigger,
            due_on=DAY,
        )
    db.session.commit()
    as_keyworker.post(at(house, made), data=WHY)
    session.expire_all()
    assert [task.words for task in queries.open_tasks(episode)] == ["recent_overdose"]


def test_an_open_assessment_is_changed_there_and_nobody_else_may(
    house, session, episode, made, as_keyworker, as_prescriber, charlie
):
    assert as_prescriber.post(at(house, made), data=WHY).status_code == 422
    assert charlie.get(at(house, made)).status_code == 404
    other = AssessmentFactory(
        episode_id=house.episode, service_id=house.service, kind="triage", started_on=DAY
    )
    AnswerFactory(assessment=other, item="presenting_reason", value="Heroin")
    db.session.commit()
    answer = as_keyworker.get(at(house, other, "presenting_reason"), follow_redirects=True)
    assert "This assessment is not completed" in answer.text


def again(house, made, item="pregnancy_status"):
    return f"/record/{house.episode}/assessments/{made.id}/again/{item}"


def given(value, item="pregnancy_status"):
    return {item: value, f"{item}-status": ""}


def test_the_right_answer_takes_the_place_of_the_struck_one(
    house, session, episode, made, as_keyworker, as_prescriber, charlie
):
    finished = f"/record/{house.episode}/assessments/{made.id}"
    assert as_keyworker.get(again(house, made, "presenting_reason")).location.endswith(finished)
    assert as_keyworker.post(again(house, made), data=given("no")).status_code == 303
    assert as_keyworker.get(again(house, made, "housing_status")).status_code == 404
    as_keyworker.post(at(house, made), data=WHY)
    assert f'href="{again(house, made)}"' in as_keyworker.get(finished).text
    assert charlie.get(again(house, made)).status_code == 404
    assert "pregnan" in as_prescriber.get(again(house, made)).text
    empty = as_keyworker.post(again(house, made), data=given(""))
    assert (empty.status_code, "Enter the answer, or select why" in empty.text) == (422, True)
    saved = as_keyworker.post(again(house, made), data=given("no"))
    assert saved.location.endswith(finished)
    session.expire_all()
    assert sheet(house.services, episode, made.id).given["pregnancy_status"].value == {"value": "no"}
    assert "Record the right answer" not in as_keyworker.get(finished).text
    old, new = session.query(Answer).filter_by(item="pregnancy_status").order_by(Answer.slot)
    moments = (None, new.recorded_at, old.struck_at)
    told = [
        dict(audited.by_id(one, Census.at(today())))[made.id]
        for one in (Scope(house.services, moment) if moment else Scope(house.services) for moment in moments)
    ]
    assert ["pregnancy_status" in plain | given.keys() for plain, given in told] == [True, False, True]
    assert told[0][1]["pregnancy_status"].value == {"value": "no"}
    assert told[2][1]["pregnancy_status"].value == {"value": "yes"}
    history = as_keyworker.get(f"/record/{house.episode}/history").text
    assert "2 answers" in history
    assert "<s>" in history
    assert f'href="{quote(at(house, made)).replace("%3A1", "%3A2")}"' in history
    assert as_keyworker.get(at(house, made).replace(":1", ":2")).status_code == 200


def test_the_right_answer_raises_its_task_and_reaches_open_assessments(
    house, session, episode, made, as_keyworker
):
    actor = house.actors.keyworker
    later = start(by=actor, episode=episode, kind=Kind.COMPREHENSIVE, bank=bank("1"), on=today())
    session.commit()
    as_keyworker.post(at(house, made), data=WHY)
    as_keyworker.post(again(house, made), data=given("yes"))
    session.expire_all()
    assert [task.kind for task in queries.open_tasks(episode)] == ["safety"]
    as_keyworker.post(f"{at(house, made)[:-1]}2", data=WHY)
    assert queries.open_tasks(episode) == []
    as_keyworker.post(again(house, made), data=given("no"))
    session.expire_all()
    copy = session.get_one(Answer, (later.id, "pregnancy_status", 1))
    assert (copy.value, copy.carried_from) == ({"value": "no"}, made.id)


def test_the_right_answer_of_a_triage_tells_the_episode(house, session, episode, as_keyworker):
    triage = AssessmentFactory(
        episode_id=house.episode, service_id=house.service, kind="triage", started_on=DAY,
        completed_on=DAY, worker_id=house.keyworker, recorded_by=house.keyworker,
    )  # fmt: skip
    for item, value in (("urgency", "same_day"), ("ndtms_privacy", "refused")):
        AnswerFactory(assessment=triage, item=item, value=value, recorded_by=house.keyworker)
    episode.urgency, episode.ndtms_consent, episode.next_appointment_note = "same_day", False, "with Ann"
    session.commit()
    for item, right in (("urgency", "within_3_weeks"), ("ndtms_privacy", "agreed")):
        as_keyworker.post(at(house, triage, item), data=WHY)
        assert as_keyworker.post(again(house, triage, item), data=given(right, item)).status_code == 303
    session.expire_all()
    told = (episode.urgency, episode.ndtms_consent, episode.next_appointment_note)
    assert told == ("within_3_weeks", True, "with Ann")
