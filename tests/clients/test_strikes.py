"""A second person agrees later, from their own Today; until then nothing changes."""

import pytest

from careplan.clients import queries
from careplan.clients.models import StrikeRequest
from careplan.clients.queries.today import PENDING
from careplan.ground.clock import today
from careplan.ground.db import db
from tests.factories.assessment import AssessmentFactory
from tests.factories.risk import RiskLevelFactory
from tests.waiting import waits

WHY = "Another client of the same name"


@pytest.fixture
def level(house, session):
    made = AssessmentFactory(
        episode_id=house.episode, service_id=house.service, kind="risk", started_on=today()
    )
    row = RiskLevelFactory(assessment=made, domain="self", level="high", recorded_by=house.keyworker)
    session.flush()
    made.completed_on, made.completed_by, made.completed_at = today(), house.keyworker, row.recorded_at
    db.session.commit()
    return row


@pytest.fixture
def at(house, level, as_keyworker):
    """The keyworker has asked the prescriber, who agrees later."""
    page = f"/record/{house.episode}/mistake/risk_level/{level.id}"
    answer = as_keyworker.post(page, data={"why": WHY, "colleague": house.prescriber, "password": ""})
    assert answer.status_code == 303
    db.session.expire_all()
    assert level.struck_at is None
    return page


def test_both_see_it_on_today_and_the_colleague_reads_it_whole(
    house, session, at, as_keyworker, as_prescriber, as_manager
):
    assert (
        "Dr Pria Prescriber is asked whether this risk level was a mistake"
        in as_keyworker.get("/?show=all").text
    )
    asked = as_prescriber.get("/?show=all").text
    assert "Was this risk level recorded by mistake? Kay Keyworker asks you to agree" in asked
    assert f'href="{at}"' in asked
    assert "risk level" not in as_manager.get("/?show=all").text
    page = as_prescriber.get(at).text
    for words in (WHY, "High", "Kay Keyworker", "Yes, strike it out"):
        assert words in page
    assert "It waits for Dr Pria Prescriber" in as_keyworker.get(at).text


def test_why_is_read_by_those_alone_who_answer_asked_or_may_strike(
    house, session, level, as_keyworker, as_prescriber, as_manager
):
    page = f"/record/{house.episode}/mistake/risk_level/{level.id}"
    as_keyworker.post(page, data={"why": WHY, "colleague": house.manager, "password": ""})
    for browser, reads in ((as_keyworker, True), (as_manager, True), (as_prescriber, False)):
        assert (WHY in browser.get(page).text) is reads
    refused = as_prescriber.post(page, data={})
    assert (refused.status_code, WHY in refused.text) == (422, False)


def test_it_is_struck_when_the_colleague_agrees(house, session, at, level, as_prescriber, as_keyworker):
    assert as_prescriber.post(at, data={"answer": "agreed"}).status_code == 303
    session.expire_all()
    assert level.struck_by == house.keyworker
    assert level.struck_reason == f"{WHY} (agreed by Dr Pria Prescriber)"
    assert session.query(StrikeRequest).one().answer == "agreed"
    assert "risk level" not in as_keyworker.get("/?show=all").text
    again = as_prescriber.post(at, data={"answer": "agreed"}, follow_redirects=True)
    assert "corrected or struck out already" in again.text


def test_a_refusal_says_why_and_goes_back_to_whoever_asked(
    house, session, at, level, as_prescriber, as_keyworker, as_manager
):
    assert as_prescriber.post(at, data={"answer": "declined"}).status_code == 422
    answered = as_prescriber.post(at, data={"answer": "declined", "words": "I was there, it is right"})
    assert answered.status_code == 303
    session.expire_all()
    assert level.struck_at is None
    assert "does not agree that this risk level was a mistake" in as_keyworker.get("/?show=all").text
    assert "I was there, it is right" in as_keyworker.get(at).text
    assert "Why was it a mistake?" in as_manager.get(at).text
    as_keyworker.post(at)
    assert "risk level" not in as_keyworker.get("/?show=all").text
    assert "Why was it a mistake?" in as_keyworker.get(at).text


def test_nobody_else_answers_and_whoever_asked_may_ask_no_more(
    house, session, at, level, as_keyworker, as_manager, charlie
):
    assert charlie.post(at, data={"answer": "agreed"}).status_code == 404
    as_keyworker.post(at, data={"answer": "agreed"})
    session.expire_all()
    assert level.struck_at is None
    assert session.query(StrikeRequest).one().answer == "withdrawn"


def test_what_is_struck_otherwise_asks_no_more(house, session, at, level):
    from careplan.risk.actions import strike_level

    episode = queries.episode(house.services, house.episode)
    strike_level(by=house.actors.manager, episode=episode, row=level, reason="Seen")
    assert waits(PENDING, house.services, house.prescriber, today()) == []
