"""A client who returns to the service is not asked again: every answer comes, with its day and its source."""

from datetime import date

import pytest

from careplan.assessment import actions, queries
from careplan.assessment.codes import Kind
from careplan.assessment.models import Answer
from careplan.assessment.pages.sections import counts
from careplan.checklists.queries import bank
from careplan.clients.models import Client, Episode
from careplan.ground.clock import now
from careplan.ground.db import db
from tests.factories.assessment import AnswerFactory, AssessmentFactory
from tests.factories.clients import EpisodeFactory
from tests.factories.staff import ServiceFactory

DAY = date(2026, 3, 2)


@pytest.fixture
def stays(house, session):
    """Three episodes of the client at the service; the last, of ten days ago, is the open one."""
    second = session.get_one(Episode, house.episode)
    me = {"client": session.get_one(Client, second.client_id), "service_id": second.service_id}
    ended = {"closed_on": date(2023, 12, 20), "exit_reason": "dropped_out"}
    first = EpisodeFactory(referred_on=date(2023, 1, 9), **me, **ended)
    second.closed_on, second.exit_reason = date(2025, 12, 20), "dropped_out"
    second.closed_at, second.closed_by = now(), house.keyworker
    return [first, second, EpisodeFactory(referred_on=date(2026, 2, 20), **me)]


def told(episode, on, kind="triage", **answers):
    made = AssessmentFactory(episode=episode, kind=kind, started_on=on)
    for item, value in answers.items():
        AnswerFactory(assessment=made, item=item, value=value)
    made.completed_on = on
    db.session.flush()
    return made


def begun(house, episode, kind=Kind.TRIAGE):
    return actions.start(by=house.actors.keyworker, episode=episode, kind=kind, bank=bank("2"), on=DAY)


def held(made):
    rows = db.session.query(Answer).filter_by(assessment_id=made.id)
    return {row.item: (row.value, row.carried_from, row.confirmed_on) for row in rows}


def test_every_answer_comes_however_many_episodes_ago_each_from_where_it_was_said(house, stays):
    first, second, third = stays
    old = told(first, date(2023, 1, 10), housing_status="hostel", self_harm="past")
    new = told(second, date(2025, 9, 2), housing_status="settled")
    made = begun(house, third)
    assert held(made)["housing_status"] == ("settled", new.id, None)
    assert held(made)["self_harm"] == ("past", old.id, None)


def test_what_nobody_confirmed_in_between_keeps_its_first_source(house, stays):
    first, second, third = stays
    old = told(first, date(2023, 1, 10), housing_status="hostel")
    between = told(second, date(2025, 9, 2))
    AnswerFactory(assessment=between, item="housing_status", value="hostel", carried_from=old.id)
    assert held(begun(house, third))["housing_status"][1] == old.id


def test_old_and_risk_answers_are_asked_again_with_the_old_one_beside_and_fresh_ones_stand(house, stays):
    first, second, third = stays
    told(first, date(2023, 1, 10), motivation_ruler=7)
    told(second, date(2025, 9, 2), presenting_reason="Wants a steady week", overdose_ever="yes")
    sheet = queries.sheet(house.services, third, begun(house, third).id)
    lines = {one.slug: one.status for one in counts(sheet, sheet.sitting(DAY))}
    assert lines["why-now"] == "2 of 6 asked, 1 to confirm"
    assert lines["overdose"].endswith(", 1 to confirm")
    assert lines["legal"] == "0 of 1 asked"
    given = sheet.saved["motivation_ruler"]
    assert (given.given.value, given.given.carried_on) == (7, date(2023, 1, 10))


def test_the_referral_in_hand_tells_its_own_source_and_consent(house, stays):
    first, _, third = stays
    told(first, date(2023, 1, 10), referral_source="prison")
    assert held(begun(house, third))["referral_source"] == (third.referral_source, None, None)


def test_an_answer_of_this_stay_stands_over_what_the_referral_told(house, stays):
    third = stays[-1]
    assert third.referral_source != "prison"
    here = told(third, DAY, referral_source="prison")
    again = begun(house, third)
    assert held(again)["referral_source"] == ("prison", here.id, None)


def test_an_episode_that_was_a_mistake_brings_nothing(house, stays, session):
    first, _, third = stays
    told(first, date(2023, 1, 10), housing_status="hostel")
    first.struck_at, first.struck_by, first.struck_reason = (
        first.recorded_at,
        house.keyworker,
        "Another person",
    )
    session.flush()
    assert "housing_status" not in held(begun(house, third))


def test_what_another_service_was_told_does_not_come_by_itself(house, stays, session):
    third = stays[-1]
    person = session.get_one(Client, third.client_id)
    there = EpisodeFactory(client=person, service_id=ServiceFactory().id)
    told(there, date(2026, 1, 10), housing_status="hostel", self_harm="past")
    assert {"housing_status", "self_harm"}.isdisjoint(held(begun(house, third)))
