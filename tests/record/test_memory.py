"""What a record's pages keep in memory: used again while nothing was written, never shown when it no longer holds."""

import re
from datetime import timedelta

import pytest

from careplan.clients.queries import episode as load
from careplan.ground.clock import today
from careplan.ground.corrections import strike
from careplan.ground.db import db
from careplan.staff.models import Worker
from careplan.trail.actions import changed
from tests.conftest import browser
from tests.factories.assessment import AnswerFactory, AssessmentFactory
from tests.factories.clients import ClientFactory, EpisodeFactory, PauseFactory, TaskFactory
from tests.factories.prescribing import CourseFactory

FIRST, AGAIN = 7, 4
"""Statements of the overview with an open course: after a write, and while nothing was written."""
PENICILLIN = {"value": True, "text": "Penicillin"}


@pytest.fixture
def overview(house, session, as_keyworker):
    """A record's first page with an open course, opened once already; without tokens, which change by the second."""
    CourseFactory(episode_id=house.episode, service_id=house.service)
    db.session.commit()

    def show():
        answer = as_keyworker.get(f"/record/{house.episode}")
        assert answer.status_code == 200
        return re.sub(r'<input[^>]*name="csrf_token"[^>]*>', "", answer.text)

    show()
    return show


def test_the_facts_are_read_once_while_nothing_is_written(house, overview, statements):
    statements.clear()
    kept = overview()
    assert len(statements) == AGAIN, "\n".join(statements)
    changed(db.session, house.service)
    db.session.commit()
    statements.clear()
    assert overview() == kept
    assert len([one for one in statements if "INTO changes" not in one]) == FIRST, "\n".join(statements)


def test_what_is_written_in_another_record_lets_this_one_stand(house, overview, app, statements):
    other = EpisodeFactory(client=ClientFactory(), service_id=house.service)
    task = TaskFactory(episode=other).id
    mine = TaskFactory(episode_id=house.episode, service_id=house.service).id
    db.session.commit()
    who, shown = browser(app, house.keyworker), overview()
    said = {"words": "Rang the hostel", "closes": "yes", "seen": ""}
    assert who.post(f"/record/{other.id}/tasks/{task}", data=said).status_code == 303
    statements.clear()
    assert overview() == shown
    assert len(statements) == AGAIN, "\n".join(statements)
    assert who.post(f"/record/{house.episode}/tasks/{mine}", data=said).status_code == 303
    assert overview() != shown


def test_a_banner_of_another_page_is_kept_too(house, overview, as_keyworker, statements):
    counts = []
    for _ in range(2):
        statements.clear()
        assert as_keyworker.get(f"/record/{house.episode}/history").status_code == 200
        counts.append((len(statements), sum(map(len, statements))))
    (first, long), (again, shorter) = counts
    assert again == first
    assert shorter < long


def test_what_is_written_in_the_record_is_shown_at_once(house, overview):
    episode = load(house.services, house.episode)
    task = TaskFactory(episode=episode, words="Ring the hostel", due_on=today())
    PauseFactory(episode=episode, from_on=today() - timedelta(days=1), until_on=None, reason="prison")
    db.session.commit()
    assert "Ring the hostel" in (text := overview())
    assert "In prison since" in text
    strike(task, by=house.manager, reason="Of another client")
    db.session.info["trailed"] = True
    db.session.commit()
    assert "Ring the hostel" not in overview()


def test_a_correction_of_the_client_and_of_a_worker_s_name_is_shown_at_once(house, overview):
    load(house.services, house.episode).client.last_name = "Newname"
    db.session.info["trailed"] = True
    db.session.commit()
    assert "NEWNAME" in overview().upper()
    db.session.get_one(Worker, house.keyworker).name = "Another Name"
    changed(db.session)
    db.session.commit()
    assert "Another Name" in overview()


def test_an_allergy_told_at_another_service_is_read_each_time(house, overview, as_keyworker):
    mine = load(house.services, house.episode)
    same = {name: getattr(mine.client, name) for name in ("first_name", "last_name", "date_of_birth", "sex")}
    there = EpisodeFactory(client=ClientFactory(**same), service_id=house.other_service)
    told = AssessmentFactory(episode=there, kind="triage", completed_on=None)
    AnswerFactory(assessment=told, item="allergies", value=PENICILLIN)
    db.session.commit()
    assert "Ask" in overview()


def test_what_one_worker_s_page_kept_opens_no_door_for_another(house, overview, charlie, as_keyworker):
    assert charlie.get(f"/record/{house.episode}").status_code == 404
    db.session.get_one(Worker, house.keyworker).session_key = "signed-out-everywhere"
    db.session.commit()
    assert as_keyworker.get(f"/record/{house.episode}").status_code == 303


def test_the_next_day_is_worked_out_anew(house, overview, monkeypatch, statements):
    overview()
    later = today() + timedelta(days=1)
    monkeypatch.setattr("careplan.record.views.overview.today", lambda: later)
    statements.clear()
    overview()
    assert len(statements) > AGAIN
