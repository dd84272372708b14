"""The pages of pictures: who sees which, the same figures as tables, words for each picture, constant statements."""

from datetime import date, timedelta
from decimal import Decimal
from re import findall
from types import SimpleNamespace

import pytest
from flask import Flask

from careplan.audit.review.measures import MEASURES
from careplan.audit.review.rules.ruleset import load
from careplan.ground.clock import today
from careplan.ground.db import db
from tests.audit.test_views import path
from tests.conftest import Browser
from tests.factories.audit import MidpointFactory
from tests.factories.governance import PostFactory
from tests.factories.staff import ServiceFactory
from tests.test_pages import faults


def test_the_manager_sees_every_picture_with_its_table(as_manager: Browser, audited) -> None:
    page = as_manager.get(path(audited, "pictures")).text
    for title in (
        "Daily doses: oral methadone",
        "Supervised days by week",
        "Staying in treatment",
        "Waits: specialist",
    ):
        assert title in page
    assert "8 courses; mean 58.5 mg a day. Lowest dose: 55 mg; highest: 62 mg." in page
    assert "No course in maintenance" not in page
    assert page.count('role="img"') == page.count("<desc ")
    assert page.count('role="img"') >= 12 + 4
    assert "148 of the 149 partnerships" in page
    assert faults(page) == []


def test_the_report_leads_to_the_pictures(as_manager: Browser, audited) -> None:
    assert f'href="{path(audited, "pictures")}"' in as_manager.get(path(audited)).text


def test_every_run_chart_opens(as_manager: Browser, audited) -> None:
    links = findall(r'href="(/audit/[^"]+/run-chart)"', as_manager.get(path(audited, "pictures")).text)
    assert len(links) > 20
    for link in links:
        answer = as_manager.get(link)
        assert answer.status_code == 200, link
        assert faults(answer.text) == [], link


def test_a_run_chart_judges_each_census_by_itself(as_manager: Browser, audited) -> None:
    page = as_manager.get(path(audited, "4.3a", "run-chart")).text
    assert "31 March 2026" in page
    assert "5 of 7 (71.4%)" in page
    assert "No figure at 11 of 12 censuses" in page
    assert "Cut-off: fair from 70%" in page


def test_every_measure_that_a_service_is_asked_has_a_run_chart_with_its_cut_off_or_why_not(
    as_manager: Browser, audited
) -> None:
    for criterion, rule in load().measures():
        answer = as_manager.get(path(audited, rule.id, "run-chart"))
        if MEASURES[rule.measure].by_partnership:
            assert answer.status_code == 404, rule.id
            continue
        drawn = answer.text.count('class="app-plot__limit"') > 0
        without = "can be drawn" in answer.text or "the band is drawn" in answer.text
        assert drawn or without, (criterion.id, rule.id)
        assert drawn is not without, (criterion.id, rule.id)


def test_a_national_mid_point_is_the_cut_off_of_its_run_chart(
    app: Flask, as_manager: Browser, audited
) -> None:
    with app.app_context():
        MidpointFactory(service_id=audited.service, measure="11.1", percent=Decimal("72.5"))
        db.session.commit()
    page = as_manager.get(path(audited, "11.1", "run-chart")).text
    assert "Cut-off: good from the national mid-point of 72.5%" in page


def test_the_run_chart_of_what_is_compared_agrees_with_the_report(
    app: Flask, as_manager: Browser, audited
) -> None:
    with app.app_context():
        for service in (audited.service, *(ServiceFactory().id for _ in range(8))):
            PostFactory(service_id=service, experience_years=9)
        db.session.commit()
    page = as_manager.get(path(audited, "6.1a", "run-chart")).text
    assert "Cut-off: weak under" in page
    assert "Cut-off: fair from" not in page


def test_an_auditor_sees_pictures_of_released_bands_alone(as_auditor: Browser, audited) -> None:
    page = as_auditor.get(path(audited, "pictures")).text
    assert "Bands beside the national distribution" in page
    for title in ("Daily doses", "Supervised days by week", "Followed so far", "Waits:", "run-chart"):
        assert title not in page
    assert faults(page) == []
    assert as_auditor.get(path(audited, "4.3a", "run-chart")).status_code == 403


def test_others_find_no_pictures(as_keyworker: Browser, charlie: Browser, audited) -> None:
    for more in (("pictures",), ("4.3a", "run-chart")):
        assert as_keyworker.get(path(audited, *more)).status_code == 403
        assert charlie.get(path(audited, *more)).status_code == 404


@pytest.mark.parametrize("measure", ["9.9", "1.1x", "none", "%00"])
def test_a_run_chart_of_nothing_is_not_found(as_manager: Browser, house, measure: str) -> None:
    assert as_manager.get(path(house, measure, "run-chart")).status_code == 404


def test_a_census_in_the_future_goes_back_to_the_form(as_manager: Browser, house) -> None:
    for more in (("pictures",), ("4.3a", "run-chart")):
        answer = as_manager.get(path(house, *more, on=today() + timedelta(days=1)), follow_redirects=True)
        assert answer.status_code == 422


def test_an_empty_service_says_that_there_is_nothing_to_draw(as_manager: Browser, house) -> None:
    page = as_manager.get(path(house, "pictures", on=date(1990, 1, 31))).text
    assert "No course in maintenance on the census." in page
    assert "No treatment started in the period." in page
    assert faults(page) == []


def test_the_number_of_statements_stays_the_same(
    app: Flask,
    as_manager: Browser,
    house: SimpleNamespace,
    statements: list[str],
    request: pytest.FixtureRequest,
) -> None:
    def counted(*more: str) -> int:
        statements.clear()
        assert as_manager.get(path(house, *more)).status_code == 200
        return len(statements)

    before = [counted("pictures"), counted("4.3a", "run-chart"), counted("cp1", "run-chart")]
    request.getfixturevalue("audited")
    assert [counted("pictures"), counted("4.3a", "run-chart"), counted("cp1", "run-chart")] == before
