"""Whole reports over made-up caseloads, for tests of what is made of a report."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from careplan.audit.review.measures import audit
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.engine import Level, Report, Request, Unit
from careplan.audit.review.rules.export import as_data
from careplan.audit.review.rules.facts import (
    Episode,
    Service,
)
from careplan.audit.review.rules.ruleset import load
from careplan.clients.rules.facts import Intervention, Pause
from careplan.clients.rules.waits import Days
from careplan.prescribing.rules.facts import Course, Order, Weekly
from careplan.prescribing.rules.week import Week
from tests.audit.facts import episode, plan, prescription, review, service

ON = date(2026, 3, 31)


def treated(name: str, n: int) -> Episode:
    """The nth episode of a caseload: much varies, nothing is random."""
    start = ON - timedelta(days=20 + 11 * n)
    drug = "buprenorphine" if n % 3 == 0 else "methadone"
    form = "sublingual" if drug == "buprenorphine" else ("tablet" if n % 7 == 0 else "oral_mixture")
    order = Order(start, Decimal(8 + n % 20 if n % 3 == 0 else 40 + 3 * (n % 20)), form, "maintenance")
    days = "1" * (n % 8) + "0" * (7 - n % 8)
    course = Course(
        drug, start, id=f"{name}C{n}",
        orders=() if n % 13 == 5 else (order,),
        weeks=() if n % 11 == 4 else (Weekly(start, Week("1111111", days)),),
        prescriptions=(prescription(form, id=f"{name}P{n}", signed_on=ON - timedelta(days=n)),),
    )  # fmt: skip
    wanted = Intervention(
        f"{name}I{n}", "specialist_prescribing", Days(start - timedelta(days=n % 40), start, start)
    )
    closed = ON - timedelta(days=n % 50) if n % 4 == 1 else None
    return episode(
        f"{name}E{n}",
        service_id=name,
        interventions=(wanted,),
        courses=(course,),
        pauses=(Pause(ON - timedelta(days=3), None),) if n % 17 == 6 else (),
        plans=(plan(start + timedelta(days=10)),) if n % 5 else (),
        reviews=(review(start + timedelta(days=80 + n % 30)),) if n % 2 else (),
        closed_on=closed,
        exit_reason="completed_drug_free" if closed and n % 8 == 1 else ("dropped_out" if closed else None),
    )


def caseload(name: str = "S1", count: int = 60) -> Service:
    """A service with so many episodes."""
    return service(*(treated(name, n) for n in range(count)), id=name, name=f"Service {name}")


def report(*services: Service, on: date = ON, midpoints: Mapping[str, Fraction] | None = None) -> Report:
    """The report of one service, or of a partnership of several."""
    level = Level.SERVICE if len(services) == 1 else Level.PARTNERSHIP
    unit = Unit(level, services[0].id if level is Level.SERVICE else "P1", "North")
    return audit(Request(unit, Census.at(on), load(), midpoints or {}), list(services))


def data(*services: Service, with_records: bool = False, **more: Any) -> dict[str, Any]:
    """The same as data."""
    return dict(as_data(report(*services, **more), with_records))
