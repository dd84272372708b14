"""Copies of answers go with their source: when it is struck out, and when two people's records are put apart."""

from datetime import date

import pytest

from careplan.assessment.codes import Kind
from careplan.assessment.models import Answer
from careplan.clients import queries as clients
from careplan.clients.actions import Because, merge, unmerge
from careplan.ground.db import db
from careplan.trail.models import TrailEntry
from tests.assessment.test_coming_back import DAY, begun, held, stays, told
from tests.factories.assessment import AnswerFactory, AssessmentFactory
from tests.factories.clients import ClientFactory, EpisodeFactory

__all__ = ["stays"]
WORDS = "Words of somebody else"


def committed(session):
    session.info["trailed"] = True
    session.commit()


def strike(browser, stay, paper, item, **more):
    path = f"/record/{stay.id}/mistake/answer/{paper.id}:{item}:1"
    answer = browser.post(path, data={"why": "Written in the wrong record", **more})
    assert answer.status_code == 303


@pytest.mark.parametrize("more", [{}, {"wrong_client": "y"}])
def test_what_was_carried_from_an_answer_that_is_struck_out_is_asked_anew(
    house, session, as_manager, as_keyworker, stays, more
):
    first, _, third = stays
    old = told(first, date(2023, 1, 10), presenting_reason=WORDS, housing_status="hostel")
    made = begun(house, third)
    committed(session)
    path = f"/record/{third.id}/assessments/{made.id}/why-now"
    assert WORDS in as_keyworker.get(path).text
    strike(as_manager, first, old, "presenting_reason", **more)
    assert WORDS not in as_keyworker.get(path).text
    assert held(made)["presenting_reason"] == (None, None, None)
    assert held(made)["housing_status"] == ("hostel", old.id, None)
    assert "presenting_reason" not in held(begun(house, third, Kind.COMPREHENSIVE))
    (entry,) = db.session.query(TrailEntry).filter_by(action="answer.let_go")
    assert entry.detail["rows"] == 1


def test_a_completed_copy_goes_where_it_is_anothers_and_stays_marked_where_it_was_wrong(
    house, session, as_manager, as_keyworker, stays
):
    first, second, _ = stays
    said = {"presenting_reason": WORDS, "housing_status": "hostel"}
    old = told(first, date(2023, 1, 10), **said)
    between = AssessmentFactory(episode=second, kind="triage", started_on=DAY)
    for item, value in said.items():
        AnswerFactory(assessment=between, item=item, value=value, carried_from=old.id)
    between.completed_on = DAY
    committed(session)
    path = f"/record/{second.id}/assessments/{between.id}"
    strike(as_manager, first, old, "housing_status")
    strike(as_manager, first, old, "presenting_reason", wrong_client="y")
    page = as_keyworker.get(path).text
    assert WORDS not in page
    assert "Hostel" in page
    copies = db.session.query(Answer).filter_by(assessment_id=between.id)
    assert {row.item: row.wrong_client for row in copies if row.struck_at} == {"presenting_reason": True}


def test_what_the_client_confirmed_stays(house, session, as_manager, as_keyworker, stays):
    first, _, third = stays
    old = told(first, date(2023, 1, 10), presenting_reason=WORDS)
    made = begun(house, third)
    db.session.query(Answer).filter_by(
        assessment_id=made.id, item="presenting_reason"
    ).one().confirmed_on = DAY
    committed(session)
    strike(as_manager, first, old, "presenting_reason")
    assert held(made)["presenting_reason"] == (WORDS, old.id, DAY)


def test_answers_of_another_go_when_two_records_are_put_apart(house, session, as_keyworker):
    other = ClientFactory(first_name="Olga", last_name="Other", nhs_number=None)
    ended = {"closed_on": date(2023, 12, 20), "exit_reason": "dropped_out"}
    stay = EpisodeFactory(client=other, service_id=house.service, referred_on=date(2023, 1, 9), **ended)
    told(stay, date(2023, 1, 10), presenting_reason=WORDS)
    committed(session)
    here, manager = clients.episode(house.services, house.episode), house.actors.manager
    row = merge(by=manager, episode=here, other=other, taken=(), because=Because("Same"), refusals=())
    made = begun(house, clients.episode(house.services, house.episode))
    committed(session)
    assert held(made)["presenting_reason"][0] == WORDS
    unmerge(by=manager, episode=clients.episode(house.services, house.episode), row=row, refusal="")
    session.commit()
    assert WORDS not in as_keyworker.get(f"/record/{house.episode}/assessments/{made.id}/why-now").text
    assert held(made)["presenting_reason"] == (None, None, None)
    again = begun(house, clients.episode(house.services, house.episode), Kind.COMPREHENSIVE)
    assert "presenting_reason" not in held(again)
