"""Today: what waits for this worker, the most pressing first, in few statements."""

from datetime import date, timedelta

import pytest

from careplan.clients.models import Episode
from careplan.clients.rules import Rank, Todo
from careplan.ground.clock import today
from careplan.ground.db import db
from careplan.home.queries import caseload_sizes, unready
from careplan.home.rules.ranking import for_worker, pressing, ranked, waited_days
from careplan.ui.words import day_long
from tests.clients.test_overview import rich
from tests.factories.assessment import AssessmentFactory
from tests.factories.clients import ClientFactory, EpisodeFactory, TaskFactory
from tests.factories.risk import RiskLevelFactory
from tests.factories.staff import MembershipFactory, WorkerFactory

ON = date(2026, 3, 2)


def line(name, rank, days=0, keyworker="kay", endpoint="clients.task"):
    since = ON - timedelta(days=days)
    return Todo("e", name, "why", since, rank, endpoint, (), "Go", "north", keyworker)


def names(lines):
    return "".join(one.client_name for one in lines)


def test_safety_comes_first_then_what_is_overdue_longest():
    lines = [
        line("a", Rank.OPEN, 90),
        line("b", Rank.OVERDUE, 2),
        line("c", Rank.SAFETY),
        line("d", Rank.OVERDUE, 30),
        line("e", Rank.DUE),
        line("f", Rank.SAFETY, 3),
    ]
    assert names(ranked(lines)) == "fcdbea"
    assert pressing(lines) == 4


@pytest.mark.parametrize(
    ("prescriber", "manager", "left"), [(False, False, "ad"), (True, False, "abd"), (False, True, "acd")]
)
def test_a_worker_sees_own_lines_and_those_of_the_role(prescriber, manager, left):
    lines = [
        line("a", Rank.OPEN),
        line("b", Rank.DUE, keyworker="pat", endpoint="prescribing.overview"),
        line("c", Rank.SAFETY, keyworker="pat"),
        line("d", Rank.DUE, keyworker=None),
        line("e", Rank.OVERDUE, keyworker="pat"),
    ]
    assert names(for_worker(lines, "kay", prescriber=prescriber, manager=manager)) == left


def test_days_are_counted_from_the_day_it_began_to_wait():
    assert waited_days(line("a", Rank.DUE, 5), ON) == 5
    assert waited_days(line("a", Rank.DUE, -5), ON) == 0


def test_a_keyworker_lands_on_what_waits(house, session, as_keyworker):
    rich(house)
    TaskFactory(
        episode=session.get_one(Episode, house.episode),
        kind="safety",
        words="Active thoughts of suicide recorded, no action yet",
        due_on=today(),
    )
    db.session.commit()
    page = as_keyworker.get("/").text
    assert f"Today, {day_long(today())}" in page
    assert page.index("Active thoughts of suicide") < page.index("Ring the pharmacy")
    assert "Record action" in page
    assert "on my caseload" in page


def test_nothing_to_do_says_what_will_appear(house, session, as_prescriber):
    assert "Nothing waits for you today" in as_prescriber.get("/").text


def test_ten_lines_stand_before_all_are_asked_for(house, session, as_keyworker):
    for number in range(14):
        TaskFactory(episode=session.get_one(Episode, house.episode), words=f"Task number {number}.")
    db.session.commit()
    page = as_keyworker.get("/").text
    assert page.count("Task number") == 10
    assert "Show all, 4 more" in page
    assert as_keyworker.get("/?show=all").text.count("Task number") == 14


def test_a_manager_countersigns_and_sees_cases_without_keyworker_and_the_audit(house, session, as_manager):
    done = AssessmentFactory(episode=session.get_one(Episode, house.episode), kind="risk", started_on=today())
    RiskLevelFactory(assessment=done, domain="self", level="high")
    done.completed_on = today()
    EpisodeFactory(client=ClientFactory(nhs_number=None), service_id=house.service)
    db.session.commit()
    page = as_manager.get("/").text
    for words in ("to be countersigned", "without a keyworker", "see the weakest figures"):
        assert words in page


def test_an_administrator_sees_workers_and_no_client(house, session, as_administrator):
    known = WorkerFactory(name="Nell Newcomer")
    MembershipFactory(worker_id=known.id, service_id=house.service)
    gone = WorkerFactory(name="Gus Gone", password_hash="x")
    MembershipFactory(worker_id=gone.id, service_id=house.service, until_on=date(2020, 1, 1))
    TaskFactory(episode=session.get_one(Episode, house.episode), words="Never shown here")
    db.session.commit()
    page = as_administrator.get("/").text
    assert "Nell Newcomer" in page
    assert "has no role today" in page
    assert "Never shown here" not in page
    assert "caseload" not in page.lower()


def test_only_workers_of_the_own_services_are_listed(house, session):
    found = {one.name for one in unready(frozenset({house.other_service}), today())}
    assert found == {"Charlie Outsider"}


def test_an_auditor_is_led_to_the_figures(house, as_auditor):
    page = as_auditor.get("/").text
    assert "see the figures" in page
    assert "WILLIAMS" not in page


def test_charlie_sees_nothing_of_this_service(house, session, charlie):
    rich(house)
    page = charlie.get("/").text
    assert "WILLIAMS" not in page
    assert caseload_sizes(frozenset({house.other_service}), house.charlie) == (1, 0)


@pytest.mark.parametrize("more", [0, 30])
@pytest.mark.parametrize("who", ["keyworker", "manager"])
def test_today_takes_twelve_statements(house, session, as_keyworker, as_manager, statements, who, more):
    rich(house)
    for _ in range(more):
        row = EpisodeFactory(client=ClientFactory(nhs_number=None), service_id=house.service)
        TaskFactory(episode=row)
    db.session.commit()
    browser = {"keyworker": as_keyworker, "manager": as_manager}[who]
    browser.get("/")
    statements.clear()
    assert browser.get("/").status_code == 200
    assert len(statements) <= 12, "\n".join(statements)


def test_a_visitor_is_asked_to_sign_in(anyone, house):
    assert anyone.get("/").status_code == 303


def test_the_load_balancer_gets_plain_answers(anyone, house):
    assert anyone.get("/healthz").text == "ok"
    assert anyone.get("/readyz").text == "ready"
