"""Release and discharge: on opioid medicine seen on the day, red once the last covered day has passed."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from careplan.clients.models import Episode
from careplan.ground.clock import moment_of, today
from careplan.ground.db import db
from careplan.moves.queries.releases import shares
from careplan.moves.registers import Release
from careplan.moves.rules import RELEASED, Pressing, Released, pressing
from tests.factories.clients import AppointmentFactory, InterventionFactory
from tests.factories.contacts import ContactNoteFactory

OUT = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("medicine", "covered", "on", "state"),
    [
        (True, OUT, date(2026, 3, 1), Pressing.COMING),
        (True, OUT, OUT, Pressing.DUE),
        (True, OUT, date(2026, 3, 3), Pressing.RED),
        (True, date(2026, 3, 4), date(2026, 3, 4), Pressing.LATE),
        (True, date(2026, 3, 4), date(2026, 3, 5), Pressing.RED),
        (True, None, date(2026, 3, 3), Pressing.RED),
        (False, None, OUT, Pressing.DUE),
        (False, None, date(2026, 3, 3), Pressing.LATE),
        (False, None, OUT + timedelta(days=22), None),
        (True, OUT, OUT + timedelta(days=90), Pressing.RED),
    ],
)
def test_how_pressing_it_is(medicine, covered, on, state):
    assert pressing(Released(OUT, medicine, covered), on) is state


def day(name, on):
    return {f"{name}-day": on.day, f"{name}-month": on.month, f"{name}-year": on.year}


def release(house, worker, on, **more):
    sent = {"kind": "prison", "medicine": "methadone", "place": "HMP Testwood, 01632 960 004"} | day(
        "released_on", on
    )
    return worker.post(f"/record/{house.episode}/releases/new", data=sent | more)


def test_the_last_covered_day_is_asked_for_at_its_field(house, session, as_keyworker):
    refused = release(house, as_keyworker, today())
    assert refused.status_code == 422
    assert "Enter the last day covered by what they are given" in refused.text
    early = release(house, as_keyworker, today(), **day("covered_until", today() - timedelta(days=1)))
    assert "must not be before the day they come out" in early.text
    assert session.scalars(select(Release)).all() == []


def test_it_stands_on_today_until_somebody_has_seen_the_client(house, session, as_keyworker, as_prescriber):
    yesterday = today() - timedelta(days=1)
    assert release(house, as_keyworker, yesterday, **day("covered_until", today())).status_code == 303
    assert "Release from prison: see the client on the day" in as_keyworker.get("/?show=all").text
    assert "Release from prison" in as_prescriber.get("/?show=all").text
    row = session.scalars(select(Release)).one()
    assert (row.medicine, row.covered_until) == ("methadone", today())
    text = {"episode": session.get_one(Episode, house.episode), "worker_id": house.keyworker}
    ContactNoteFactory(happened_on=today(), way="text", **text)
    db.session.commit()
    assert "Release from prison" in as_keyworker.get("/?show=all").text
    ContactNoteFactory(happened_on=today(), way="home_visit", **text)
    session.info["changed"] = {("", house.service)}
    db.session.commit()
    assert "Release from prison" not in as_keyworker.get("/?show=all").text


def test_it_is_red_once_no_day_is_covered_and_the_manager_sees_it(house, session, as_keyworker, as_manager):
    before = today() - timedelta(days=3)
    release(house, as_keyworker, before, **day("covered_until", before + timedelta(days=1)))
    words = "no opioid medicine is covered any more, and nobody has seen the client"
    assert words in as_keyworker.get("/").text
    assert words in as_manager.get("/").text


def test_reports_count_who_was_seen_and_treated_in_time(house, session):
    on, standard = today(), RELEASED.on(today())
    episode = session.get_one(Episode, house.episode)
    for ago in (300, 100, standard.seen.days + 1, 3):
        session.add(
            Release(
                episode_id=episode.id, service_id=house.service, recorded_by=house.keyworker, kind="prison",
                medicine="none", place="HMP Testwood", released_on=on - timedelta(days=ago),
            )
        )  # fmt: skip
    first = on - timedelta(days=300 - standard.seen.days)
    AppointmentFactory(episode=episode, starts_at=moment_of(first, "09:00"), outcome="attended")
    InterventionFactory(
        episode=episode, kind="structured_psychosocial", started_on=on - timedelta(days=80),
        referred_on=on - timedelta(days=100), first_offered_on=None, ended_on=None, ending=None,
    )  # fmt: skip
    session.info["trailed"] = True
    db.session.commit()
    got = shares(house.services, on)
    assert (got.seen, got.of_seen) == (1, 3)
    assert (got.treated, got.of_treated) == (1, 2)


def test_charlie_reads_no_release_of_another_service(house, charlie):
    assert charlie.get(f"/record/{house.episode}/releases").status_code == 404
