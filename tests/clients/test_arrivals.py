"""Whom an import brought without an episode, and a number that another service knows."""

from datetime import date

import pytest
from sqlalchemy import select

from careplan.clients.models import Arrival, Client, Episode, Task
from careplan.ground.clock import today
from careplan.ground.db import db
from careplan.trail.models import TrailEntry
from tests.clients.test_registering import day, filled
from tests.factories.clients import ClientFactory, EpisodeFactory

ELSEWHERE = "Another service on this system may hold a record with the same NHS number"


@pytest.fixture
def nora(house, session):
    client = ClientFactory(
        first_name="Nora", last_name="Noepisode", date_of_birth=date(1981, 6, 15), nhs_number=None
    )
    session.add(Arrival(client_id=client.id, service_id=house.service))
    session.commit()
    return client.id


def referral(house, **more):
    return {"service": house.service, "referral_source": "self", **day("referred_on", today()), **more}


def test_a_client_without_an_episode_is_found_and_referred(house, session, as_keyworker, nora):
    page = as_keyworker.post("/clients/search", data={"name": "noepisode"}).text
    assert "NOEPISODE, Nora" in page
    assert "Imported, not referred yet" in page
    address = f"/clients/{nora}/referral"
    assert address in page
    assert "NOEPISODE, Nora" in as_keyworker.get(address).text
    answer = as_keyworker.post(address, data=referral(house))
    assert answer.status_code == 303
    assert session.scalars(select(Episode.service_id).where(Episode.client_id == nora)).all() == [
        house.service
    ]
    assert "NOEPISODE, Nora" in as_keyworker.get(answer.location).text
    assert as_keyworker.get(address).status_code == 404
    assert as_keyworker.post(address, data=referral(house)).status_code == 404
    assert as_keyworker.post("/clients/search", data={"name": "noepisode"}).text.count("NOEPISODE, Nora") == 1


def test_a_client_without_an_episode_is_no_second_time_registered_in_silence(house, as_keyworker, nora):
    again = filled(house, first_name="Nora", last_name="Noepisode", nhs_number="", sex="female")
    page = as_keyworker.post("/clients/register", data=again | day("date_of_birth", date(1981, 6, 15)))
    assert page.status_code == 409
    assert f"/clients/{nora}/referral" in page.text


def test_a_first_referral_that_cannot_be_is_refused_and_nothing_typed_is_lost(
    house, session, as_keyworker, nora
):
    early = referral(house, **day("referred_on", date(1980, 1, 1)))
    page = as_keyworker.post(f"/clients/{nora}/referral", data=early)
    assert page.status_code == 422
    assert "on or after the date of birth" in page.text
    assert 'value="1980"' in page.text
    session.get_one(Client, nora).deceased_on = date(2025, 1, 1)
    session.info["trailed"] = True
    session.commit()
    page = as_keyworker.post(f"/clients/{nora}/referral", data=referral(house))
    assert page.status_code == 422
    assert "The client has died" in page.text


def test_charlie_finds_nobody_whom_another_services_import_brought(house, charlie, nora):
    assert "NOEPISODE" not in charlie.post("/clients/search", data={"name": "noepisode"}).text
    assert charlie.get(f"/clients/{nora}/referral").status_code == 404
    assert charlie.post(f"/clients/{nora}/referral", data=referral(house)).status_code == 404


@pytest.fixture
def known_elsewhere(house, session):
    client = ClientFactory(first_name="Olga", last_name="Other", nhs_number="9990000042")
    EpisodeFactory(client=client, service_id=house.other_service)
    session.commit()
    return client.id


def told(session):
    entries = session.scalars(select(TrailEntry).where(TrailEntry.action == "client.elsewhere")).all()
    return len(entries), session.scalars(select(Task.words).where(Task.kind == "elsewhere")).all()


def test_a_number_that_another_service_knows_is_said_after_the_referral_alone(
    house, session, as_keyworker, as_manager, known_elsewhere
):
    for data in ({"nhs_number": "9990000042"}, {"name": "reid", "nhs_number": "9990000042"}):
        page = as_keyworker.post("/clients/search", data=data).text
        assert "OTHER" not in page
        assert ELSEWHERE not in page
    unfinished = as_keyworker.post("/clients/register", data=filled(house, referral_source=""))
    assert unfinished.status_code == 422
    assert ELSEWHERE not in unfinished.text
    assert told(session) == (0, [])
    answer = as_keyworker.post("/clients/register", data=filled(house))
    assert answer.status_code == 303
    page = as_keyworker.get(answer.location).text
    assert ELSEWHERE in page
    assert "Olga" not in page
    assert "OTHER" not in page
    entries, words = told(session)
    assert (entries, len(words)) == (1, 1)
    assert ELSEWHERE in as_manager.get("/?show=all").text


def test_a_number_that_nobody_else_knows_says_nothing(house, session, as_keyworker):
    answer = as_keyworker.post("/clients/register", data=filled(house))
    assert ELSEWHERE not in as_keyworker.get(answer.location).text
    assert told(session) == (0, [])


def test_a_number_that_is_added_later_is_said_too(house, session, as_keyworker, known_elsewhere):
    episode = session.get_one(Episode, house.episode)
    data = {
        **{
            "first_name": "Janet",
            "last_name": "Williams",
            "sex": "female",
            "seen": "1",
            "nhs_number": "9990000042",
        },
        **day("date_of_birth", date(1985, 7, 14)),
    }
    assert as_keyworker.post(f"/record/{episode.id}/details", data=data).status_code == 303
    db.session.expire_all()
    assert told(session)[0] == 1
