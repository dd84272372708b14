"""Correcting a day shows first which waits and clocks it moves, and saves when that was seen."""

from datetime import timedelta

import pytest

from careplan.clients import queries
from careplan.clients.models import Client, Episode
from careplan.ground.clock import today
from careplan.ground.corrections import live_until
from careplan.ground.db import db
from tests.factories.clients import EpisodeFactory, InterventionFactory

REFERRED, TRIAGED, STARTED = (today() - timedelta(back) for back in (40, 28, 10))


def days(name, on):
    return {f"{name}-{part}": str(getattr(on, part)) for part in ("day", "month", "year")}


@pytest.fixture
def episode(house, session):
    row = EpisodeFactory(
        client=session.get_one(Client, house.client), service_id=house.service, referred_on=REFERRED,
        triaged_on=TRIAGED, recorded_by=house.keyworker,
    )  # fmt: skip
    InterventionFactory(
        episode=row, kind="structured_day_programme", referred_on=TRIAGED, first_offered_on=STARTED,
        started_on=STARTED, recorded_by=house.keyworker,
    )  # fmt: skip
    db.session.commit()
    return row


def sent(episode, **more):
    days_of = days("referred_on", more.pop("referred_on", REFERRED)) | days("triaged_on", TRIAGED)
    return days_of | {"referral_source": "self", "reason": "Read off the letter", "seen": episode.id} | more


def confirmed(page):
    return page.split('name="confirmed"')[1].split('value="')[1].split('"')[0]


def test_what_moves_is_shown_before_it_is_saved(house, session, episode, as_keyworker):
    at, earlier = f"/record/{episode.id}/referral/correct", REFERRED - timedelta(14)
    assert f'href="{at}"' in as_keyworker.get(f"/record/{episode.id}/referral").text
    data = sent(episode, referred_on=earlier)
    shown = as_keyworker.post(at, data=data)
    assert shown.status_code == 200
    assert "Wait for triage: 12 days → 26 days" in shown.text
    assert session.query(Episode).filter(Episode.root_id == episode.id).count() == 1
    mark = confirmed(shown.text)
    saved = as_keyworker.post(at, data=data | {"confirmed": mark})
    assert saved.status_code == 303
    session.expire_all()
    now = queries.episode(house.services, saved.location.split("/")[2])
    assert (now.referred_on, now.root_id, now.correction_reason) == (
        earlier,
        episode.id,
        "Read off the letter",
    )
    assert session.query(Episode).filter(live_until(Episode, now.recorded_at), Episode.id == episode.id).one()
    assert "Correction, because: Read off the letter" in as_keyworker.get(f"/record/{now.id}/history").text


def test_the_source_alone_moves_nothing_and_is_saved_at_once(house, session, episode, as_keyworker):
    at = f"/record/{episode.id}/referral/correct"
    saved = as_keyworker.post(at, data=sent(episode, referral_source="gp"))
    assert saved.status_code == 303
    now = queries.episode(house.services, saved.location.split("/")[2])
    assert (now.referral_source, now.triaged_on) == ("gp", TRIAGED)


def test_a_start_of_treatment_moves_the_first_care_plan(house, session, episode, as_keyworker):
    (row,) = queries.interventions(episode)
    page = f"/record/{episode.id}/treatment/{row.id}/correct"
    seen = as_keyworker.get(page).text.split('name="seen"')[1].split('value="')[1].split('"')[0]
    later = STARTED + timedelta(7)
    data = days("referred_on", TRIAGED) | days("first_offered_on", STARTED) | days("started_on", later)
    data |= {"kind": row.kind, "reason": "He came a week later", "seen": seen}
    shown = as_keyworker.post(page, data=data)
    assert "First care plan due: " in shown.text
    assert as_keyworker.post(page, data=data | {"confirmed": confirmed(shown.text)}).status_code == 303
    session.expire_all()
    assert queries.interventions(queries.episode(house.services, episode.id))[0].started_on == later


def test_days_that_do_not_fit_and_people_who_may_not(
    house, session, episode, as_keyworker, as_prescriber, charlie
):
    at = f"/record/{episode.id}/referral/correct"
    refused = as_keyworker.post(at, data=sent(episode, referred_on=TRIAGED + timedelta(1)))
    assert "Day of referral must be on or before" in refused.text
    assert "Day of triage must be on or after" in refused.text
    assert charlie.post(at, data=sent(episode)).status_code == 404
    other = f"/record/{house.episode}/referral/correct"
    refused = as_keyworker.post(other, data=sent(queries.episode(house.services, house.episode)))
    assert "Only who registered the referral" in refused.text
