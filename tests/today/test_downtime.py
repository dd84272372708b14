"""The downtime pack: who is expected, what must be known of them, and whose record was opened by it."""

from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy import select

from careplan.clients.models import Episode
from careplan.ground.clock import moment_of, today
from careplan.ground.db import db
from careplan.people.registers import ContactWay
from careplan.team.registers import Duty
from careplan.trail.models import TrailEntry
from tests.conftest import Browser
from tests.factories.assessment import AnswerFactory, AssessmentFactory
from tests.factories.clients import AppointmentFactory, ClientFactory, EpisodeFactory
from tests.factories.risk import RiskLevelFactory
from tests.prescribing.test_views import treated


@pytest.fixture
def day(app: Flask, house: SimpleNamespace) -> str:
    """An appointment of today of a client with a number, an allergy and a high risk; the path of the pack."""
    with app.app_context():
        episode = db.session.get_one(Episode, house.episode)
        AppointmentFactory(
            episode=episode, starts_at=moment_of(today(), "14:30"), worker_id=house.keyworker, outcome=None
        )
        keys = {"client_id": house.client, "recorded_by": "test", "told_by": "client", "preferred": False}
        db.session().info["trailed"] = True
        db.session.add(ContactWay(kind="mobile", value="07700 900 123", safe="ring", **keys))
        db.session.add(ContactWay(kind="landline", value="01632 960 555", safe=None, **keys))
        risk = AssessmentFactory(episode=episode, kind="risk", checklist="risk", completed_on=today())
        RiskLevelFactory(assessment=risk, domain="self", level="high")
        AnswerFactory(
            assessment=risk, item="allergies", status="answered", value={"value": True, "text": "Penicillin"}
        )
        db.session.commit()
    return f"/services/{house.service}/downtime"


def test_the_pack_holds_what_a_clinic_needs(house: SimpleNamespace, day: str, as_keyworker: Browser) -> None:
    page = as_keyworker.get(day).text
    for words in (
        "2.30pm",
        "WILLIAMS, Janet",
        "Mobile 07700 900 123: ring",
        "Penicillin",
        "high",
        "Printed by",
    ):
        assert words in page, words
    assert "01632 960 555" not in page, "nobody asked whether it is safe"
    assert day in as_keyworker.get("/").text


def test_the_file_needs_nothing_else(day: str, as_prescriber: Browser) -> None:
    answer = as_prescriber.get(f"{day}?file=1")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "Penicillin" in answer.text
    for outside in ("src=", "<link", "http", "@import"):
        assert outside not in answer.text


def test_opening_it_opens_the_record_of_each(
    app: Flask, house: SimpleNamespace, day: str, as_keyworker: Browser, as_manager: Browser
) -> None:
    as_keyworker.get(day)
    with app.app_context():
        entries = db.session.scalars(select(TrailEntry).where(TrailEntry.action == "record.opened")).all()
        assert [(one.client_id, one.actor) for one in entries] == [(house.client, house.keyworker)]
    assert "Downtime pack" in as_manager.get(f"/record/{house.episode}/looked").text


def test_it_is_shut_to_reception_and_to_others(
    day: str, as_reception: Browser, as_auditor: Browser, charlie: Browser
) -> None:
    assert (as_reception.get(day).status_code, as_auditor.get(day).status_code) == (403, 403)
    assert charlie.get(day).status_code == 404


def test_no_more_statements_for_more_clients(
    app: Flask, house: SimpleNamespace, day: str, as_keyworker: Browser, statements: list[str]
) -> None:
    as_keyworker.get(day)
    statements.clear()
    as_keyworker.get(day)
    few = len(statements)
    with app.app_context():
        for number in range(6):
            person = ClientFactory(first_name="Ash", last_name=f"Grove {number}", nhs_number=None)
            episode = EpisodeFactory(client=person, service_id=house.service)
            at = moment_of(today(), f"1{number}:00")
            AppointmentFactory(episode=episode, starts_at=at, worker_id=house.keyworker, outcome=None)
        db.session.commit()
    as_keyworker.get(day)
    statements.clear()
    as_keyworker.get(day)
    assert len(statements) <= few


def test_the_round_stands_with_its_orders(app: Flask, house: SimpleNamespace, as_manager: Browser) -> None:
    treated(app, house)
    page = as_manager.get(f"/services/{house.service}/downtime").text
    assert "Methadone, oral mixture" in page
    assert " mg (" in page


def test_the_pack_says_who_is_on_duty(
    app: Flask, house: SimpleNamespace, day: str, as_keyworker: Browser
) -> None:
    assert "nobody is on the rota today" in as_keyworker.get(day).text
    with app.app_context():
        duty = {"service_id": house.service, "duty_on": today(), "worker_id": house.keyworker}
        db.session().info["trailed"] = True
        db.session.add(Duty(from_time="09:00", until_time="13:30", recorded_by="test", **duty))
        db.session.commit()
    assert "Kay Keyworker, 9am to 1.30pm" in as_keyworker.get(day).text
