"""Interventions with their steps, corrections, allocation, triage and times away."""

from datetime import date

import pytest
from sqlalchemy import select

from careplan.clients.actions import (
    AlreadyRecorded,
    add_intervention,
    begin_pause,
    correct_intervention,
    end_pause,
    fill_intervention,
    give,
    record_triage,
)
from careplan.clients.models import Episode, Intervention
from careplan.clients.queries import intervention, interventions, pauses
from careplan.clients.rules.waits import Days
from careplan.ground.db import db
from careplan.trail.models import TrailEntry
from tests.factories.clients import InterventionFactory, PauseFactory
from tests.factories.staff import WorkerFactory

REFERRED = date(2025, 1, 6)


def row_of(house):
    return db.session.get_one(Episode, house.episode)


def day(name, on):
    return {f"{name}-day": str(on.day), f"{name}-month": str(on.month), f"{name}-year": str(on.year)}


def acts(session):
    return session.scalars(select(TrailEntry.action).order_by(TrailEntry.at, TrailEntry.id)).all()


def added(house, **more):
    return add_intervention(
        by=house.actors.keyworker,
        episode=row_of(house),
        kind="structured_psychosocial",
        days=Days(REFERRED, **more),
    )


def test_steps_are_filled_once_with_who_and_when(house, session):
    row = added(house)
    episode = row_of(house)
    fill_intervention(
        by=house.actors.prescriber,
        episode=episode,
        row=row,
        days=Days(REFERRED, date(2025, 1, 9)),
        ending=None,
    )
    assert (row.first_offered_on, row.offered_by) == (date(2025, 1, 9), house.prescriber)
    assert (row.started_by, row.ended_by) == (None, None)
    with pytest.raises(AlreadyRecorded):
        fill_intervention(
            by=house.actors.prescriber,
            episode=episode,
            row=row,
            days=Days(REFERRED, date(2025, 1, 8)),
            ending=None,
        )
    assert acts(session) == ["intervention.added", "intervention.offered"]


def test_a_correction_takes_the_place_of_the_mistaken_row(house, session):
    row, episode = added(house), row_of(house)
    right = correct_intervention(
        by=house.actors.keyworker,
        episode=episode,
        row=row,
        days=Days(date(2025, 1, 7)),
        ending=None,
        kind="specialist_prescribing",
        reason="Wrong day",
    )
    assert interventions(episode) == [right]
    assert (right.corrects, right.root_id, right.correction_reason) == (row.id, row.id, "Wrong day")
    assert row.superseded_at is not None


def test_the_keyworker_before_goes_to_the_trail(house, session):
    other = WorkerFactory(name="Other Worker").id
    give(by=house.actors.manager, episodes=[row_of(house)], keyworker_id=other)
    entry = session.scalars(select(TrailEntry)).one()
    assert entry.detail == {"before": house.keyworker, "after": other}


def test_triage_is_recorded_once(house, session):
    episode = row_of(house)
    record_triage(by=house.actors.keyworker, episode=episode, triaged_on=date(2025, 1, 8))
    record_triage(by=house.actors.manager, episode=episode, triaged_on=date(2025, 1, 9))
    assert (episode.triaged_on, episode.triaged_by) == (date(2025, 1, 8), house.keyworker)
    assert acts(session) == ["episode.triaged"]


def test_a_pause_ends_once(house, session):
    episode = row_of(house)
    row = begin_pause(by=house.actors.keyworker, episode=episode, reason="prison", from_on=date(2025, 3, 1))
    end_pause(by=house.actors.keyworker, episode=episode, row=row, until_on=date(2025, 4, 1))
    with pytest.raises(AlreadyRecorded):
        end_pause(by=house.actors.keyworker, episode=episode, row=row, until_on=date(2025, 4, 2))
    assert pauses(episode) == [row]


def test_rows_of_another_episode_are_not_found(house, session):
    theirs = row_of(house)
    other = session.get_one(Episode, house.other_episode)
    PauseFactory(episode=theirs)
    assert intervention(other, InterventionFactory(episode=theirs).id) is None
    assert pauses(other) == []


def url(house, path=""):
    return f"/record/{house.episode}/treatment{path}"


def test_the_page_without_treatment_says_what_to_do(house, as_keyworker):
    page = as_keyworker.get(url(house)).text
    assert "No treatment recorded yet" in page
    assert "Record a treatment" in page


def test_a_keyworker_records_a_treatment_and_its_steps(house, session, as_keyworker):
    data = {"kind": "specialist_prescribing", **day("referred_on", REFERRED)}
    assert as_keyworker.post(url(house, "/new"), data=data).status_code == 303
    row = session.scalars(select(Intervention)).one()
    seen = f"{row.id}0000"
    steps = day("first_offered_on", date(2025, 1, 13)) | {"seen": seen}
    assert as_keyworker.post(url(house, f"/{row.id}"), data=steps).status_code == 303
    page = as_keyworker.get(url(house)).text
    assert "7 days" in page
    assert "13-Jan-2025" in page


def test_a_second_writer_of_a_step_sees_the_first(house, session, as_keyworker):
    row = InterventionFactory(episode=row_of(house), first_offered_on=None, started_on=None).id
    session.commit()
    address = url(house, f"/{row}")
    first = day("started_on", date(2025, 1, 13)) | {"seen": f"{row}0000"}
    assert as_keyworker.post(address, data=first).status_code == 303
    page = as_keyworker.post(address, data=day("started_on", date(2025, 1, 14)) | {"seen": f"{row}0000"})
    assert page.status_code == 409
    assert "13 January 2025" in page.text
    assert "14 January 2025" in page.text


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Enter the day of referral to this treatment"),
        (day("referred_on", date(2025, 1, 5)), "on or after the day the client was referred to the service"),
        (
            day("referred_on", REFERRED) | day("first_offered_on", date(2025, 1, 5)),
            "First appointment offered must be on or after the day of referral",
        ),
        (day("referred_on", REFERRED) | day("ended_on", date(2025, 2, 1)), "Select how it ended"),
        (day("referred_on", REFERRED) | {"ending": "planned"}, "Enter the day it ended"),
    ],
)
def test_wrong_days_have_a_sentence(house, session, as_keyworker, data, sentence):
    page = as_keyworker.post(url(house, "/new"), data={"kind": "specialist_prescribing"} | data)
    assert page.status_code == 422
    assert sentence in page.text
    assert session.scalars(select(Intervention)).all() == []


def test_a_start_before_the_offer_is_saved_and_pointed_out(house, session, as_keyworker):
    data = {"kind": "specialist_prescribing", **day("referred_on", REFERRED)}
    data |= day("first_offered_on", date(2025, 1, 13)) | day("started_on", date(2025, 1, 10))
    answer = as_keyworker.post(url(house, "/new"), data=data)
    assert "started before the first appointment was offered" in as_keyworker.get(answer.location).text


def test_a_correction_needs_a_reason(house, session, as_keyworker):
    row = InterventionFactory(episode=row_of(house)).id
    session.commit()
    data = {"kind": "specialist_prescribing", "seen": f"{row}1100", **day("referred_on", REFERRED)}
    page = as_keyworker.post(url(house, f"/{row}/correct"), data=data)
    assert page.status_code == 422
    assert "Enter why this is corrected" in page.text
    data |= {"reason": "Typed into the wrong record"}
    shown = as_keyworker.post(url(house, f"/{row}/correct"), data=data)
    assert "This moves" in shown.text
    data |= {"confirmed": shown.text.split('name="confirmed"')[1].split('value="')[1].split('"')[0]}
    assert as_keyworker.post(url(house, f"/{row}/correct"), data=data).status_code == 303
    assert len(session.scalars(select(Intervention)).all()) == 2


def referral(house, **more):
    return {
        "keyworker": house.keyworker,
        "priority": "none",
        "seen": f"{house.keyworker}|None|none|None|None",
    } | more


def test_a_manager_gives_the_case_to_somebody_else_and_records_triage(house, session, as_manager):
    address = f"/record/{house.episode}/referral"
    data = referral(house, keyworker=house.prescriber, ndtms_consent="no") | day(
        "triaged_on", date(2025, 1, 8)
    )
    assert as_manager.get(address).status_code == 200
    saved = as_manager.post(address, data=data)
    assert "Dr Pria Prescriber is asked to take the client over" in as_manager.get(saved.location).text
    session.expire_all()
    row = row_of(house)
    assert (row.keyworker_id, row.triaged_on, row.ndtms_consent) == (
        house.keyworker,
        date(2025, 1, 8),
        False,
    )
    page = as_manager.post(address, data=referral(house))
    assert page.status_code == 409
    assert "Consent to national monitoring" in page.text


@pytest.mark.parametrize("sent", [{}, {"keyworker": ""}, {"keyworker": "  "}])
def test_a_keyworker_that_did_not_arrive_is_refused_at_the_field(house, session, as_manager, sent):
    data = {name: value for name, value in referral(house).items() if name != "keyworker"} | sent
    page = as_manager.post(f"/record/{house.episode}/referral", data=data)
    assert page.status_code == 422
    assert 'href="#keyworker"' in page.text
    assert "Select a keyworker, or select “Nobody yet”" in page.text
    session.expire_all()
    assert row_of(house).keyworker_id == house.keyworker


def test_the_case_is_given_to_nobody_only_when_that_is_chosen(house, session, as_manager):
    address = f"/record/{house.episode}/referral"
    assert '<option value="nobody">Nobody yet' in as_manager.get(address).text
    answer = as_manager.post(address, data=referral(house, keyworker="nobody"))
    assert answer.status_code == 303
    assert "The client has no keyworker now." in as_manager.get(answer.location).text
    session.expire_all()
    assert row_of(house).keyworker_id is None
    page = as_manager.get(address).text
    assert '<option value="nobody" selected' in page
    again = as_manager.post(
        address, data=referral(house, keyworker="nobody", seen="None|None|none|None|None")
    )
    assert "no keyworker now" not in as_manager.get(again.location).text


def test_triage_before_referral_is_refused(house, session, as_manager):
    data = referral(house) | day("triaged_on", date(2025, 1, 5))
    page = as_manager.post(f"/record/{house.episode}/referral", data=data)
    assert page.status_code == 422
    assert "Day of triage must be on or after 6 January 2025" in page.text


def test_a_worker_of_another_service_cannot_keep_the_case(house, session, as_manager):
    page = as_manager.post(f"/record/{house.episode}/referral", data=referral(house, keyworker=house.charlie))
    assert page.status_code == 422


def test_charlie_gets_404_everywhere(house, session, charlie):
    row = InterventionFactory(episode=row_of(house)).id
    session.commit()
    paths = ("treatment", "treatment/new", f"treatment/{row}", f"treatment/{row}/correct", "referral")
    for path in paths:
        assert charlie.get(f"/record/{house.episode}/{path}").status_code == 404
        assert charlie.get(f"/record/{house.other_episode}/treatment/{row}").status_code == 404
