"""Rows typed under "risk management plan" are the risk actions of the risk page."""

from datetime import date
from typing import Any

import pytest
import time_machine

from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.risk.models import RiskAction
from tests.assessment.test_what_is_held import as_a_browser_sends
from tests.factories.assessment import AssessmentFactory
from tests.walk import on_page

ROW = {"domain": "Self", "action": "Agree a safety plan", "who": "Kay Keyworker", "by_when": "9/3/2026"}


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel("2026-03-02T10:42:00+00:00", tick=False):
        yield


@pytest.fixture
def path(app: Any, house: Any) -> str:
    with app.app_context():
        row = AssessmentFactory(
            episode_id=house.episode,
            service_id=house.service,
            kind="risk",
            started_on=date(2026, 3, 2),
            worker_id=house.keyworker,
        )
        db.session.commit()
        return f"/record/{house.episode}/assessments/{row.id}/outcome"


def send(browser: Any, path: str, *rows: dict[str, str]) -> Any:
    form = next(one for one in on_page(browser, path) if "seen" in one.data())
    typed = {
        f"risk_management_plan-{number}-{column}": text
        for number, row in enumerate(rows)
        for column, text in row.items()
    }
    return browser.post(path, data=as_a_browser_sends(form) | typed)


def actions(app: Any) -> list[tuple[str, str, str, date | None]]:
    with app.app_context():
        rows = (
            db.session.query(RiskAction)
            .filter(live(RiskAction))
            .order_by(RiskAction.recorded_at, RiskAction.id)
        )
        return [(row.domain, row.action, row.responsible, row.due_on) for row in rows]


def test_a_row_becomes_a_risk_action_with_its_day_and_the_risk_page_shows_it(
    app: Any, house: Any, as_keyworker: Any, path: str
) -> None:
    assert send(as_keyworker, path, ROW).status_code == 303
    assert actions(app) == [("self", "Agree a safety plan", "Kay Keyworker", date(2026, 3, 9))]
    assert "Agree a safety plan" in as_keyworker.get(f"/record/{house.episode}/risk").text
    assert (
        send(as_keyworker, path, ROW, ROW | {"action": "Tell the GP", "by_when": "soon"}).status_code == 303
    )
    assert {row[1:] for row in actions(app)} == {
        ("Agree a safety plan", "Kay Keyworker", date(2026, 3, 9)),
        ("Tell the GP", "Kay Keyworker", None),
    }


def test_a_row_changed_in_its_place_corrects_its_action(app: Any, as_keyworker: Any, path: str) -> None:
    send(as_keyworker, path, ROW)
    assert send(as_keyworker, path, ROW | {"by_when": "11/3/2026"}).status_code == 303
    assert actions(app) == [("self", "Agree a safety plan", "Kay Keyworker", date(2026, 3, 11))]
    with app.app_context():
        assert db.session.query(RiskAction).count() == 2


def test_an_action_in_the_plan_names_whose_risk_and_who(app: Any, as_keyworker: Any, path: str) -> None:
    refused = send(as_keyworker, path, {"action": "Agree a safety plan"})
    assert refused.status_code == 422
    assert "Fill in “Area” in row 1" in refused.text
    assert actions(app) == []
    assert send(as_keyworker, path, {"triggers": "Pay day"}).status_code == 303


def test_an_action_added_on_the_risk_page_is_not_made_twice(
    app: Any, house: Any, as_keyworker: Any, path: str
) -> None:
    ident = path.split("/")[-2]
    sent = {"domain": "self", "action": "Ring the crisis team", "responsible": "Kay"}
    sent |= {"due_on-day": "9", "due_on-month": "3", "due_on-year": "2026"}
    assert as_keyworker.post(f"/record/{house.episode}/risk/{ident}/actions", data=sent).status_code == 303
    assert len(actions(app)) == 1
    form = next(one for one in on_page(as_keyworker, path) if "seen" in one.data())
    typed = {f"risk_management_plan-1-{column}": text for column, text in ROW.items()}
    assert as_keyworker.post(path, data=as_a_browser_sends(form) | typed).status_code == 303
    assert len(actions(app)) == 2


def besides(app: Any) -> list[tuple[str | None, str | None, str | None]]:
    with app.app_context():
        rows = db.session.query(RiskAction).filter(live(RiskAction)).order_by(RiskAction.id)
        return [(row.risk, row.triggers, row.escalation) for row in rows]


FULL = ROW | {"risk": "Overdose", "triggers": "Pay day", "escalation": "Ring 999"}


def test_what_could_happen_its_signs_and_what_if_it_gets_worse_go_with_the_action(
    app: Any, house: Any, as_keyworker: Any, path: str
) -> None:
    assert send(as_keyworker, path, FULL).status_code == 303
    assert besides(app) == [("Overdose", "Pay day", "Ring 999")]
    page = as_keyworker.get(f"/record/{house.episode}/risk").text
    for words in (
        "What could happen: Overdose",
        "Triggers and warning signs: Pay day",
        "If it gets worse: Ring 999",
    ):
        assert words in page
    assert send(as_keyworker, path, FULL | {"triggers": "Pay day, rows"}).status_code == 303
    assert besides(app) == [("Overdose", "Pay day, rows", "Ring 999")]


def test_an_action_made_before_these_were_kept_is_filled_not_made_twice(
    app: Any, house: Any, as_keyworker: Any, path: str
) -> None:
    assert send(as_keyworker, path, ROW).status_code == 303
    assert besides(app) == [(None, None, None)]
    assert send(as_keyworker, path, FULL).status_code == 303
    assert besides(app) == [("Overdose", "Pay day", "Ring 999")]


def test_an_action_added_on_the_page_of_risk_stands_whole_in_the_plan(
    app: Any, house: Any, as_keyworker: Any, path: str
) -> None:
    assessment = path.split("/")[-2]
    day = {"due_on-day": "9", "due_on-month": "3", "due_on-year": "2026"}
    typed = {"domain": "self", "action": "Agree a safety plan", "responsible": "Kay Keyworker", **day}
    typed |= {"risk": "Overdose", "triggers": "Pay day", "escalation": "Ring 999"}
    add = f"/record/{house.episode}/risk/{assessment}/actions"
    assert as_keyworker.post(add, data=typed).status_code == 303
    assert besides(app) == [("Overdose", "Pay day", "Ring 999")]
    plan = as_keyworker.get(path).text
    assert all(words in plan for words in ("Overdose", "Pay day", "Ring 999"))
