"""Referring a client on: with consent or an override with its reason; the other service has an episode and the why."""

import pytest
from sqlalchemy import select

from careplan.clients.actions import Sending, send
from careplan.clients.codes import TransferBasis
from careplan.clients.models import Episode, Task, Transfer
from careplan.clients.queries import episode as load
from careplan.ground.clock import today
from careplan.ground.corrections import Refused
from careplan.ground.db import db
from careplan.trail.models import TrailEntry
from tests.factories.assessment import AnswerFactory, AssessmentFactory
from tests.factories.clients import EpisodeFactory


def sent(house, **more):
    given = {"service": house.other_service, "reason": "Moves to the riverside, needs her dose there"}
    return given | {"basis": "consent", "override_reason": ""} | more


def url(house):
    return f"/record/{house.episode}/referrals/on"


def test_a_referral_with_consent_opens_an_episode_and_brings_the_allergies(
    house, session, as_keyworker, charlie
):
    made = AssessmentFactory(
        episode=session.get_one(Episode, house.episode), kind="triage", started_on=today()
    )
    AnswerFactory(assessment=made, item="allergies", value={"value": True, "text": "Penicillin"})
    db.session.commit()
    page = as_keyworker.get(url(house)).text
    assert "Riverside Test Service" in page
    assert "Northgate Test Service</option>" not in page
    answer = as_keyworker.post(url(house), data=sent(house))
    assert answer.status_code == 303
    assert "They see the allergies recorded here at once" in as_keyworker.get(answer.location).text
    assert "Riverside Test Service, " in as_keyworker.get(answer.location).text
    row = session.scalars(select(Transfer)).one()
    there = session.get_one(Episode, row.to_episode_id)
    assert (there.client_id, there.service_id) == (house.client, house.other_service)
    assert (there.referral_source, there.keyworker_id) == ("other_drug_service", None)
    assert "Penicillin (Northgate Test Service" in charlie.get(f"/record/{there.id}").text
    today_there = charlie.get("/?show=all").text
    assert "Referred by another service: Moves to the riverside" in today_there
    assert "Waiting to be seen" in today_there
    assert charlie.get(f"/record/{house.episode}").status_code == 404
    assert "Referred to another service" in as_keyworker.get(f"/record/{house.episode}/history").text
    assert {"transfer.sent", "episode.opened"} <= set(session.scalars(select(TrailEntry.action)))


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"basis": ""}, "Without consent nothing is sent"),
        ({"basis": "override"}, "Enter who may come to harm, and how"),
        ({"basis": "override", "override_reason": "xxx"}, "Say it in words"),
        ({"reason": ""}, "Enter why you refer the client"),
        ({"service": ""}, "Select the service"),
        ({"service": "nowhere"}, "Select"),
    ],
)
def test_nothing_is_sent_without_consent_or_a_reason(house, session, as_keyworker, more, words):
    refused = as_keyworker.post(url(house), data=sent(house, **more))
    assert refused.status_code == 422
    assert words in refused.text
    assert session.scalars(select(Transfer)).all() == []


def test_an_override_keeps_its_reason(house, session, as_keyworker):
    why = "A child in the house may be harmed"
    as_keyworker.post(url(house), data=sent(house, basis="override", override_reason=why))
    row = session.scalars(select(Transfer)).one()
    assert (row.basis, row.override_reason) == ("override", why)


def test_an_open_episode_there_stays_and_nobody_is_told_of_it(house, session, as_keyworker):
    mine = load(house.services, house.episode)
    there = EpisodeFactory(client=mine.client, service_id=house.other_service)
    db.session.commit()
    answer = as_keyworker.post(url(house), data=sent(house))
    assert answer.status_code == 303
    row = session.scalars(select(Transfer)).one()
    assert row.to_episode_id == there.id
    assert session.scalars(select(Task.episode_id)).all() == [there.id]


def test_no_referral_to_the_own_service_or_after_a_death(house, session, as_keyworker):
    row = load(house.services, house.episode)
    values = ("Northgate", today(), "Needs a change", TransferBasis.CONSENT)
    with pytest.raises(Refused):
        send(by=house.actors.keyworker, episode=row, sending=Sending(house.service, *values))
    row.client.deceased_on = today()
    with pytest.raises(Refused):
        send(by=house.actors.keyworker, episode=row, sending=Sending(house.other_service, *values))
    session.info["trailed"] = True
    db.session.commit()
    assert as_keyworker.get(url(house)).status_code == 303
    assert "Refer to another service" not in as_keyworker.get(f"/record/{house.episode}").text


def test_charlie_sends_nobody_of_another_service(house, charlie):
    assert charlie.post(url(house), data=sent(house)).status_code == 404
