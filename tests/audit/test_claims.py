"""A figure that rests on a word alone is printed as claimed, and leads to where evidence is given."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from flask import Flask

from careplan.audit.report.pages.beside import notes
from careplan.audit.report.pages.text import as_text
from careplan.audit.review.queries.reports import audited
from careplan.audit.review.queries.units import partnership_unit, service_unit
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.engine import Request
from careplan.audit.review.rules.ruleset import load
from careplan.ground.clock import today
from careplan.ground.db import db
from careplan.staff.models import Service
from tests.conftest import Browser
from tests.factories.governance import EvidenceFactory, ReturnFactory
from tests.furniture import furnish

BOTH = ("service", "other_service")


def said(unit_id: str, on: date | None = None, as_known_on: date | None = None) -> dict[str, str]:
    census = Census.at(on or today())
    unit = service_unit(frozenset({unit_id}), unit_id)
    services = frozenset({unit_id})
    if unit is None:
        unit, services = partnership_unit(unit_id) or (None, services)
    assert unit is not None
    return dict(notes(audited(Request(unit, census, load()), services), as_known_on).claimed)


def answer(
    unit_id: str, question: str = "6.4", key: str = "caseload.system", value: str = "yes", **more: str
) -> None:
    ReturnFactory(unit_id=unit_id, question=question, key=key, value=value, **more)


def test_an_answer_without_evidence_is_claimed(app: Flask, house: SimpleNamespace) -> None:
    with app.app_context():
        answer(house.service)
        assert said(house.service) == {"6.4": "claimed: there is no evidence for this answer"}
        EvidenceFactory(unit_id=house.service, key=None)
        assert said(house.service) == {}


def test_expired_evidence_leaves_the_answer_claimed_again(app: Flask, house: SimpleNamespace) -> None:
    with app.app_context():
        answer(house.service)
        EvidenceFactory(unit_id=house.service, expires_on=today())
        assert "6.4" in said(house.service)
        assert said(house.service, today() - timedelta(days=1)) == {}


def test_evidence_that_was_not_known_then_does_not_count(app: Flask, house: SimpleNamespace) -> None:
    with app.app_context():
        answer(house.service)
        EvidenceFactory(unit_id=house.service)
        assert said(house.service, as_known_on=today()) == {}


def test_the_reported_wait_is_claimed_and_the_calculated_one_is_not(
    app: Flask, house: SimpleNamespace
) -> None:
    with app.app_context():
        answer(house.service, "2.1", "wait.reported_days", "14")
        assert list(said(house.service)) == ["2.1c"]


def test_a_partnership_says_how_many_of_its_services_claim(app: Flask, house: SimpleNamespace) -> None:
    with app.app_context():
        for service in BOTH:
            answer(getattr(house, service))
        EvidenceFactory(unit_id=house.service)
        of = db.session.get_one(Service, house.service).partnership_id
        answer(of, "6.2", "doctor.specialist", level="partnership")
        found = said(of)
    assert found["6.4"] == "claimed: 1 of 2 answers have no evidence"
    assert found["6.2"] == "claimed: there is no evidence for this answer"


@pytest.fixture
def printed(app: Flask, house: SimpleNamespace, as_manager: Browser) -> str:
    with app.app_context():
        answer(house.service)
        db.session.commit()
    return as_manager.get(f"/audit/{house.service}/{today()}").text


def test_the_page_says_claimed_and_leads_to_the_question(house: SimpleNamespace, printed: str) -> None:
    assert "Claimed: there is no evidence for this answer" in printed
    for path in (
        "service/{0}/6.4",
        "of/{0}/policies",
        "of/{0}/posts",
        "of/{0}/incidents",
        "of/{0}/clinical-audits",
    ):
        assert f'href="/evidence/{path.format(house.service)}?back=/audit/' in printed


def test_who_keeps_no_evidence_is_led_nowhere(
    app: Flask, house: SimpleNamespace, printed: str, as_auditor: Browser
) -> None:
    shown = as_auditor.get(f"/audit/{house.service}/2025-12-31").text
    assert "Claimed: there is no evidence" in shown
    assert "/evidence/" not in shown


def test_the_text_says_claimed_and_the_figure_stays(app: Flask, house: SimpleNamespace) -> None:
    with app.app_context():
        answer(house.service)
        unit = service_unit(house.services, house.service)
        assert unit is not None
        report = audited(Request(unit, Census.at(today()), load()), house.services)
        bare, marked = as_text(report), as_text(report, notes=notes(report))
    words = "; claimed: there is no evidence for this answer"
    assert words not in bare
    assert f"good{words}" in marked  # it counts as any other answer does
    assert "of two services" not in marked


def test_a_post_and_an_incident_in_a_list_lead_to_their_own_pages(
    app: Flask, house: SimpleNamespace, as_manager: Browser
) -> None:
    with app.app_context():
        ids = furnish(house.service, house.keyworker, "Furniture", "9990000034")
        db.session.commit()
    at = f"/audit/{house.service}/{today()}"
    assert f"/evidence/of/{house.service}/posts/{ids.posts_id}" in as_manager.get(f"{at}/6.3/records").text
    assert (
        f"/evidence/of/{house.service}/incidents/{ids.incidents_id}"
        in as_manager.get(f"{at}/5.2/records?part=met").text
    )
    assert f"/evidence/of/{house.service}/policies" in as_manager.get(f"{at}/5.1/records?part=missed").text
