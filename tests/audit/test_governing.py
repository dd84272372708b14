"""What stands at services and partnerships: whose rows, corrected ones, as known on a day; and who is compared."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from careplan.audit.review.queries.facts import facts_of, partnerships
from careplan.audit.review.queries.peers import course_days, incident_counts, others
from careplan.audit.review.queries.reports import audited, audited_nationally
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.engine import Level, Request, Unit
from careplan.audit.review.rules.facts import Service
from careplan.audit.review.rules.outliers import Peers
from careplan.audit.review.rules.ruleset import load
from careplan.ground.scope import scope
from tests.audit.test_queries import correct
from tests.factories import clients, governance, prescribing
from tests.factories.assessment import AnswerFactory, AssessmentFactory
from tests.factories.staff import PartnershipFactory, ServiceFactory

ON = date(2026, 3, 31)
CENSUS = Census.at(ON)
BEFORE = date(2026, 4, 1)
EARLY = datetime(2026, 1, 5, 12, tzinfo=UTC)
LATE = datetime(2026, 5, 5, 12, tzinfo=UTC)


def only(service_id: str, as_known_on: date | None = None) -> Service:
    (service,) = facts_of(frozenset({service_id}), CENSUS, as_known_on)
    return service


def test_a_service_has_its_own_rows_with_the_sector_of_its_provider(session: Session) -> None:
    mine, other = ServiceFactory().id, ServiceFactory().id
    for service_id in (mine, other):
        governance.ServicePolicyFactory(service_id=service_id)
        governance.PostFactory(service_id=service_id)
        governance.ClinicalAuditFactory(service_id=service_id)
        governance.IncidentFactory(service_id=service_id)
        governance.ReturnFactory(unit_id=service_id)
    found = only(mine)
    assert (found.sector, found.out_of_hours) == ("voluntary", False)
    lists = (found.policies, found.posts, found.audits, found.incidents, found.returns)
    assert [len(rows) for rows in lists] == [1] * 5
    assert found.returns[0].value == "yes"


def test_a_partnership_has_its_own_returns_and_not_those_of_its_services(session: Session) -> None:
    own = PartnershipFactory().id
    service = ServiceFactory(partnership_id=own).id
    governance.ReturnFactory(unit_id=service)
    governance.ReturnFactory(
        level="partnership", unit_id=own, question="7.3", key="planning", value="members"
    )
    (found,) = partnerships(scope(frozenset({service}), None), frozenset({own}))
    assert [one.key for one in found.returns] == ["planning"]
    assert [one.key for one in only(service).returns] == ["caseload.system"]


def test_rows_recorded_later_are_not_seen_and_a_correction_counts_from_its_own_day(session: Session) -> None:
    service = ServiceFactory().id
    for make in (governance.ServicePolicyFactory, governance.PostFactory, governance.ClinicalAuditFactory):
        make(service_id=service, recorded_at=LATE)
    incident = governance.IncidentFactory(service_id=service, happened_on=ON, recorded_at=EARLY)
    correct(session, incident, LATE, happened_on=date(2025, 1, 1))
    answer = governance.ReturnFactory(unit_id=service, recorded_at=EARLY)
    correct(session, answer, LATE, value="no")
    now, then = only(service), only(service, BEFORE)
    assert ([one.on for one in now.incidents], now.returns[0].value) == ([date(2025, 1, 1)], "no")
    assert ([one.on for one in then.incidents], then.returns[0].value) == ([ON], "yes")
    assert [len(rows) for rows in (now.policies, now.posts, now.audits)] == [1, 1, 1]
    assert (then.policies, then.posts, then.audits) == ((), (), ())


@pytest.mark.parametrize(
    ("first", "ended", "days"),
    [
        (ON, None, 1),
        (ON + timedelta(days=1), None, None),
        (date(2025, 3, 1), date(2025, 4, 1), None),
        (date(2025, 3, 1), date(2025, 4, 2), 1),
        (date(2025, 4, 1), None, 365),
        (date(2026, 3, 1), date(2026, 3, 1), None),
        (date(2026, 3, 1), date(2026, 5, 1), 31),
    ],
)
def test_days_of_courses_are_added_up_by_the_database(
    session: Session, first: date, ended: date | None, days: int | None
) -> None:
    course = prescribing.CourseFactory(first_dose_on=first, ended_on=ended)
    view = scope(frozenset({course.service_id}), None)
    assert course_days(view, CENSUS).get(course.service_id) == days


def test_an_end_that_was_not_known_does_not_shorten_a_course(session: Session) -> None:
    course = prescribing.CourseFactory(
        first_dose_on=date(2026, 3, 1),
        recorded_at=EARLY,
        ended_on=date(2026, 3, 11),
        ended_at=LATE,
        ended_by="x",
    )
    services = frozenset({course.service_id})
    assert course_days(scope(services, None), CENSUS) == {course.service_id: 10}
    assert course_days(scope(services, BEFORE), CENSUS) == {course.service_id: 31}


def test_incidents_of_the_period_are_counted(session: Session) -> None:
    service = ServiceFactory().id
    for day in (CENSUS.first - timedelta(days=1), CENSUS.first, ON, ON + timedelta(days=1)):
        governance.IncidentFactory(service_id=service, happened_on=day)
    assert incident_counts(scope(frozenset({service}), None), CENSUS) == {service: 2}


def test_a_ruleset_that_compares_nothing_reads_nothing_of_others(
    session: Session, statements: list[str]
) -> None:
    rules = load("care-plan-standards")
    statements.clear()
    found = others(rules, scope(frozenset(), None)).at(CENSUS)
    assert (found, statements) == (Peers(), [])


def test_answers_come_one_assessment_at_a_time_and_count_the_same(session: Session) -> None:
    episode = clients.EpisodeFactory()
    for n in range(3):
        assessed = AssessmentFactory(episode=episode, started_on=date(2026, 1, 1 + n))
        if n:
            AnswerFactory(assessment=assessed)
        session.flush()
        assessed.completed_on = date(2026, 1, 5 + n)
    session.flush()
    unit, country = Unit(Level.SERVICE, episode.service_id, ""), Unit(Level.NATIONAL, "national", "National")
    alone = audited(Request(unit, CENSUS, load()), frozenset({episode.service_id}))
    together = audited_nationally(Request(country, CENSUS, load()))
    assert alone.completeness == together.completeness
    assert sum(one.expected for one in alone.completeness.values()) > 3
    assert sum(one.asked for one in alone.completeness.values()) == 2


def test_an_empty_database_has_a_national_report(session: Session) -> None:
    country = Unit(Level.NATIONAL, "national", "National")
    assert audited_nationally(Request(country, CENSUS, load())).partnerships == ()
