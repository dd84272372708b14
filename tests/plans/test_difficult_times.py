"""Difficult times, losing touch and consent: what other places say stands beside, and is not typed again."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from flask import Flask

from careplan.clients.models import Episode
from careplan.ground.clock import today
from careplan.ground.db import db
from careplan.people.registers import Consent, ContactWay, Relation
from tests.factories.assessment import AssessmentFactory
from tests.factories.plans import CarePlanFactory
from tests.factories.risk import RiskActionFactory, RiskLevelFactory


@pytest.fixture
def draft(app: Flask, house: SimpleNamespace) -> str:
    """A draft of a client with a risk plan, consents, a way to be reached and a mother who may be told."""
    with app.app_context():
        episode = db.session.get_one(Episode, house.episode)
        db.session.info["trailed"] = True
        plan = CarePlanFactory(episode=episode, drafted_on=today())
        asked = AssessmentFactory(episode=episode, kind="risk", started_on=today() - timedelta(11))
        RiskLevelFactory(assessment=asked, domain="self", level="high")
        row = {"assessment": asked, "action": "Naloxone", "responsible": "Kay"}
        RiskActionFactory(**row, domain="self", triggers="Stops answering", escalation="Ring 999")
        RiskActionFactory(**row, domain="from_others", triggers="He comes back", escalation=None)
        asked.completed_on = today() - timedelta(10)
        mine = {"recorded_by": house.keyworker}
        here = mine | {"episode_id": episode.id, "service_id": episode.service_id, "given_on": today()}
        consent = {"purpose": "treatment", "scope": "That she comes", "basis": "spoken"}
        db.session.add(Consent(**here, **consent, party="Dr Bell"))
        db.session.add(Consent(**here, **consent, party="The landlord", withdrawn_on=today()))
        db.session.add(Consent(**here, **consent, party="Her sister", expires_on=today()))
        duty = {"purpose": "treatment", "scope": "All", "basis": "override", "reason": "A child at risk"}
        db.session.add(Consent(**here, **duty, party="Social care"))
        client = mine | {"client_id": episode.client_id, "told_by": "client"}
        mother = {"name": "Joan Reach", "relation": "parent", "lives": "relatives", "may_be_told": True}
        db.session.add(Relation(**client, **mother))
        number = {"kind": "mobile", "value": "07700 900123", "preferred": True, "safe": "text"}
        db.session.add(ContactWay(**client, **number))
        db.session.commit()
        return f"/record/{episode.id}/care-plan/{plan.id}"


def test_risk_ways_and_consents_stand_beside_and_names_are_offered(as_keyworker, draft):
    text = as_keyworker.get(f"{draft}/contingency").text
    for words in (
        "Warning signs: Stops answering",
        "If it gets worse: Ring 999",
        "07700 900123",
        "Dr Bell, for ",
        '<option value="Joan Reach, parent">',
        'list="may-be-told"',
    ):
        assert words in text, words
    for words in ("He comes back", "The landlord", "Social care"):
        assert words not in text, words


def test_consents_that_hold_to_their_last_day_stand_on_plan_and_copy_and_nothing_told_without_one(
    as_keyworker, draft
):
    for page in (f"{draft}/contingency", f"{draft}/print", draft.rsplit("/", 1)[0]):
        text = as_keyworker.get(page).text
        assert "Who may be told" in text, page
        assert "Dr Bell, for " in text, page
        assert "Her sister, for " in text, page
        assert "Social care" not in text, page
        assert "The landlord" not in text, page
