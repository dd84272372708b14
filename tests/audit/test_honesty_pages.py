"""Entries worth a look: who sees them, names only behind a list, the trail, imports, corrections, statements."""

from datetime import UTC, date, datetime, timedelta
from re import sub
from types import SimpleNamespace

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from careplan.audit.report.queries import record_of
from careplan.ground.clock import now, today
from careplan.ground.corrections import supersede
from careplan.ground.db import db
from careplan.ground.ids import new_id
from careplan.plans.models import CarePlanReview
from careplan.trail.models import TrailEntry
from tests.audit.test_views import path
from tests.conftest import Browser
from tests.factories import assessment as assessments
from tests.factories import clients, plans, prescribing, risk
from tests.factories.governance import ReturnFactory
from tests.test_pages import faults

NOON = datetime(2026, 2, 3, 12, tzinfo=UTC)


@pytest.fixture
def doubtful(app: Flask, house: SimpleNamespace) -> SimpleNamespace:
    """Five clients of one worker with the same goal; one plan in the assessment's minute, one without a goal."""
    with app.app_context():
        for n in range(5):
            client = clients.ClientFactory(last_name=f"Alike{n}", nhs_number=None)
            episode = clients.EpisodeFactory(
                client=client, service_id=house.service, keyworker_id=house.keyworker
            )
            plan = plans.CarePlanFactory(episode=episode, drafted_on=date(2026, 2, 1))
            if n:
                plans.GoalFactory(plan=plan, wording="Stop <smoking>")
            plan.agreed_on, plan.agreement = NOON.date(), "signed"
            plan.agreed_at, plan.agreed_by = NOON, house.keyworker
            if n == 1:
                one = assessments.AssessmentFactory(
                    episode=episode, kind="comprehensive", started_on=NOON.date()
                )
                one.completed_on, one.completed_at, one.completed_by = NOON.date(), NOON, house.keyworker
        db.session.commit()
    return house


def look(*more: str) -> tuple[str, ...]:
    return ("worth-a-look", *more)


def test_the_manager_reads_how_many_of_how_many_and_no_name(as_manager: Browser, doubtful) -> None:
    page = as_manager.get(path(doubtful, *look())).text
    assert "1 of 1 (100.0%)" in page
    assert "4 of 4 (100.0%)" in page
    assert "1 of 5 (20.0%)" in page
    assert "None of it changes a figure" in page
    assert "Assumed here" in page
    assert "ALIKE" not in page
    assert faults(page) == []


@pytest.mark.parametrize(
    ("check", "shown", "not_shown"),
    [
        ("same-minute", "ALIKE1", "ALIKE2"),
        ("same-goals", "“Stop &lt;smoking&gt;”, the same for 4 clients", "ALIKE0"),
        ("no-goals", "ALIKE0", "ALIKE1"),
        ("bunched", "Nothing here is worth a look", "ALIKE"),
    ],
)
def test_a_list_names_the_records(
    as_manager: Browser, doubtful, check: str, shown: str, not_shown: str
) -> None:
    page = as_manager.get(path(doubtful, *look(check))).text
    assert shown in page
    assert not_shown not in page
    assert faults(page) == []


def test_opening_a_list_is_written_to_the_trail_and_the_overview_is_not(
    app: Flask, as_manager: Browser, doubtful
) -> None:
    as_manager.get(path(doubtful, *look()))
    as_manager.get(path(doubtful, *look("same-goals")))
    with app.app_context():
        (entry,) = db.session.scalars(
            select(TrailEntry).where(TrailEntry.action == "audit.honesty_opened")
        ).all()
    assert (entry.actor, entry.service_id, entry.detail["check"]) == (
        doubtful.manager,
        doubtful.service,
        "same-goals",
    )
    assert len(entry.detail["episodes"]) == 4


def test_no_figure_of_the_audit_changes(as_manager: Browser, doubtful) -> None:
    def report() -> str:
        return sub(r'name="csrf_token"[^>]*value="[^"]*"', "", as_manager.get(path(doubtful)).text)

    with time_machine.travel(now(), tick=False):  # a report names the minute in which it was made
        before = report()
        as_manager.get(path(doubtful, *look("same-goals")))
        assert report() == before


def test_managers_of_the_service_alone_see_it(
    as_auditor: Browser, as_keyworker: Browser, charlie: Browser, doubtful
) -> None:
    assert "worth-a-look" not in as_auditor.get(path(doubtful)).text
    for more in (look(), look("no-goals")):
        assert as_auditor.get(path(doubtful, *more)).status_code == 403
        assert as_keyworker.get(path(doubtful, *more)).status_code == 403
        assert charlie.get(path(doubtful, *more)).status_code == 404


def test_the_report_leads_a_manager_there(as_manager: Browser, house) -> None:
    assert f'href="{path(house, "worth-a-look")}"' in as_manager.get(path(house)).text


@pytest.mark.parametrize("check", ["none", "%00", "records"])
def test_a_check_that_does_not_exist_is_not_found(as_manager: Browser, house, check: str) -> None:
    assert as_manager.get(path(house, *look(check))).status_code == 404


def test_a_census_in_the_future_goes_back_to_the_form(as_manager: Browser, house) -> None:
    for more in (look(), look("no-goals")):
        answer = as_manager.get(path(house, *more, on=today() + timedelta(days=1)), follow_redirects=True)
        assert answer.status_code == 422


def test_the_number_of_statements_stays_the_same(
    as_manager: Browser, house, statements: list[str], request: pytest.FixtureRequest
) -> None:
    def counted(*more: str) -> int:
        statements.clear()
        assert as_manager.get(path(house, *more)).status_code == 200
        return len(statements)

    before = [counted(*look()), counted(*look("same-goals"))]
    request.getfixturevalue("doubtful")
    assert [counted(*look()), counted(*look("same-goals"))] == before


def test_a_correction_is_judged_by_its_first_entry(session) -> None:
    review = plans.CarePlanReviewFactory(reviewed_on=date(2026, 2, 3), recorded_at=NOON, held=True)
    moment = NOON + timedelta(days=60)
    values = {c.key: getattr(review, c.key) for c in CarePlanReview.__mapper__.column_attrs}
    later = values | {"id": new_id(), "recorded_at": moment}
    supersede(review, CarePlanReview(**later), reason="x")
    (checks_of,) = record_of(frozenset({review.service_id})).facts
    assert (checks_of.id, checks_of.at, checks_of.days_late) == (later["id"], NOON, 0)


def test_an_entry_falls_on_a_day_in_london(session) -> None:
    # 23:30 UTC on 30 June is already 1 July on a London clock.
    moment = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    review = plans.CarePlanReviewFactory(reviewed_on=date(2026, 7, 1), recorded_at=moment, held=True)
    (checks_of,) = record_of(frozenset({review.service_id})).facts
    assert checks_of.days_late == 0


def test_what_carries_no_moment_of_its_own_came_with_its_row(session) -> None:
    episode = clients.EpisodeFactory()
    clients.InterventionFactory(
        episode=episode, started_on=date(2026, 2, 3), recorded_at=NOON, recorded_by="import"
    )
    prescribing.DoseOrderFactory(course=prescribing.CourseFactory(episode=episode), recorded_at=NOON)
    checks_of = {one.kind: one for one in record_of(frozenset({episode.service_id})).facts}
    assert (checks_of["start"].at, checks_of["start"].by) == (NOON, "import")
    assert checks_of["order"].at == NOON


def test_the_record_is_that_of_the_service_alone(session) -> None:
    episode = clients.EpisodeFactory()
    assessed = assessments.AssessmentFactory(episode=episode, kind="risk", started_on=date(2026, 2, 1))
    risk.RiskLevelFactory(assessment=assessed, domain="self", level="high")
    assessed.completed_on, assessed.completed_at, assessed.completed_by = NOON.date(), NOON, "x"
    plans.CarePlanReviewFactory(held=False, episode=episode)
    ReturnFactory(unit_id=episode.service_id, recorded_on=date(2026, 3, 1), recorded_at=now())
    session.flush()
    checks_of = record_of(frozenset({episode.service_id}))
    assert [dict(one.levels) for one in checks_of.facts] == [{"self": "high"}]
    assert checks_of.returns == {date(2026, 3, 1)}
    assert not record_of(frozenset({"elsewhere"})).stays
