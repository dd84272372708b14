"""What a service leaves out of its own form: scores before and after, days, and what always stays."""

import re
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from careplan.assessment.codes import Kind
from careplan.assessment.forms.editing import EditingForm
from careplan.assessment.models import ChecklistChoice
from careplan.assessment.pages.editing import Page
from careplan.assessment.rules.editing import Choice, change, fixed, in_force, orphans
from careplan.assessment.rules.triggers import SAFETY
from careplan.audit.review.measures.c03 import hidden_on
from careplan.audit.review.queries.facts import facts_of
from careplan.audit.review.rules.census import Census
from careplan.checklists.queries import bank
from careplan.ground.db import db
from careplan.trail.models import TrailEntry
from careplan.ui.tables import Table
from tests.conftest import Browser
from tests.factories.assessment import ChecklistChoiceFactory
from tests.walk import on_page

ONE = bank("1")
TRIGGERS = {one.item for one in SAFETY.latest.triggers.values()}


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel("2026-03-02T10:42:00+00:00", tick=False):
        yield


@pytest.fixture
def at(house: SimpleNamespace) -> str:
    return f"/checklists/{house.service}/comprehensive"


def rows(app: Flask, model: type[Any]) -> list[Any]:
    with app.app_context():
        return list(db.session.scalars(select(model).order_by(*model.__table__.primary_key)))


def without(browser: Browser, at: str, *codes: str, day: date = date(2026, 4, 1)) -> dict[str, Any]:
    """The form of the page with these boxes not ticked, from that day."""
    data = on_page(browser, at)[0].data()
    for name, values in data.items():
        data[name] = [value for value in values if value not in codes]
    on = {"from_on-day": day.day, "from_on-month": day.month, "from_on-year": day.year}
    return data | {name: str(value) for name, value in on.items()}


def told(page: str) -> str:
    return re.search(r'name="told" value="([^"]*)"', page)[1]


def save(browser: Browser, at: str, data: dict[str, Any]) -> Any:
    """Show the score, then save what was shown."""
    page = browser.post(at, data=data | {"act": "show"})
    assert page.status_code == 200, page.text
    return browser.post(at, data=data | {"act": "save", "told": told(page.text)})


def test_what_raises_a_task_and_what_leads_to_it_stays() -> None:
    kept = fixed(ONE, Kind.COMPREHENSIVE, TRIGGERS)
    assert {"withdrawal_now", "pregnancy_status", "pregnancy_possible"} <= kept
    assert "abscesses" not in kept
    assert "suicidal_thoughts" in fixed(ONE, Kind.RISK, TRIGGERS)


def test_a_question_is_not_left_behind_by_what_it_depends_on() -> None:
    alone = {item.item: above.item for item, above in orphans(ONE, Kind.COMPREHENSIVE, {"injecting_status"})}
    assert alone
    assert set(alone.values()) == {"injecting_status"}
    assert not list(orphans(ONE, Kind.COMPREHENSIVE, {"injecting_status", *alone}))


def test_a_form_without_the_section_at_fault_tells_it_at_the_day(app: Flask) -> None:
    class OfAnEarlierEdition(EditingForm):
        def hidden(self) -> frozenset[str]:
            return frozenset({"injecting_status"})

    shown = Page(
        Kind.COMPREHENSIVE, ONE, frozenset(), (), date(2026, 3, 2), frozenset(), (), "", Table("", (), ())
    )
    with app.test_request_context():
        form = OfAnEarlierEdition()
        assert shown.wrong(form)
    assert "Leave both out or none" in form.from_on.errors[0]


def test_the_latest_choice_by_the_day_counts_alone() -> None:
    choices = [
        Choice("1", date(2026, 1, 1), frozenset({"abscesses"})),
        Choice("1", date(2026, 3, 1), frozenset({"driving"})),
        Choice("9", date(2026, 3, 1), frozenset({"pain"})),
    ]
    days = (date(2025, 12, 31), date(2026, 2, 28), date(2026, 3, 1))
    assert [in_force(choices, ["1"], on) for on in days] == [set(), {"abscesses"}, {"driving"}]


def test_leaving_out_abscesses_is_97_of_98() -> None:
    # spec 02, vectors: a service that hides abscesses
    result = change(ONE, Kind.COMPREHENSIVE, frozenset(), frozenset({"abscesses"}))
    assert (result.before, result.after) == ((98, 98), (97, 98))
    assert [item.item for item in result.goes] == ["abscesses"]


def test_a_manager_sees_the_score_before_and_after_and_saves_from_a_day(
    app: Flask, as_manager: Browser, house: SimpleNamespace, at: str
) -> None:
    data = without(as_manager, at, "abscesses")
    page = as_manager.post(at, data=data | {"act": "show"}).text
    assert "97 of 98 (99.0%)" in page
    assert "98 of 98 (100.0%)" in page
    assert rows(app, ChecklistChoice) == []
    assert as_manager.post(at, data=data | {"act": "save", "told": told(page)}).status_code == 303
    (row,) = rows(app, ChecklistChoice)
    assert (row.hidden, row.from_on, row.edition) == ("abscesses", date(2026, 4, 1), "1")
    (entry,) = [one for one in rows(app, TrailEntry) if one.action == "checklist_choice.made"]
    assert entry.detail["hidden"] == "abscesses"
    with app.app_context():
        (facts,) = facts_of(frozenset({house.service}), Census.at(date(2026, 4, 30)))
    days = (date(2026, 3, 31), date(2026, 4, 1))
    assert [hidden_on(facts, Kind.COMPREHENSIVE, "1", on) for on in days] == [set(), {"abscesses"}]


def test_saving_what_was_not_shown_shows_it_first(app: Flask, as_manager: Browser, at: str) -> None:
    shown = as_manager.post(at, data=without(as_manager, at, "abscesses") | {"act": "show"}).text
    other = without(as_manager, at, "abscesses", "driving") | {"act": "save", "told": told(shown)}
    answer = as_manager.post(at, data=other)
    assert answer.status_code == 422
    assert "Look at the score now" in answer.text
    assert rows(app, ChecklistChoice) == []


def test_a_form_put_back_counts_again_from_its_day(app: Flask, as_manager: Browser, house, at: str) -> None:
    with app.app_context():
        ChecklistChoiceFactory(
            service_id=house.service,
            checklist="comprehensive",
            hidden="abscesses driving",
            from_on=date(2026, 1, 1),
        )
        db.session.commit()
    data = on_page(as_manager, at)[0].data()
    ticked = {value for values in data.values() for value in values}
    assert "abscesses" not in ticked
    name = next(name for name, values in data.items() if "teeth" in name or "dental_oral" in values)
    data[name] = [*data[name], "abscesses"]
    assert save(as_manager, at, data).status_code == 303
    assert [row.hidden for row in rows(app, ChecklistChoice)] == ["abscesses driving", "driving"]


@pytest.mark.parametrize(
    ("codes", "day", "sentence"),
    [
        ((), date(2026, 3, 2), "The day must be after today"),
        (("injecting_status",), date(2026, 4, 1), "which you left out. Leave both out or none"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_written(
    app: Flask, as_manager: Browser, at: str, codes: tuple[str, ...], day: date, sentence: str
) -> None:
    answer = as_manager.post(at, data=without(as_manager, at, *codes, day=day) | {"act": "show"})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert rows(app, ChecklistChoice) == []


def test_a_change_of_a_day_ahead_may_be_changed(app: Flask, as_manager: Browser, at: str) -> None:
    save(as_manager, at, without(as_manager, at, "abscesses"))
    save(as_manager, at, without(as_manager, at, "driving"))
    assert [row.hidden for row in rows(app, ChecklistChoice)] == ["abscesses driving"]


def test_a_change_with_a_wrong_year_gives_way_to_one_of_an_earlier_day(
    app: Flask, as_manager: Browser, at: str
) -> None:
    save(as_manager, at, without(as_manager, at, "abscesses", day=date(2029, 4, 1)))
    right = without(as_manager, at, day=date(2026, 4, 1))
    page = as_manager.post(at, data=right | {"act": "show"}).text
    assert "Takes the place of what was decided from 1 April 2029" in page
    assert "Left out: " in page, "told beside the form that holds on the earlier day"
    assert save(as_manager, at, right).status_code == 303
    pain = without(as_manager, at, "pain", day=date(2026, 3, 20))
    assert save(as_manager, at, pain).status_code == 303
    assert [(row.hidden, row.from_on) for row in rows(app, ChecklistChoice)] == [
        ("abscesses pain", date(2026, 3, 20)),
        ("abscesses pain", date(2026, 4, 1)),
        ("abscesses pain", date(2029, 4, 1)),
    ]
    moved = [one.detail for one in rows(app, TrailEntry) if one.action == "checklist_choice.made"]
    assert [one.get("instead_of") for one in moved] == [
        None,
        None,
        "abscesses",
        None,
        "abscesses",
        "abscesses",
    ]


def test_what_always_stays_cannot_be_sent_away(app: Flask, as_manager: Browser, at: str) -> None:
    page = as_manager.get(at).text
    assert 'value="withdrawal_now"' not in page
    assert "Always asked" in page


def test_two_managers_at_once_are_told_of_each_other(app: Flask, as_manager: Browser, house, at: str) -> None:
    data = without(as_manager, at, "abscesses")
    with app.app_context():
        ChecklistChoiceFactory(
            service_id=house.service, checklist="comprehensive", hidden="driving", from_on=date(2026, 3, 20)
        )
        db.session.commit()
    assert as_manager.post(at, data=data | {"act": "show"}).status_code == 409


def test_only_managers_and_only_of_the_service_edit(as_keyworker: Browser, charlie: Browser, at: str) -> None:
    assert as_keyworker.get(at).status_code == 403
    assert charlie.get(at).status_code in (403, 404)


def test_the_list_tells_each_form_s_score_today_in_one_statement_more_or_less(
    app: Flask, as_manager: Browser, house
) -> None:
    with app.app_context():
        ChecklistChoiceFactory(
            service_id=house.service, checklist="comprehensive", hidden="abscesses", from_on=date(2026, 1, 1)
        )
        db.session.commit()
    page = as_manager.get("/checklists").text
    assert "97 of 98 (99.0%)" in page
    assert "49 of 49 (100.0%)" in page


def test_what_a_manager_is_told_of_another_leads_back_below_the_path_of_careplan(
    app: Flask, as_manager: Browser, house, at: str
) -> None:
    data = without(as_manager, at, "abscesses")
    with app.app_context():
        ChecklistChoiceFactory(
            service_id=house.service, checklist="comprehensive", hidden="driving", from_on=date(2026, 3, 20)
        )
        db.session.commit()
    below = {"environ_overrides": {"SCRIPT_NAME": "/within"}}
    told = as_manager.post(at, data=data | {"act": "show"}, **below)
    assert told.status_code == 409
    assert f'href="/within{at}"' in told.text
