"""What assessments read of the person: beside the question today, and for ever as it stood when they were finished."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from careplan.assessment.models import Answer
from careplan.checklists.queries import bank
from careplan.clients.models import Episode
from careplan.ground import gathering
from careplan.ground.clock import now, today
from careplan.ground.db import db
from careplan.people.registers import Consent
from careplan.ui import words
from tests.conftest import Browser
from tests.factories.assessment import AssessmentFactory
from tests.people.test_pages import MOBILE, day, on_page, send

MUM = {"name": "Marigold Meadow", "relation": "parent", "lives": "with_client", "may_be_told": "yes"}
SON = {"name": "Basil Meadow", "relation": "child", "lives": "with_client", "may_be_told": "no"}
GROWN = SON | {"name": "Sage Meadow", "lives": "alone", "born_year": str(today().year - 19)}
GP = {"kind": "gp", "name": "Meadow Practice", "told_by": "client"}
PHARMACY = {"kind": "pharmacy", "name": "Brook Pharmacy", "told_by": "client"}


def triage(app: Flask, house: SimpleNamespace, **values: Any) -> str:
    with app.app_context():
        episode = db.session.get_one(Episode, house.episode)
        paper = AssessmentFactory(episode=episode, kind="triage", **({"completed_on": None} | values))
        db.session.commit()
        return paper.id


def given(app: Flask, assessment_id: str) -> dict[str, Any]:
    """What is saved, by item."""
    with app.app_context():
        rows = db.session.query(Answer).filter_by(assessment_id=assessment_id)
        return {one.item: one.value for one in rows}


@pytest.fixture
def there(house: SimpleNamespace) -> str:
    return f"/record/{house.episode}"


@pytest.mark.parametrize("edition", ["1", "2"])
def test_every_item_is_of_the_checklists(app: Flask, edition: str) -> None:
    with app.app_context():
        assert {one.item for one in gathering.known()} <= set(bank(edition).items)


def test_numbers_stand_beside_the_question_which_ways_are_safe(
    app: Flask, house: SimpleNamespace, as_keyworker: Browser, there: str
) -> None:
    section = f"{there}/assessments/{triage(app, house)}/consent"
    assert "The record says nothing of this yet" in as_keyworker.get(section).text
    send(as_keyworker, f"{there}/contact-ways/new", MOBILE)
    page = as_keyworker.get(section).text
    assert "The record says: Mobile 07700 900 001: ring, text." in page
    assert f"{there}/contact-ways" in page


def test_a_consent_is_read_to_its_last_day_and_what_was_told_without_one_is_none(
    app: Flask, house: SimpleNamespace, as_keyworker: Browser, there: str
) -> None:
    with app.app_context():
        here = {"episode_id": house.episode, "service_id": house.service, "recorded_by": house.keyworker}
        here |= {"given_on": today() - timedelta(9), "purpose": "treatment", "scope": "That she comes"}
        for party, more in (
            ("Her sister", {"basis": "spoken", "expires_on": today()}),
            ("The landlord", {"basis": "spoken", "expires_on": today() - timedelta(1)}),
            ("Dr Bell", {"basis": "signed", "withdrawn_on": today()}),
            ("Social care", {"basis": "override", "reason": "A child at risk"}),
        ):
            db.session.add(Consent(**here, party=party, **more))
        db.session.info["trailed"] = True
        db.session.commit()
    page = as_keyworker.get(f"{there}/assessments/{triage(app, house)}/consent").text
    assert "Her sister, for " in page
    assert [one for one in ("The landlord", "Dr Bell", "Social care") if f"{one}, for " in page] == []


def test_family_and_doctor_are_read_where_they_are_asked_for(
    app: Flask, house: SimpleNamespace, as_keyworker: Browser, there: str
) -> None:
    path = f"{there}/assessments/{triage(app, house)}"
    for kind, rows in (("relations", (MUM, SON, GROWN)), ("helpers", (GP, PHARMACY))):
        for row in rows:
            send(as_keyworker, f"{there}/{kind}/new", row | {"told_by": "client"} | day("since", today()))
    family = as_keyworker.get(f"{path}/home").text
    assert family.count("Basil Meadow, child, lives with the client") == 2
    assert family.count("Marigold Meadow, parent") == family.count("Sage Meadow, child") == 1
    health = as_keyworker.get(f"{path}/physical").text
    assert "GP practice: Meadow Practice" in health
    assert "Brook Pharmacy" not in health


def test_a_table_begins_with_the_rows_of_the_record_to_keep_change_and_end(
    app: Flask, house: SimpleNamespace, as_keyworker: Browser, there: str
) -> None:
    id_ = triage(app, house, edition="3")
    home = f"{there}/assessments/{id_}/home"
    basil = SON | {"school": "Meadow School", "born_year": str(today().year - 9)}
    for row in (MUM, basil, GROWN):
        send(as_keyworker, f"{there}/relations/new", row | {"told_by": "family"})
    page = as_keyworker.get(home).text
    source = f"Basil Meadow, recorded on {words.day(today())}, told by family or a friend"
    assert page.count(f"From the record: {source}") == 2
    (form,) = [
        one.data() for one in on_page(as_keyworker, home) if "who_lives_in_house-0-relation" in one.data()
    ]
    assert form["children_under_18-0-lives_with"] == ["yes"]
    assert form["children_under_18-0-school_or_nursery"] == ["Meadow School"]
    assert form["who_lives_in_house-0-relation"] == ["Child"]
    assert form["who_lives_in_house-1-relation"] == ["Parent"]
    assert given(app, id_) == {}
    sent = form | {"who_lives_in_house-1-ended": "y", "children_under_18-0-contact": "Every day"}
    assert as_keyworker.post(home, data=sent).status_code == 303
    saved = given(app, id_)
    assert [row["relation"] for row in saved["who_lives_in_house"]] == ["Child"]
    assert [row["contact"] for row in saved["children_under_18"]] == ["Every day"]
    send(as_keyworker, f"{there}/relations/new", SON | {"name": "Clover Meadow", "told_by": "client"})
    assert "From the record" not in as_keyworker.get(home).text


def test_a_finished_assessment_keeps_what_the_record_said_then(
    app: Flask, house: SimpleNamespace, as_keyworker: Browser, there: str
) -> None:
    send(as_keyworker, f"{there}/contact-ways/new", MOBILE)
    done = {"completed_on": today(), "completed_at": now(), "completed_by": house.keyworker}
    id_ = triage(app, house, started_on=today(), **done)
    send(as_keyworker, f"{there}/contact-ways/new", MOBILE | {"value": "07700 900 999", "preferred": "no"})
    page = as_keyworker.get(f"{there}/assessments/{id_}").text
    assert "The record said then: Mobile 07700 900 001: ring, text" in page
    body = page.split("The record said then")[1]
    assert "07700 900 999" not in body
