"""Allergies travel with the person: source and day where the worker may read them, else a warning to ask."""

from datetime import date, timedelta

import pytest

from careplan.clients.queries import episode as load
from careplan.clients.rules.packets import hashed, written
from careplan.ground.clock import now, today
from careplan.ground.corrections import strike
from careplan.ground.db import db
from careplan.record.queries import banner_facts
from careplan.record.rules.allergies import ASK, Told, all_allergies
from careplan.record.rules.banner import Allergies
from tests.factories.assessment import AnswerFactory, AssessmentFactory
from tests.factories.clients import ClientFactory, EpisodeFactory, PacketFactory, TransferFactory, contents
from tests.factories.prescribing import CourseFactory
from tests.factories.staff import MembershipFactory

UNASKED = Allergies("Not recorded", None)
ON = date(2025, 5, 3)
PENICILLIN = {"value": True, "text": "Penicillin"}
NONE = {"value": False}


def one(value, here=False, readable=True, record="r", service="South"):
    return Told(record, "north" if here else service.lower(), service, ON, value, here, readable or here)


@pytest.mark.parametrize(
    ("answers", "words", "known", "ask"),
    [
        ([], "Not recorded", None, False),
        ([one(PENICILLIN, here=True)], "Penicillin", True, False),
        ([one(NONE, here=True)], "No known allergies", False, False),
        ([one(PENICILLIN)], "Penicillin (South, 3 May 2025)", True, False),
        ([one(NONE)], "No known allergies (South, 3 May 2025)", False, False),
        ([one(NONE, here=True), one(PENICILLIN)], "No known allergies; Penicillin (South, 3 May 2025)", True, False),
        ([one(PENICILLIN, here=True), one(NONE)], "Penicillin", True, False),
        ([one(NONE), one(PENICILLIN)], "Penicillin (South, 3 May 2025)", True, False),
        ([one(PENICILLIN, readable=False)], "Not recorded", None, True),
        ([one(NONE, readable=False)], "Not recorded", None, True),
        ([one(NONE, here=True), one(PENICILLIN, readable=False)], "No known allergies", False, True),
        ([one(NONE, here=True), one(NONE, readable=False)], "No known allergies", False, False),
        ([one(PENICILLIN, here=True), one(PENICILLIN, readable=False)], "Penicillin", True, False),
    ],
)  # fmt: skip
def test_the_line_of_the_banner(answers, words, known, ask):
    assert all_allergies(UNASKED, answers) == Allergies(words, known, ASK if ask else "")


def test_who_was_asked_and_did_not_say_is_told_as_such():
    asked = Allergies("Asked: declined to say", None)
    assert all_allergies(asked, []).words == "Asked: declined to say"
    assert all_allergies(asked, [one(PENICILLIN)]).words == "Penicillin (South, 3 May 2025)"


def answered(episode, value=PENICILLIN):
    made = AssessmentFactory(episode=episode, kind="triage", started_on=ON, completed_on=None)
    AnswerFactory(assessment=made, item="allergies", value=value)
    made.completed_on = ON
    return made


def elsewhere(house, **more):
    """A record of the same person at the other service, with an allergy."""
    person = {"first_name": "Janet", "last_name": "Williams"} | more
    episode = EpisodeFactory(client=ClientFactory(**person), service_id=house.other_service)
    answered(episode)
    db.session.commit()
    return episode


def page(who, house):
    return who.get(f"/record/{house.episode}").text


def test_another_service_s_content_is_never_shown_only_that_somebody_should_ask(house, session, as_keyworker):
    elsewhere(house)
    text = page(as_keyworker, house)
    assert ASK in text
    assert "Penicillin" not in text
    assert "Riverside" not in text


@pytest.mark.parametrize(
    ("more", "alike"),
    [
        ({"last_name": "Wood", "first_name": "Tom"}, True),
        ({"nhs_number": None}, True),
        ({"nhs_number": None, "last_name": "Wood", "first_name": "Tom"}, False),
        ({"nhs_number": "9990000042", "date_of_birth": date(1990, 1, 1)}, False),
    ],
)
def test_the_person_is_the_same_by_number_or_by_likeness(house, session, as_keyworker, more, alike):
    elsewhere(house, **more)
    assert (ASK in page(as_keyworker, house)) is alike


def test_a_worker_of_both_services_reads_them_with_source_and_day(app, house, session, as_keyworker):
    elsewhere(house)
    MembershipFactory(worker_id=house.keyworker, service_id=house.other_service, role="keyworker")
    db.session.commit()
    text = page(as_keyworker, house)
    assert "Penicillin (Riverside Test Service, 3 May 2025)" in text
    assert "Not recorded</dd>" not in text
    assert ASK not in text


def test_a_page_of_prescribing_reads_what_the_worker_may_open_elsewhere(house, session, as_prescriber):
    elsewhere(house)
    MembershipFactory(worker_id=house.prescriber, service_id=house.other_service, role="keyworker")
    db.session.commit()
    text = as_prescriber.get(f"/record/{house.episode}/prescribing/start").text
    assert "Penicillin (Riverside Test Service, 3 May 2025)" in text


def test_a_referral_brings_them_until_it_is_struck_out(house, session, as_keyworker, charlie):
    mine = load(house.services, house.episode)
    answered(mine)
    there = EpisodeFactory(client=mine.client, service_id=house.other_service)
    db.session.commit()
    assert ASK in charlie.get(f"/record/{there.id}").text
    sent = TransferFactory(episode=mine, to_episode_id=there.id)
    db.session.commit()
    text = charlie.get(f"/record/{there.id}").text
    assert "Penicillin (from Northgate Test Service, 3 May 2025, not confirmed here)" in text
    strike(sent, by=house.manager, reason="Sent for the wrong person")
    session.info["trailed"] = True
    db.session.commit()
    assert ASK in charlie.get(f"/record/{there.id}").text


def test_a_copy_that_nobody_confirmed_and_a_struck_record_say_nothing(house, session):
    mine = load(house.services, house.episode)
    first = answered(mine)
    later = AssessmentFactory(episode=mine, kind="comprehensive", started_on=today())
    AnswerFactory(assessment=later, item="allergies", value=NONE, carried_from=first.id)
    assert [one.value for one in banner_facts(house.services, mine, today()).elsewhere.told] == [PENICILLIN]


def test_one_statement_asks_for_all(house, session, statements):
    for number in range(9):
        elsewhere(house, nhs_number=None, last_name=f"Williams{number}")
    mine = load(house.services, house.episode)
    statements.clear()
    banner_facts(house.services, mine, today())
    assert len(statements) == 1


def test_a_course_that_runs_at_another_service_is_told_without_which_or_what(
    house, session, as_keyworker, charlie
):
    there = elsewhere(house)
    course = CourseFactory(episode=there, first_dose_on=today() - timedelta(9))
    db.session.commit()
    words = "Ask: another service may be prescribing"
    text = page(as_keyworker, house)
    assert words in text
    assert "ethadone" not in text
    assert words not in charlie.get(f"/record/{there.id}").text
    course.ended_on = today()
    session.info["trailed"] = True
    db.session.commit()
    assert words not in page(as_keyworker, house)


def accepted(episode, transfer_id=None, **more):
    """A packet that came with the client to the episode."""
    text = written(contents(**more))
    values = {"transfer_id": transfer_id} | {
        "answer": "accepted",
        "answered_at": now(),
        "answered_by": "kay",
        "episode_id": episode.root_id,
    }
    return PacketFactory(service_id=episode.service_id, content=text, sha256=hashed(text), **values)


def test_what_a_packet_brought_stands_unconfirmed_until_it_is_answered_here(house, session, as_keyworker):
    mine = load(house.services, house.episode)
    accepted(mine, answers=[], allergies="Penicillin")
    db.session.commit()
    assert "Penicillin (from Riverside Test Service, 1 March 2025, not confirmed here)" in page(
        as_keyworker, house
    )
    answered(mine, NONE)
    db.session.commit()
    assert "No known allergies; Penicillin (from Riverside Test Service, 1 March 2025)" in page(
        as_keyworker, house
    )
    answered(mine)
    db.session.commit()
    text = page(as_keyworker, house)
    assert "Penicillin" in text
    assert "from Riverside Test Service" not in text


def test_a_packet_at_another_service_only_says_that_somebody_should_ask(house, session, as_keyworker):
    me = load(house.services, house.episode).client
    accepted(EpisodeFactory(client=me, service_id=house.other_service), answers=[])
    db.session.commit()
    text = page(as_keyworker, house)
    assert ASK in text
    assert "Penicillin" not in text


def test_a_packet_whose_transfer_was_struck_out_brings_nothing(house, session, as_keyworker):
    mine = load(house.services, house.episode)
    there = EpisodeFactory(client=mine.client, service_id=house.other_service)
    sent = TransferFactory(episode=there, to_episode_id=mine.id)
    accepted(mine, sent.id, answers=[])
    strike(sent, by=house.manager, reason="Sent for the wrong person")
    session.info["trailed"] = True
    db.session.commit()
    assert "Penicillin" not in page(as_keyworker, house)
