"""Contact details, family, consents and safeguarding on the record of a client, its banner and Today."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from careplan.clients.models import Client
from careplan.ground.clock import today
from careplan.ground.db import db
from careplan.people.registers import REGISTERS, Consent, ContactWay
from careplan.people.rules import SHARING
from tests.conftest import Browser
from tests.factories.clients import EpisodeFactory
from tests.walk import on_page


def day(name: str, on: date) -> dict[str, str]:
    return {f"{name}-{part}": str(getattr(on, part)) for part in ("day", "month", "year")}


MOBILE = {"kind": "mobile", "value": "07700 900 001", "safe": ["ring", "text"], "preferred": "yes"}
MOBILE |= {"told_by": "client"}


@pytest.fixture
def there(house: SimpleNamespace) -> str:
    return f"/record/{house.episode}"


def send(browser: Browser, path: str, values: dict[str, Any]) -> Any:
    return browser.post(path, data=on_page(browser, path)[0].data() | values)


def test_the_preferred_way_and_what_is_safe_stand_on_banner_and_overview(
    as_keyworker: Browser, there: str
) -> None:
    assert "No safe way to reach the client" in as_keyworker.get(there).text
    assert send(as_keyworker, f"{there}/contact-ways/new", MOBILE).status_code == 303
    page = as_keyworker.get(there).text
    assert page.count("Mobile 07700 900 001: ring, text") == 2
    assert "No safe way to reach the client" not in page
    assert "Mobile, 07700 900 001" in as_keyworker.get(f"{there}/history").text


def test_a_number_that_ended_stays_listed_and_is_offered_no_more(
    app: Flask, as_keyworker: Browser, there: str
) -> None:
    send(as_keyworker, f"{there}/contact-ways/new", MOBILE)
    with app.app_context():
        row = db.session.scalars(select(ContactWay)).one()
        assert row.safe == "ring text"
    ended = {"preferred": "no", "why": "The phone was stolen", **day("until", today())}
    assert send(as_keyworker, f"{there}/contact-ways/{row.id}", ended).status_code == 303
    assert "07700 900 001" not in as_keyworker.get(there).text
    assert "07700 900 001" in as_keyworker.get(f"{there}/contact-ways").text


@pytest.mark.parametrize(
    ("path", "values", "sentence"),
    [
        ("contact-ways", MOBILE | {"value": "ring me"}, "Enter a telephone number with its code"),
        ("contact-ways", MOBILE | {"safe": ["write"]}, "A mobile can be rung, take a message and a text"),
        ("contact-ways", MOBILE | {"safe": []}, "The preferred way must be safe for something"),
        ("contact-ways", MOBILE | {"preferred": ""}, "Select whether it is preferred"),
        ("addresses", {"kind": "home", "postcode": "NOWHERE"}, "Postcode must be a full UK postcode"),
        ("addresses", {"kind": "home"}, "Enter the address, or choose no fixed abode"),
        ("relations", {"name": "Kim Test", "born_year": "2999"}, "Year of birth must be in the past"),
        ("consents", {"basis": "signed"}, "Enter the day on which the consent ends"),
        ("consents", {"basis": "override"}, "Enter why it is shared without consent"),
        ("safeguarding", {"whom": "child", "stage": "concern"}, "Enter whom the concern is about"),
        ("safeguarding", {"whom": "child", "stage": "closed"}, "Enter what came of it"),
    ],
)
def test_what_cannot_stand_is_said_at_its_field_and_nothing_is_written(
    app: Flask, as_keyworker: Browser, there: str, path: str, values: dict[str, Any], sentence: str
) -> None:
    answer = send(as_keyworker, f"{there}/{path}/new", values)
    assert answer.status_code == 422
    assert sentence in answer.text
    with app.app_context():
        assert not any(db.session.scalars(select(one.model)).all() for one in REGISTERS)


def _consent(ends: date, **more: str) -> dict[str, str]:
    given = {
        "party": "Testham Housing",
        "purpose": "benefits",
        "scope": "That rent is paid",
        "basis": "spoken",
    }
    return given | day("given_on", today()) | day("expires_on", ends) | more


def test_a_consent_that_ends_is_asked_for_on_today_until_it_is_given_again(
    as_keyworker: Browser, there: str
) -> None:
    near = SHARING.on(today()).ask_again.days
    send(as_keyworker, f"{there}/consents/new", _consent(today() + timedelta(days=near + 1)))
    assert "Testham Housing" not in as_keyworker.get("/").text
    send(as_keyworker, f"{there}/consents/new", _consent(today() + timedelta(days=near), party="A Cousin"))
    assert "Consent to tell A Cousin ends: ask again" in as_keyworker.get("/").text
    later = _consent(today() + timedelta(days=near * 3), party="a cousin")
    send(as_keyworker, f"{there}/consents/new", later)
    assert "A Cousin" not in as_keyworker.get("/").text


def test_a_withdrawn_consent_is_not_asked_for_again(app: Flask, as_keyworker: Browser, there: str) -> None:
    send(as_keyworker, f"{there}/consents/new", _consent(today()))
    with app.app_context():
        row = db.session.scalars(select(Consent)).one()
    gone = day("withdrawn_on", today()) | {"why": "The client took it back"}
    assert send(as_keyworker, f"{there}/consents/{row.id}", gone).status_code == 303
    assert "Testham Housing" not in as_keyworker.get("/").text


def test_a_safeguarding_step_stands_on_every_page_of_the_record_until_it_is_closed(
    as_keyworker: Browser, there: str
) -> None:
    step = {"whom": "child", "name": "Kim Test", "stage": "referral", "account": "Left alone at night"}
    step |= day("happened_on", today() - timedelta(days=2)) | day("review_on", today())
    assert send(as_keyworker, f"{there}/safeguarding/new", step).status_code == 303
    words = "Safeguarding, a child: referred to social care"
    assert words in as_keyworker.get(f"{there}/history").text
    assert f"{words}: look again" in as_keyworker.get("/").text
    closed = step | {"stage": "closed", "outcome": "Both parents are at home now", "name": "kim test"}
    closed |= day("happened_on", today()) | {f"review_on-{part}": "" for part in ("day", "month", "year")}
    assert send(as_keyworker, f"{there}/safeguarding/new", closed).status_code == 303
    assert "Safeguarding, a child" not in as_keyworker.get(there).text
    assert words not in as_keyworker.get("/").text


@pytest.mark.parametrize("register", REGISTERS, ids=lambda one: one.name)
def test_a_worker_of_another_service_meets_nothing(charlie: Browser, there: str, register: Any) -> None:
    assert charlie.get(f"{there}/{register.name.replace('_', '-')}").status_code == 404


def test_nobody_who_writes_meanwhile_is_shown_what_is_struck_out(
    app: Flask, as_keyworker: Browser, as_prescriber: Browser, there: str
) -> None:
    path = f"{there}/contact-ways/new"
    form = on_page(as_prescriber, path)[0].data()
    send(as_keyworker, path, MOBILE)
    with app.app_context():
        row = db.session.scalars(select(ContactWay)).one()
    wrong = {"why": "It was Benedict Other", "wrong_client": "y"}
    struck = as_keyworker.post(f"{there}/mistake/contact_way/{row.id}", data=wrong)
    assert struck.status_code == 303
    other = MOBILE | {"value": "07700 900 002"}
    for address in (path, f"{there}/contact-ways/{row.id}"):
        answer = as_prescriber.post(address, data=form | other | {"why": "Typed wrong"})
        assert answer.status_code == 409
        assert "07700 900 002" in answer.text
        assert "07700 900 001" not in answer.text


def test_what_was_taken_out_at_one_service_is_told_to_no_manager_of_another(
    app: Flask,
    house: SimpleNamespace,
    as_keyworker: Browser,
    as_manager: Browser,
    charlie: Browser,
    there: str,
) -> None:
    with app.app_context():
        client = db.session.get_one(Client, house.client)
        here = EpisodeFactory(client=client, service_id=house.other_service).id
        db.session.info["trailed"] = True
        db.session.commit()
    send(as_keyworker, f"{there}/contact-ways/new", MOBILE)
    with app.app_context():
        row = db.session.scalars(select(ContactWay)).one()
    assert "07700 900 001" in charlie.get(f"/record/{here}/contact-ways").text
    wrong = {"why": "It was Benedict Other", "wrong_client": "y"}
    as_keyworker.post(f"{there}/mistake/contact_way/{row.id}", data=wrong)
    assert "07700 900 001" in as_keyworker.get(f"{there}/mistake/contact_way/{row.id}/right").text
    assert charlie.get(f"/record/{here}/mistake/contact_way/{row.id}/right").status_code == 404
    assert "07700 900 001" not in charlie.get(f"/record/{here}/history").text
    assert "07700 900 001" not in as_manager.get(f"{there}/history").text
