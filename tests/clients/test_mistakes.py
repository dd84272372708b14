"""Recorded by mistake: struck out by who recorded it or a manager, out of every clock, readable for ever."""

from datetime import date

import pytest
from sqlalchemy import select

from careplan.clients.actions import begin_pause
from careplan.clients.models import Episode, Pause
from careplan.clients.queries import pauses
from careplan.ground.corrections import live_until
from careplan.ground.db import db
from careplan.trail.models import TrailEntry

FROM = date(2025, 2, 1)
WHY = {"why": "Another client went to prison"}


@pytest.fixture
def pause(house, session):
    episode = session.get_one(Episode, house.episode)
    row = begin_pause(by=house.actors.keyworker, episode=episode, reason="prison", from_on=FROM)
    db.session.commit()
    return row


def page_of(house, row, kind="pause"):
    return f"/record/{house.episode}/mistake/{kind}/{row.id}"


def test_a_pause_recorded_by_mistake_rests_no_clock_any_more(house, session, as_keyworker, pause):
    page = as_keyworker.get(page_of(house, pause)).text
    assert "1 February 2025" in page
    assert "prison" in page
    assert as_keyworker.post(page_of(house, pause), data=WHY).status_code == 303
    session.expire_all()
    assert pauses(session.get_one(Episode, house.episode)) == []
    assert (pause.struck_by, pause.struck_reason) == (house.keyworker, WHY["why"])
    entry = session.scalars(select(TrailEntry).where(TrailEntry.action == "pause.struck")).one()
    assert (entry.subject, entry.client_id) == (f"pauses:{pause.id}", house.client)


def test_the_history_shows_who_struck_it_when_and_why(house, session, as_manager, pause):
    history = f"/record/{house.episode}/history"
    assert f'href="{page_of(house, pause)}"' in as_manager.get(history).text
    as_manager.post(page_of(house, pause), data=WHY)
    page = as_manager.get(history).text
    assert "as recorded by mistake</strong> by Mo Manager: Another client went to prison" in page
    assert ": In prison, 1 February 2025</s>" in page
    assert f'href="{page_of(house, pause)}"' not in page


def test_as_known_before_it_was_struck_it_counts(house, session, as_keyworker, pause):
    as_keyworker.post(page_of(house, pause), data=WHY)
    session.expire_all()
    before = pause.struck_at
    assert session.scalars(select(Pause.id).where(live_until(Pause, before))).all() == [pause.id]


def test_only_the_author_or_a_manager_may(house, session, as_prescriber, charlie, pause):
    assert page_of(house, pause) not in as_prescriber.get(f"/record/{house.episode}/history").text
    opened = as_prescriber.get(page_of(house, pause)).text
    assert "Only who recorded this, or a manager of the service" in opened
    assert "Strike out" not in opened
    refused = as_prescriber.post(page_of(house, pause), data=WHY)
    assert refused.status_code == 422
    assert "Only who recorded this, or a manager of the service" in refused.text
    assert charlie.get(page_of(house, pause)).status_code == 404
    assert charlie.post(page_of(house, pause), data=WHY).status_code == 404
    session.expire_all()
    assert pause.struck_at is None


def test_without_a_reason_nothing_is_struck_and_what_was_typed_stays(house, session, as_keyworker, pause):
    refused = as_keyworker.post(page_of(house, pause), data={"why": ""})
    assert refused.status_code == 422
    assert "Enter why it was a mistake" in refused.text
    session.expire_all()
    assert pause.struck_at is None


def test_it_is_struck_once_and_unknown_kinds_and_rows_are_not_found(house, session, as_keyworker, pause):
    as_keyworker.post(page_of(house, pause), data=WHY)
    again = as_keyworker.post(page_of(house, pause), data={"why": "Another reason"}, follow_redirects=True)
    assert "corrected or struck out already" in again.text
    session.expire_all()
    assert pause.struck_reason == WHY["why"]
    assert as_keyworker.get(page_of(house, pause, "nonsense")).status_code == 404
    assert as_keyworker.get(f"/record/{house.episode}/mistake/pause/none").status_code == 404
    assert as_keyworker.get(f"/record/{house.other_episode}/mistake/pause/{pause.id}").status_code == 404
