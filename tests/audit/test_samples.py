"""From a record package through import and database to the report: equal to the last digit and the last id."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from careplan.audit.review.measures import measures_by
from careplan.audit.review.queries.facts import facts_of
from careplan.audit.review.queries.peers import others
from careplan.audit.review.queries.reports import audited, audited_nationally
from careplan.audit.review.queries.units import every_service, partnership_unit, service_unit
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.engine import Level, Request, Unit
from careplan.audit.review.rules.export import as_data, as_national_data
from careplan.audit.review.rules.national import compared as compares
from careplan.audit.review.rules.national import figures, peers
from careplan.audit.review.rules.ruleset import load
from careplan.ground.scope import scope
from tests.audit.samples import bring_in, compared, expected

CENSUS = Census.at(date(2026, 3, 31))
COUNTRY = Unit(Level.NATIONAL, "national", "National")


def request_for(unit: Unit) -> Request:
    return Request(unit, CENSUS, load())


def reported(name: str) -> Mapping[str, Any]:
    if name == "national":
        return as_national_data(audited_nationally(request_for(COUNTRY)))
    level, id_ = name.split("-")
    if level == "service":
        unit, services = service_unit(every_service(), id_), frozenset({id_})
    else:
        found = partnership_unit(id_)
        assert found is not None
        unit, services = found
    assert unit is not None
    return as_data(audited(request_for(unit), services), with_records=True)


SAMPLES = [1, pytest.param(2, marks=pytest.mark.slow), pytest.param(3, marks=pytest.mark.slow)]


@pytest.mark.parametrize("number", SAMPLES)
def test_a_sample_audits_equal_for_every_service_and_partnership_and_for_the_country(
    session: Session, number: int
) -> None:
    bring_in(session, number)
    wanted = expected(number)
    assert "national" in wanted
    for name, report in wanted.items():
        found, right = compared(json.loads(json.dumps(reported(name)))), compared(report)
        for key in right | found:
            assert found.get(key) == right.get(key), (name, key)


@pytest.mark.slow
@pytest.mark.parametrize("known", [None, date(2026, 3, 1), date(2001, 1, 1)])
def test_what_others_are_like_is_the_same_from_slim_reads_and_from_the_whole_record(
    session: Session, known: date | None
) -> None:
    bring_in(session, 3)
    rules, view = load(), scope(every_service(), known)
    measures = measures_by(rules.numbers)
    services = facts_of(every_service(), CENSUS, known, with_answers=False)
    homes = {one.id: one.partnership_id for one in services}
    whole = peers(rules, figures(compares(rules), measures, services, CENSUS), homes)
    assert others(rules, view).at(CENSUS) == whole
    assert known is not None or len(whole.services["5.2"]) >= 8


@pytest.mark.slow
def test_the_number_of_statements_is_the_same_for_two_services_and_for_twelve(
    session: Session, statements: list[str]
) -> None:
    counted = []
    for number in (1, 3):
        bring_in(session, number)
        statements.clear()
        audited(request_for(Unit(Level.SERVICE, "S0002", "")), frozenset({"S0002"}))
        alone = len(statements)
        audited_nationally(request_for(COUNTRY))
        counted.append((alone, len(statements) - alone))
        session.rollback()
    assert counted[0] == counted[1]
    assert max(counted[0]) < 40
