"""Today: what waits for this worker, the most pressing first, in few statements."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from careplan.clients.models import Episode
from careplan.clients.rules.todo import for_worker, once, pressing
from careplan.ground.clock import today
from careplan.ground.db import db
from careplan.ground.memory import forget
from careplan.ground.offers import Rank, Todo
from careplan.ground.standards import StandardError
from careplan.plans.queries import clocked
from careplan.staff.models import Membership
from careplan.today.queries import caseload_sizes, unready
from careplan.today.rules.ranking import ORDER, order, ranked, waited_days
from careplan.trail.actions import write
from careplan.ui.words import day, day_long, day_short
from tests.factories.assessment import AssessmentFactory
from tests.factories.clients import ClientFactory, EpisodeFactory, InterventionFactory, TaskFactory
from tests.factories.plans import CarePlanFactory, GoalFactory
from tests.factories.risk import RiskLevelFactory
from tests.factories.staff import MembershipFactory, WorkerFactory
from tests.record.test_overview import rich
from tests.standards import planted

ON = date(2026, 3, 2)


def line(name, rank, days=0, keyworker="kay", endpoint="clients.task", subject=""):
    since = ON - timedelta(days=days)
    return Todo("e", name, "why", since, rank, endpoint, (), "Go", "north", keyworker, subject=subject)


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
    assert names(ranked(lines, order())) == "fcdbea"
    assert len(pressing(lines)) == 4


def test_the_gravest_safety_matter_stands_first_however_old_another_is():
    lines = [
        line("a", Rank.SAFETY, 30, subject="assessment:1:pregnant:2026-01-31"),
        line("b", Rank.SAFETY, subject="assessment:2:suicidal_thoughts:2026-03-02"),
        line("c", Rank.SAFETY, 9),
        line("d", Rank.SAFETY, 1, subject="assessment:3:suicidal_thoughts:2026-03-01"),
        line("e", Rank.OVERDUE, 60, subject="assessment:3:suicidal_thoughts:2026-03-01"),
    ]
    assert names(ranked(lines, order())) == "dbcae"


def test_an_order_of_today_that_leaves_out_a_trigger_or_a_reason_is_refused(tmp_path):
    because = 'because = "Fits and delirium can kill within a day"'
    for change in (('"pregnant"', '"other"'), ('"pregnant"', '"sad"'), (because, 'because = ""')):
        with pytest.raises(StandardError, match=r"today-1\.toml: "):
            planted(ORDER, tmp_path, change).latest  # noqa: B018


def test_one_line_stands_for_each_client_and_subject_and_leads_to_what_is_begun():
    lines = [
        line("a", Rank.OVERDUE, 9, endpoint="plans.overview", subject="plan"),
        line("b", Rank.OVERDUE, subject="review"),
        line("c", Rank.OPEN),
        line("d", Rank.OPEN, endpoint="plans.version", subject="plan"),
        line("e", Rank.OPEN),
    ]
    found = once(lines, order())
    assert names(found) == "abce"
    assert found[0].endpoint == "plans.version"


def test_a_matter_confirmed_in_three_assessments_stands_on_today_once():
    lines = [
        line("a", Rank.SAFETY, 2, subject="assessment:1:suicidal_thoughts:2026-02-28"),
        line("b", Rank.SAFETY, 1, subject="assessment:2:suicidal_thoughts:2026-03-01"),
        line("c", Rank.SAFETY, subject="assessment:3:suicidal_thoughts:2026-03-02"),
        line("d", Rank.SAFETY, subject="assessment:3:pregnant:2026-03-02"),
        line("e", Rank.SAFETY),
        replace(line("f", Rank.SAFETY, subject="assessment:4:pregnant:2026-03-02"), episode_id="another"),
    ]
    assert names(once(lines, order())) == "adef"


@pytest.mark.parametrize(
    ("prescriber", "manager", "left"), [(False, False, "ad"), (True, False, "abd"), (False, True, "acd")]
)
def test_a_worker_sees_own_lines_and_those_of_the_role(prescriber, manager, left):
    lines = [
        line("a", Rank.OPEN),
        replace(line("b", Rank.DUE, keyworker="pat"), of_prescriber=True),
        line("c", Rank.SAFETY, keyworker="pat"),
        line("d", Rank.DUE, keyworker=None),
        line("e", Rank.OVERDUE, keyworker="pat"),
    ]
    assert names(for_worker(lines, {"kay"}, prescriber=prescriber, manager=manager)) == left


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
    assert page.count('scope="row"') == 10
    assert "Show all, 5 more" in page
    assert as_keyworker.get("/?show=all").text.count("Task number") == 14


def test_all_lines_stand_in_pages(house, session, as_keyworker):
    for number in range(60):
        TaskFactory(episode=session.get_one(Episode, house.episode), words=f"Task number {number}.")
    db.session.commit()
    first = as_keyworker.get("/?show=all").text
    assert first.count('scope="row"') == 50
    assert "show=all&amp;page=2" in first
    second = as_keyworker.get("/?show=all&page=2").text
    assert first.count("Task number") + second.count("Task number") == 60
    assert as_keyworker.get("/?show=all&page=3").text.count("Task number") == second.count("Task number")


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
    assert caseload_sizes(frozenset({house.other_service}), house.charlie, today()) == (1, 0, 0)


@pytest.mark.parametrize("more", [0, 30])
@pytest.mark.parametrize("who", ["keyworker", "manager"])
def test_today_takes_few_statements(house, session, as_keyworker, as_manager, statements, who, more):
    rich(house)
    for _ in range(more):
        row = EpisodeFactory(client=ClientFactory(nhs_number=None), service_id=house.service)
        TaskFactory(episode=row)
    db.session.commit()
    browser = {"keyworker": as_keyworker, "manager": as_manager}[who]
    browser.get("/")
    forget()
    statements.clear()
    first = browser.get("/")
    assert first.status_code == 200
    assert len(statements) <= {"keyworker": 8, "manager": 11}[who], "\n".join(statements)
    statements.clear()
    assert browser.get("/").text.count('scope="row"') == first.text.count('scope="row"')
    assert len(statements) <= {"keyworker": 3, "manager": 5}[who], "\n".join(statements)


def test_what_was_written_by_anybody_is_seen_at_once(house, session, as_keyworker, as_manager):
    for browser in (as_keyworker, as_manager):
        assert "Newly written" not in browser.get("/").text
    TaskFactory(episode=session.get_one(Episode, house.episode), words="Newly written.", kind="safety")
    db.session.commit()
    for browser in (as_keyworker, as_manager):
        assert "Newly written" in browser.get("/").text


def test_a_role_that_ends_takes_its_lines_along(house, session, as_keyworker):
    TaskFactory(episode=session.get_one(Episode, house.episode), words="Only for who works here.")
    db.session.commit()
    assert "Only for who works here" in as_keyworker.get("/").text
    role = session.scalars(select(Membership).where(Membership.worker_id == house.keyworker)).one()
    role.until_on = today()
    write("role.ended", by="test", subject=f"memberships:{role.worker_id}")
    db.session.commit()
    assert "Only for who works here" not in as_keyworker.get("/").text


def test_a_visitor_is_asked_to_sign_in(anyone, house):
    assert anyone.get("/").status_code == 303


def test_the_load_balancer_gets_plain_answers(anyone, house):
    assert anyone.get("/healthz").text == "ok"
    assert anyone.get("/readyz").text == "ready"


def started(house, days, **more):
    more = {"nhs_number": None, **more}
    episode = EpisodeFactory(
        client=ClientFactory(**more), service_id=house.service, keyworker_id=house.keyworker
    )
    InterventionFactory(episode=episode, started_on=today() - timedelta(days=days))
    return episode


def test_a_missing_plan_with_a_draft_is_one_line_that_leads_to_the_draft(house, session, as_keyworker):
    episode = started(house, 40, last_name="Draft")
    draft = CarePlanFactory(episode=episode, drafted_on=today())
    db.session.commit()
    page = as_keyworker.get("/").text
    assert "Care plan missing" in page
    assert "Care plan not agreed yet" not in page
    assert f"treatment started {day(today() - timedelta(days=40))} (40 days ago)" in page
    assert f"/record/{episode.id}/care-plan/{draft.id}" in page


def test_risk_that_was_never_assessed_waits_from_the_first_assessment_or_treatment(
    house, session, as_keyworker
):
    started(house, 5, last_name="Never")
    db.session.commit()
    page = as_keyworker.get("/").text
    assert "Risk never assessed" in page
    assert f"owed since {day(today() - timedelta(days=5))} (5 days ago)" in page


def test_the_tile_of_reviews_behind_leads_to_exactly_those_and_the_days_are_those_of_the_caseload(
    house, session, as_keyworker, as_manager
):
    for name, agreed in (("Late", 92), ("Over", 300), ("Fine", 5)):
        episode = started(house, 301, last_name=name)
        plan = CarePlanFactory(episode=episode, drafted_on=today() - timedelta(days=agreed))
        GoalFactory(plan=plan)
        plan.agreed_on, plan.agreement = today() - timedelta(days=agreed), "signed"
        plan.next_due_on = today() - timedelta(days=1) if name == "Late" else None
    db.session.commit()
    page = as_keyworker.get("/").text
    behind = as_keyworker.get("/caseload?whose=mine&state=behind").text
    assert "all keyworkers" not in page
    assert "reviews late or overdue, all keyworkers" in as_manager.get("/").text
    assert "Caseload: 2 clients" in as_manager.get("/caseload?whose=all&state=behind").text
    due = {one.client_name: one.reading.due.on for one in clocked(house.services, today()) if one.reading.due}
    assert "whose=mine&amp;state=behind" in page
    assert "Caseload: 2 clients" in behind
    for name in ("LATE, Janet", "OVER, Janet"):
        assert f"due {day(due[name])}" in page
        assert day_short(due[name]) in behind


def unseen(house, days, name, **more):
    return EpisodeFactory(
        client=ClientFactory(last_name=name, nhs_number=None),
        service_id=house.service,
        referred_on=today() - timedelta(days=days),
        **more,
    )


def test_who_waits_to_be_seen_stands_on_today_of_keyworker_and_manager(
    house, session, as_keyworker, as_manager
):
    unseen(house, 12, "Short", keyworker_id=house.keyworker)
    for number in range(5):
        unseen(house, 100 + number, f"Long{number}", keyworker_id=house.keyworker if number else None)
    TaskFactory(
        episode=session.get_one(Episode, house.episode), words="Older than all waits", due_on=date(2020, 1, 1)
    )
    db.session.commit()
    mine = as_keyworker.get("/?show=all").text
    assert "Waiting to be seen" in mine
    assert f"referred {day(today() - timedelta(days=12))} (12 days ago)" in mine
    assert "LONG1" in mine
    assert mine.index("LONG4") < mine.index("Older than all waits")
    managers = as_manager.get("/?show=all").text
    found = [name for name in ("LONG4", "LONG3", "LONG2", "LONG1", "LONG0", "SHORT") if name in managers]
    assert found == ["LONG4", "LONG3"]  # with the client of this world the three longest waits
    assert managers.index("LONG4") < managers.index("LONG3")
    assert "waiting to be seen, 6 for more than 21 days" in managers


def test_the_navigation_marks_the_place_that_a_page_stands_below(house, as_manager):
    def marked(path):
        return re.findall(r'<a class="nhsuk-header__navigation-link" href="([^"]*)" aria-current', page(path))

    def page(path):
        return as_manager.get(path).text

    assert marked("/") == ["/"]
    assert marked(f"/audit/{house.service}/worklist") == ["/audit"]
    assert marked(f"/evidence/service/{house.service}") == ["/evidence"]
    assert marked(f"/record/{house.episode}") == []
