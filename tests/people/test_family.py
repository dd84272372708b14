"""Household and children are read on the pages of risk and of the care plan, and never asked again there."""

from datetime import timedelta

import pytest

from careplan.clients.models import Client, Episode
from careplan.ground.clock import today
from careplan.ground.db import db
from careplan.people.registers import Relation
from tests.factories.plans import CarePlanFactory


@pytest.fixture
def home(house, session):
    """A child at home, and somebody who is no part of it any more."""
    client = session.get_one(Client, house.client)
    values = {
        "client_id": client.id,
        "recorded_by": house.keyworker,
        "told_by": "client",
        "may_be_told": False,
    }
    session.add(
        Relation(name="Fern Testchild", relation="child", lives="with_client", born_year=2019, **values)
    )
    gone = today() - timedelta(days=2)
    session.add(
        Relation(name="Moss Testpartner", relation="partner", lives="with_client", until=gone, **values)
    )
    session.info["trailed"] = True
    db.session.commit()


def test_family_stands_on_risk_and_on_the_plan(house, home, session, as_keyworker, charlie):
    plan = CarePlanFactory(episode=session.get_one(Episode, house.episode), agreed_on=None)
    db.session.commit()
    here = f"/record/{house.episode}"
    for page in (f"{here}/risk", f"{here}/care-plan", f"{here}/care-plan/{plan.id}"):
        text = as_keyworker.get(page).text
        assert "Fern Testchild, child" in text, page
        assert "Moss Testpartner" not in text
        assert f"{here}/relations" in text
        assert charlie.get(page).status_code == 404
