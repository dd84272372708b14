"""From a record package through import and database to the report: equal to the last digit and the last id."""

import json
from datetime import date

import pytest
from sqlalchemy.orm import Session

from careplan.audit.measures import audit
from careplan.audit.queries.facts import facts_of
from careplan.audit.queries.units import every_service, partnership_unit, service_unit
from careplan.audit.rules.census import Census
from careplan.audit.rules.engine import Request
from careplan.audit.rules.export import as_data
from careplan.audit.rules.ruleset import load
from tests.audit.samples import bring_in, expected, plain, slim


def reported(name: str, census: str) -> dict[str, object]:
    level, id_ = name.split("-")
    day = Census.at(date.fromisoformat(census))
    if level == "service":
        unit, services = service_unit(every_service(), id_), frozenset({id_})
    else:
        found = partnership_unit(id_)
        assert found is not None
        unit, services = found
    assert unit is not None
    report = audit(Request(unit, day, load()), facts_of(services, day))
    return slim(json.loads(json.dumps(as_data(report, with_records=True))))


@pytest.mark.parametrize(
    "number", [1, pytest.param(2, marks=pytest.mark.slow), pytest.param(3, marks=pytest.mark.slow)]
)
def test_a_sample_audits_equal_for_every_service_and_partnership(session: Session, number: int) -> None:
    bring_in(session, number)
    compared = 0
    for name, wanted in expected(number).items():
        found = reported(name, wanted["census"])
        for part, value in wanted.items():
            for key in value if isinstance(value, dict) else ():
                assert plain(found[part][key]) == plain(value[key]), (name, part, key)  # type: ignore[index]
                compared += 1
            if not isinstance(value, dict):
                assert found[part] == value
    assert compared > 100
