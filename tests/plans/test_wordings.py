"""Wordings of goals to start from: offered beside each row, never filled in; a service puts its own in their place."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from careplan.ground.clock import today
from careplan.ground.db import db
from careplan.plans.codes import GoalDomain
from careplan.plans.models import Goal
from careplan.plans.registers import GOAL_WORDINGS
from careplan.plans.rules.wordings import GOAL_WORDINGS as STANDARD
from careplan.plans.rules.wordings import LONGEST, lines, offered, too_long
from tests.conftest import Browser
from tests.factories.clients import EpisodeFactory
from tests.factories.plans import CarePlanFactory, GoalFactory, NeedFactory
from tests.walk import on_page


@pytest.fixture
def draft(app: Flask, house: SimpleNamespace) -> str:
    """A draft with a need of the home that waits for a goal."""
    with app.app_context():
        made = EpisodeFactory(service_id=house.service, keyworker_id=house.keyworker)
        db.session.info["trailed"] = True
        plan = CarePlanFactory(episode=made, drafted_on=today() - timedelta(3))
        NeedFactory(episode=made, words="A home", domain="social", priority="high", wants_help="now")
        db.session.commit()
        return f"/record/{made.id}/care-plan/{plan.id}"


@pytest.fixture
def listing(house: SimpleNamespace) -> str:
    return f"/care-plans/of/{house.service}/goal-wordings"


def write(browser: Browser, at: str, **parts: str) -> Any:
    return browser.post(at, data=on_page(browser, at)[0].data() | parts)


def test_every_part_of_life_has_wordings_that_fit_a_goal():
    standard = STANDARD.latest
    assert set(standard.wordings) == set(GoalDomain)
    for words in standard.wordings.values():
        assert len(set(words)) == len(words) >= 3
        assert max(map(len, words)) <= LONGEST
    assert standard.source
    assert standard.how == "local"


def test_a_line_is_a_wording_and_own_ones_stand_in_the_place_of_the_standard():
    assert lines(" A door \n\nA key\nA door") == ("A door", "A key")
    standard = {GoalDomain.SOCIAL: ("A home",), GoalDomain.LEGAL: ("A year",)}
    mine = offered(standard, {"social": "A door\nA key"})
    assert (mine[GoalDomain.SOCIAL], mine[GoalDomain.LEGAL]) == (("A door", "A key"), ("A year",))
    assert mine[GoalDomain.PHYSICAL] == ()
    assert too_long({"words": "x" * LONGEST}) == {}
    assert "at most" in too_long({"words": f"A door\n{'x' * (LONGEST + 1)}"})["words"]


def test_a_row_offers_the_wordings_of_the_part_of_life_of_its_need_and_takes_none_by_itself(
    as_keyworker, draft
):
    text = as_keyworker.get(f"{draft}/goals").text
    place = list(GoalDomain).index(GoalDomain.SOCIAL) + 1
    box = text.split('id="goal-0-wording"')[1].split(">")[0]
    assert f'list="wordings-{place}"' in box
    assert 'value=""' in box
    offers = text.split(f'<datalist id="wordings-{place}">')[1].split("</datalist>")[0]
    assert 'value="A home of my own"' in offers
    assert "A year without arrest" not in offers
    assert "Wordings to start from" in text
    assert "Edit the wordings of the service" not in text


def test_a_manager_changes_what_is_offered_beginning_with_what_was(
    app, as_manager, as_keyworker, draft, listing
):
    assert "Edit the wordings of the service" in as_manager.get(f"{draft}/goals").text
    assert "A home of my own" in as_manager.get(listing).text
    at = f"{listing}/new?domain=social"
    begun = on_page(as_manager, at)[0].data()["words"][0]
    assert begun.startswith("A home of my own\n")
    assert write(as_manager, at, words="A door that I can lock").status_code == 303
    offered = as_keyworker.get(f"{draft}/goals").text
    assert 'value="A door that I can lock"' in offered
    assert "A home of my own" not in offered
    assert "A year without arrest" in offered
    with app.app_context():
        row = db.session.scalars(select(GOAL_WORDINGS.model)).one()
    text = as_manager.get(listing).text
    assert f"{listing}/{row.id}" in text
    assert "The service’s own" in text
    again = write(as_manager, at, words="Another")
    assert again.status_code == 422
    assert "There are wordings for this part of life already" in again.text
    assert write(as_manager, f"{listing}/{row.id}/remove", why="Taken by mistake").status_code == 303
    assert "A home of my own" in as_keyworker.get(f"{draft}/goals").text


def test_wordings_of_another_service_and_a_line_that_is_too_long_are_refused(
    app, as_manager, charlie, as_keyworker, listing
):
    for browser in (charlie, as_keyworker):
        assert browser.get(listing).status_code in (403, 404)
    answer = write(as_manager, f"{listing}/new?domain=legal", words="y" * (LONGEST + 1))
    assert answer.status_code == 422
    assert "Each line is one goal" in answer.text
    assert "y" * (LONGEST + 1) in answer.text
    with app.app_context():
        assert db.session.scalars(select(GOAL_WORDINGS.model)).all() == []


def test_a_draft_that_came_with_more_goals_than_a_page_takes_shows_and_keeps_its_own(
    app, as_keyworker, draft
):
    with app.app_context():
        plan = draft.split("/")[-1]
        service = db.session.scalars(select(NeedFactory._meta.model.service_id)).first()
        for number in range(43):
            GoalFactory(
                care_plan_id=plan, service_id=service, wording=f"Goal no {number}", domain="social",
                target_on=None,
            )  # fmt: skip
        db.session.commit()
    (form,) = on_page(as_keyworker, f"{draft}/goals")
    data = form.data()
    assert data["goal-42-wording"] == ["Goal no 42"]
    assert as_keyworker.post(form.action, data=data | {"goal-42-measure": "A key"}).status_code == 303
    with app.app_context():
        rows = db.session.scalars(select(Goal).where(Goal.care_plan_id == plan)).all()
        assert len(rows) == 43
        assert [one.measure for one in rows if one.wording == "Goal no 42"] == ["A key"]
