"""An answer of a completed assessment that was recorded by mistake counts as not asked."""

from datetime import timedelta

import pytest

from careplan.assessment.models import Answer
from careplan.assessment.queries import latest_answers, sheet
from careplan.assessment.queries.waiting import source_of
from careplan.audit.review.queries import facts as audited
from careplan.audit.review.rules.census import Census
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
    told = [dict(audited.answers(one, Census.at(today()), audited.sat(one)))[made.id] for one in seen]
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
