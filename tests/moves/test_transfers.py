"""A transfer: the packet, accepting and putting back, who is responsible meanwhile, what the receiver holds of it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from careplan.assessment import actions as assessing
from careplan.assessment.codes import Kind
from careplan.assessment.models import Answer
from careplan.checklists.queries import bank
from careplan.clients.models import Client, Episode, Packet, Task, Transfer
from careplan.clients.queries import episode as load
from careplan.clients.rules.packets import hashed, read
from careplan.ground.clock import moment_of, today
from careplan.ground.db import db
from careplan.people.registers import Consent
from careplan.trail.models import TrailEntry
from tests.factories.assessment import AnswerFactory, AssessmentFactory
from tests.factories.clients import AppointmentFactory, EpisodeFactory, PacketFactory
from tests.factories.staff import MembershipFactory


def sent(house, **more):
    given = {"service": house.other_service, "reason": "Moves to the riverside, needs her dose there"}
    return given | {"basis": "now", "override_reason": ""} | more


def url(house):
    return f"/record/{house.episode}/transfers/new"


@pytest.fixture
def told(house, session):
    """Two answers at the sender: one of long ago, one of today."""
    for item, value, on in (
        ("motivation_ruler", 7, date(2023, 1, 10)),
        ("presenting_reason", "Moves house", today()),
        ("allergies", {"value": True, "text": "Penicillin"}, today()),
    ):
        made = AssessmentFactory(
            episode=session.get_one(Episode, house.episode), kind="triage", started_on=on
        )
        AnswerFactory(assessment=made, item=item, value=value)
        made.completed_on = on
    db.session.commit()


@pytest.fixture
def came(house, told, as_keyworker, session):
    """A transfer with consent that waits at the other service."""
    assert as_keyworker.post(url(house), data=sent(house)).status_code == 303
    return session.scalars(select(Packet)).one()


def answer(charlie, packet, **more):
    return charlie.post(f"/transfers/{packet.id}", data={"answer": "accepted", "reason": ""} | more)


def test_a_transfer_sends_one_hashed_packet_on_a_consent_that_is_recorded_with_it(
    house, came, session, as_keyworker, charlie
):
    transfer, consent = session.scalars(select(Transfer)).one(), session.scalars(select(Consent)).one()
    assert (transfer.consent_id, transfer.to_episode_id) == (consent.id, None)
    assert (consent.party, consent.basis) == ("Riverside Test Service", "spoken")
    assert (came.service_id, came.sha256) == (house.other_service, hashed(came.content))
    contents = read(came.content)
    said = {one.item: (one.value, one.on) for one in contents.answers}
    assert said["motivation_ruler"] == (7, date(2023, 1, 10))
    assert "Penicillin" in contents.allergies
    page = charlie.get(f"/transfers/{came.id}").text
    assert "Moves to the riverside" in page
    assert came.sha256 in page
    there = select(Episode.id).where(
        Episode.service_id == house.other_service, Episode.client_id == house.client
    )
    assert session.scalars(there).all() == []
    assert "Transferred to us: accept, or put back" in charlie.get("/?show=all").text
    assert "you stay responsible" in as_keyworker.get("/?show=all").text
    assert charlie.get(f"/record/{house.episode}").status_code == 404
    assert {"transfer.sent", "packet.came", "packet.opened"} <= set(
        session.scalars(select(TrailEntry.action))
    )


def test_accepting_opens_an_episode_with_the_packet_on_its_record(
    house, came, session, as_keyworker, charlie
):
    accepted = answer(charlie, came)
    assert accepted.status_code == 303
    session.expire_all()
    there = session.get_one(Episode, session.scalars(select(Transfer)).one().to_episode_id)
    assert (there.client_id, there.service_id) == (house.client, house.other_service)
    assert (there.referral_source, there.referred_on) == ("other_drug_service", came.sent_on)
    assert "Packet from Northgate Test Service" in charlie.get(accepted.location).text
    assert "Transferred by Northgate Test Service: Moves" in charlie.get("/?show=all").text
    assert "Penicillin (from Northgate Test Service" in charlie.get(f"/record/{there.id}").text
    assert "Transferred here by another service" in charlie.get(f"/record/{there.id}/history").text
    assert "has not seen the client yet: you stay responsible" in as_keyworker.get("/?show=all").text
    twice = answer(charlie, came)
    assert twice.status_code == 422
    assert "There is a problem" in twice.text
    assert "has answered this transfer meanwhile" in twice.text


def test_the_sender_is_responsible_until_the_first_appointment_was_attended(
    house, came, session, as_keyworker, charlie
):
    answer(charlie, came)
    session.expire_all()
    there = session.get_one(Episode, session.scalars(select(Transfer)).one().to_episode_id)
    row = AppointmentFactory(episode=there, worker_id=house.charlie, starts_at=moment_of(today(), "00:10"))
    db.session.commit()
    assert "you stay responsible" in as_keyworker.get("/?show=all").text
    leaving = f"/record/{house.episode}/leave"
    page = as_keyworker.get(leaving).text
    assert "has not seen the client yet: you stay responsible" in page
    assert "Ring them, and write down who answers for the client until they are seen there" in page
    came_of = {"outcome": "attended", "late": "", "back": ""}
    assert charlie.post(f"/record/{there.id}/appointments/{row.id}/outcome", data=came_of).status_code == 303
    assert "has seen the client: end what runs here" in as_keyworker.get("/?show=all").text
    assert "you stay responsible" not in as_keyworker.get(leaving).text
    assert "Seen here" in charlie.get("/transfers").text
    assert "Seen here" in charlie.get(f"/transfers/{came.id}").text


def test_what_was_told_before_comes_into_the_first_assessment_and_is_confirmed_there(
    house, came, session, charlie
):
    answer(charlie, came)
    session.expire_all()
    there = load(frozenset({house.other_service}), session.scalars(select(Transfer)).one().to_episode_id)
    start = {"by": house.actors.charlie, "episode": there, "bank": bank("2"), "on": today()}
    made = assessing.start(kind=Kind.TRIAGE, **start)
    rows = {row.item: row for row in session.scalars(select(Answer).where(Answer.assessment_id == made.id))}
    old = rows["motivation_ruler"]
    assert (old.value, old.carried_from, old.brought_on) == (7, None, date(2023, 1, 10))
    assert old.brought_by == "Northgate Test Service"
    db.session.commit()
    page = charlie.get(f"/record/{there.id}/assessments/{made.id}/why-now").text
    assert "10 January 2023, to Northgate Test Service" in page
    assert ": 7 of 10" in page
    assert "must be confirmed or changed" in page
    again = assessing.start(kind=Kind.COMPREHENSIVE, **start)
    copy = session.get_one(Answer, (again.id, "motivation_ruler", 1))
    assert (copy.brought_on, copy.brought_by) == (old.brought_on, old.brought_by)


def test_without_a_transfer_the_other_service_knows_nothing(house, told, session, charlie):
    person = session.get_one(Client, house.client)
    there = EpisodeFactory(client=person, service_id=house.other_service)
    made = assessing.start(
        by=house.actors.charlie, episode=there, kind=Kind.TRIAGE, bank=bank("2"), on=today()
    )
    items = set(session.scalars(select(Answer.item).where(Answer.assessment_id == made.id)))
    assert items <= {"referral_source", "ndtms_privacy"}


def test_putting_back_says_why_to_the_sender(house, came, session, as_keyworker, charlie):
    assert "Enter why you put the transfer back" in answer(charlie, came, answer="put_back").text
    assert answer(charlie, came, answer="put_back", reason="She lives outside our area").status_code == 303
    assert "She lives outside our area" in as_keyworker.get("/?show=all").text
    assert "Put back" in as_keyworker.get("/transfers").text
    session.expire_all()
    assert session.scalars(select(Transfer)).one().to_episode_id is None
    assert session.scalars(select(Task.episode_id)).all() == [house.episode]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"basis": ""}, "Without consent nothing is sent"),
        ({"basis": "override"}, "Enter who may come to harm, and how"),
        ({"basis": "override", "override_reason": "xxx"}, "Say it in words"),
        ({"reason": ""}, "Enter why the client moves"),
        ({"service": ""}, "Select the service"),
        ({"service": "nowhere"}, "Select"),
    ],
)
def test_nothing_is_sent_without_consent_or_a_reason(house, session, as_keyworker, more, words):
    refused = as_keyworker.post(url(house), data=sent(house, **more))
    assert refused.status_code == 422
    assert words in refused.text
    assert session.scalars(select(Transfer)).all() == session.scalars(select(Packet)).all() == []


@pytest.mark.parametrize(
    ("expires", "withdrawn", "words"),
    [(-1, None, "This consent ended on"), (30, 0, "This consent was withdrawn on"), (0, None, "")],
)
def test_a_consent_that_ended_is_refused_at_its_field(
    house, session, as_keyworker, expires, withdrawn, words
):
    consent = Consent(
        episode_id=house.episode,
        service_id=house.service,
        recorded_by=house.keyworker,
        party="Riverside Test Service",
        purpose="treatment",
        scope="All",
        basis="signed",
        given_on=today() - timedelta(days=300),
        expires_on=today() + timedelta(days=expires),
        withdrawn_on=None if withdrawn is None else today() + timedelta(days=withdrawn),
    )
    session.add(consent)
    session.info["trailed"] = True
    db.session.commit()
    got = as_keyworker.post(url(house), data=sent(house, basis=consent.id))
    assert got.status_code == (422 if words else 303)
    assert words in got.text
    assert len(session.scalars(select(Transfer)).all()) == (0 if words else 1)


def test_an_override_keeps_its_reason_and_the_packet_says_so(house, session, as_keyworker, charlie):
    why = "A child in the house may be harmed"
    as_keyworker.post(url(house), data=sent(house, basis="override", override_reason=why))
    row = session.scalars(select(Transfer)).one()
    assert (row.basis, row.override_reason, row.consent_id) == ("override", why, None)
    assert why in charlie.get(f"/transfers/{session.scalars(select(Packet.id)).one()}").text


def test_an_open_episode_there_stays(house, session, as_keyworker, charlie):
    there = EpisodeFactory(client=session.get_one(Client, house.client), service_id=house.other_service)
    db.session.commit()
    as_keyworker.post(url(house), data=sent(house))
    answer(charlie, session.scalars(select(Packet)).one())
    session.expire_all()
    assert session.scalars(select(Transfer)).one().to_episode_id == there.id


def test_a_transfer_that_was_a_mistake_can_be_accepted_no_more(house, came, session, as_keyworker, charlie):
    assert "Transferred to us" in charlie.get("/?show=all").text
    transfer = session.scalars(select(Transfer)).one()
    struck = f"/record/{house.episode}/mistake/transfer/{transfer.id}"
    as_keyworker.post(struck, data={"why": "Meant for somebody else"})
    assert "Transferred to us" not in charlie.get("/?show=all").text
    assert (
        "The sending service has recorded this transfer as a mistake"
        in charlie.get(f"/transfers/{came.id}").text
    )
    refused = answer(charlie, came)
    assert refused.status_code == 422
    session.expire_all()
    assert session.get_one(Packet, came.id).answer is None


def test_the_receiver_reads_what_became_of_an_accepted_transfer_that_was_a_mistake(
    house, came, session, as_keyworker, charlie
):
    where = answer(charlie, came).location
    transfer = session.scalars(select(Transfer)).one()
    struck = f"/record/{house.episode}/mistake/transfer/{transfer.id}"
    page = as_keyworker.get(struck).text
    assert "What stays" in page
    assert "They read that this was a mistake, and strike it out" in page
    assert f'href="/record/{house.episode}/contact-ways"' in page
    assert "mistake/episode" not in page, "an episode of another service"
    assert as_keyworker.post(struck, data={"why": "Meant for somebody else"}).status_code == 303
    assert "the episode at this service stays as it is" in charlie.get(where).text
    session.expire_all()
    there = session.scalars(select(Transfer)).one().to_episode_id
    strikes = f"/record/{there}/mistake/episode/{there}"
    assert strikes in charlie.get(f"/transfers/{came.id}").text
    assert charlie.get(strikes).status_code == 200
    assert strikes not in as_keyworker.get(f"/transfers/{came.id}").text


def test_who_works_at_both_services_strikes_both(house, came, session, as_keyworker, charlie):
    answer(charlie, came)
    MembershipFactory(worker_id=house.keyworker, service_id=house.other_service, role="keyworker")
    session.commit()
    transfer = session.scalars(select(Transfer)).one()
    page = as_keyworker.get(f"/record/{house.episode}/mistake/transfer/{transfer.id}").text
    there = transfer.to_episode_id
    assert f'href="/record/{there}/mistake/episode/{there}">Strike that out too' in page


def test_charlie_sends_nobody_of_another_service(house, charlie, as_keyworker, session):
    assert charlie.post(url(house), data=sent(house)).status_code == 404
    foreign = PacketFactory(service_id=house.other_service, transfer_id=None)
    db.session.commit()
    assert as_keyworker.get(f"/transfers/{foreign.id}").status_code == 404
    assert as_keyworker.post(f"/transfers/{foreign.id}", data={"answer": "accepted"}).status_code == 404


def test_the_client_is_the_sender_s_again_when_the_episode_there_is_struck_out(
    house, came, session, as_keyworker, charlie
):
    there = answer(charlie, came).location.split("/")[2]
    assert (
        charlie.post(f"/record/{there}/mistake/episode/{there}", data={"why": "Never came here"}).status_code
        == 303
    )
    todo = as_keyworker.get("/?show=all").text
    assert "Riverside Test Service struck out that the client came: the client is with you" in todo
    assert "Struck out there" in as_keyworker.get("/transfers").text
    news = {f"told_on-{part}": getattr(today(), part) for part in ("day", "month", "year")}
    news |= {"outcome": "taken_back", "note": "She stays with us"}
    assert as_keyworker.post(f"/record/{house.episode}/transfer-news/new", data=news).status_code == 303
    assert "the client is with you" not in as_keyworker.get("/?show=all").text
    assert "Taken back" in as_keyworker.get("/transfers").text
