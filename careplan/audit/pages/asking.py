"""What was asked for: the form, and an address read back into a unit and a census."""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from careplan.audit.forms import AuditForm
from careplan.audit.queries.units import service_unit
from careplan.audit.rules.census import Census
from careplan.audit.rules.engine import Request, Unit
from careplan.audit.rules.ruleset import load
from careplan.staff.queries import service_names

YEARS = range(1900, 2200)


@dataclass(frozen=True, slots=True)
class Asked:
    """A unit and a day; `records` says whether the reader may see who stands behind a figure."""

    unit: Unit
    census: Census
    records: bool

    @property
    def here(self) -> dict[str, Any]:
        """The two parts of every address below."""
        return {"service_id": self.unit.id, "census": self.census.on.isoformat()}

    @property
    def request(self) -> Request:
        """The request for the engine; national mid-points are not set on pages."""
        return Request(self.unit, self.census, load())


def month_end(today: date) -> date:
    """The last day of the month that has ended: what an audit usually asks for."""
    tomorrow = today + timedelta(days=1)
    return today if tomorrow.month != today.month else today.replace(day=1) - timedelta(days=1)


def form(services: frozenset[str], today: date, sent: Mapping[str, Any]) -> AuditForm:
    """The form, filled from an address, or with the month that has ended and the only service."""
    found = AuditForm(formdata=sent if sent else None, meta={"csrf": False})
    names = service_names(services)
    found.service.choices = names
    if not sent:
        found.census.process_data(month_end(today))
        if len(names) == 1:
            found.service.process_data(next(iter(names)))
    return found


def read_day(text: str) -> date | None:
    """A day as an address writes it, YYYY-MM-DD; none for anything else."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text, re.ASCII) or int(text[:4]) not in YEARS:
        return None
    year, month, day = (int(part) for part in text.split("-"))
    real = 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]
    return date(year, month, day) if real else None


def asked(
    services: frozenset[str], with_records: frozenset[str], service_id: str, census: str
) -> Asked | None:
    """What an address asks for; none outside the services, and for a day that is none."""
    day = read_day(census)
    known = day is not None and service_id in services
    unit = service_unit(services, service_id) if known else None
    if day is None or unit is None:
        return None
    return Asked(unit, Census.at(day), unit.id in with_records)


def parts(day: date) -> dict[str, Any]:
    """The three boxes of the form's date, for an address."""
    return {"census-day": day.day, "census-month": day.month, "census-year": day.year}
