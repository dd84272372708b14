"""An episode that was registered by mistake is out of every list; its history stays with the manager."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from careplan.assessment.models import Answer
from careplan.clients import queries
from careplan.clients.actions import ask_to_strike, raise_task
from careplan.clients.models import Episode, Intervention, StrikeRequest, Task
from careplan.clients.queries.people import Wanted, find
from careplan.ground.clock import today
from careplan.ground.corrections import hanging, live_until, strike
from careplan.ground.db import db
from tests.factories.assessment import AnswerFactory, AssessmentFactory
from tests.factories.clients import (
    ClientFactory,
    EpisodeFactory,
    HandOverFactory,
    InterventionFactory,
    PacketFactory,
    PauseFactory,
    TransferFactory,
)
from tests.factories.plans import CarePlanFactory, GoalActionFactory, GoalFactory
from tests.factories.prescribing import CourseFactory, DoseEventFactory

WHY = {"why": "She was never referred here"}
DAY = today() - timedelta(20)


@pytest.fixture
def episode(house, session):
    """Registered by the keyworker; an assessment, a plan, a treatment and a task hang on it."""
    found = EpisodeFactory(
        service_id=house.service, recorded_by=house.keyworker, client=ClientFactory(last_name="Mistaken")
    )
    assessment = AssessmentFactory(
        episode_id=found.id, service_id=found.service_id, kind="comprehensive", started_on=DAY
    )
    AnswerFactory(assessment=assessment, item="presenting_reason", value="Heroin")
    plan = CarePlanFactory(episode=found, drafted_on=DAY)
    GoalActionFactory(goal=GoalFactory(plan=plan))
    InterventionFactory(episode=found)
    raise_task(
        by=house.actors.keyworker, episode=found, kind="safety", source="a", words="Act now", due_on=DAY
    )
    db.session.commit()
    return queries.episode(house.services, found.id)


def at(episode):
    return f"/record/{episode.id}/mistake/episode/{episode.id}"


def struck(browser, episode):
    answer = browser.post(at(episode), data=WHY)
    db.session.expire_all()
    return answer


def test_all_that_hangs_on_it_goes_with_it(house, session, episode, as_keyworker):
    assert f'href="{at(episode)}"' in as_keyworker.get(f"/record/{episode.id}/history").text
    page = as_keyworker.get(at(episode)).text
    assert "Care plans" in page
    kinds = {type(one).__name__ for one in hanging(episode)}
    assert kinds >= {"Assessment", "Answer", "CarePlan", "Goal", "GoalAction", "Intervention", "Task"}
    answer = struck(as_keyworker, episode)
    assert (answer.status_code, answer.location) == (303, "/")
    assert hanging(episode) == []
    for model in (Answer, Intervention, Task):
        assert {row.struck_reason for row in session.scalars(select(model))} == {WHY["why"]}
    assert "Act now" not in as_keyworker.get("/?show=all").text
    assert session.scalars(select(Episode.id).where(live_until(Episode, episode.struck_at))).all()


def test_the_client_leaves_the_lists_and_a_manager_still_finds_the_history(
    house, session, episode, as_keyworker, as_manager
):
    client = episode.client
    assert client.name in as_manager.get("/caseload").text
    wanted = Wanted(name=(client.found_by.split()[-1],))
    assert [one.episode_id for one in find(house.services, wanted)] == [episode.id]
    struck(as_keyworker, episode)
    assert find(house.services, wanted) == []
    search = {"name": client.last_name}
    assert client.name not in as_keyworker.post("/clients/search", data=search).text
    assert client.name not in as_manager.get("/caseload").text
    page = as_manager.post("/clients/search", data=search).text
    assert "Registered by mistake" in page
    history = f"/record/{episode.id}/history"
    assert f'href="{history}"' in page
    told = as_manager.get(history).text
    assert f"as recorded by mistake</strong> by Kay Keyworker: {WHY['why']}" in told
    assert "Registered by mistake" in told
    assert as_keyworker.get(history).status_code == 404
    assert as_manager.get(f"/record/{episode.id}").status_code == 404


def test_a_running_course_and_given_doses_come_first(house, session, episode, as_manager):
    course = CourseFactory(episode=episode, first_dose_on=DAY)
    db.session.commit()
    refused = as_manager.post(at(episode), data=WHY, follow_redirects=True).text
    assert "A course of methadone is running. End it first" in refused
    DoseEventFactory(course=course, happened_on=DAY, status="taken", mg=30)
    course.ended_on = today()
    db.session.commit()
    refused = as_manager.post(at(episode), data=WHY, follow_redirects=True).text
    assert "1 dose was given in this episode. Strike it out first" in refused
    session.expire_all()
    assert episode.struck_at is None


def test_only_who_registered_it_or_a_manager_may(house, session, episode, as_prescriber, charlie):
    assert as_prescriber.post(at(episode), data=WHY).status_code == 422
    assert charlie.post(at(episode), data=WHY).status_code == 404


def test_nothing_of_it_waits_for_anybody(house, session, episode, as_keyworker, as_manager, charlie):
    asked = HandOverFactory(episode=episode, to_worker_id=house.prescriber, recorded_by=house.manager)
    sent = TransferFactory(episode=episode, sent_on=today())
    PacketFactory(service_id=house.other_service, transfer_id=sent.id, sent_on=today())
    pause = PauseFactory(episode=episode, from_on=DAY)
    other = PauseFactory(episode=episode, from_on=DAY - timedelta(30), until_on=DAY - timedelta(20))
    for row in (pause, other):
        ask_to_strike(
            by=house.actors.keyworker, episode=episode, kind="pause", row_id=row.id,
            colleague=house.manager, reason="Was never away",
        )  # fmt: skip
    strike(other, by=house.keyworker, reason="Was never away")
    db.session.commit()
    assert struck(as_keyworker, episode).status_code == 303
    assert (asked.answer, asked.answer_words) == ("taken_back", "The episode was recorded by mistake")
    assert {row.answer for row in session.scalars(select(StrikeRequest))} == {"withdrawn"}
    for browser in (as_keyworker, as_manager, charlie):
        page = browser.get("/?show=all").text
        assert "MISTAKEN" not in page
        assert "Transferred to us" not in page
