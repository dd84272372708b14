"""What was asked for: the form, and an address read back into a unit and a census."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from careplan.audit.release.rules.items import last_quarter_end, quarter_end
from careplan.audit.report.forms import QUARTERS, AuditForm
from careplan.audit.review.queries.units import midpoints, partnership_held, partnership_names, service_unit
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.engine import Level, Request, Unit
from careplan.audit.review.rules.ruleset import load
from careplan.ground.dates import iso_day
from careplan.staff.queries import service_names


@dataclass(frozen=True, slots=True)
class Selection:
    """A unit with its services, and a day; `inside`: those of the services whose records the reader may see."""

    unit: Unit
    census: Census
    services: frozenset[str]
    inside: frozenset[str]
    midpoints: Mapping[str, Fraction] = field(default_factory=dict)

    @property
    def records(self) -> bool:
        """Whether the reader may see who stands behind a figure."""
        return self.services <= self.inside

    @property
    def together(self) -> bool:
        """Whether several services are looked at as one."""
        return self.unit.level is Level.PARTNERSHIP

    @property
    def allowed(self) -> bool:
        """Whether the reader may choose this day: any, for who may see records; else quarter ends."""
        return self.records or quarter_end(self.census.on)

    @property
    def here(self) -> dict[str, Any]:
        """The two parts of every address below."""
        return {f"{self.unit.level}_id": self.unit.id, "census": self.census.on.isoformat()}

    @property
    def service_id(self) -> str | None:
        """The id of a service, none of a partnership: whose trail it is."""
        return None if self.together else self.unit.id

    @property
    def subject(self) -> str:
        """What the trail calls the unit."""
        return f"{self.unit.level}s:{self.unit.id}"

    @property
    def choice(self) -> str:
        """The unit as the form sends it."""
        return f"{self.unit.level}:{self.unit.id}"

    @property
    def request(self) -> Request:
        """The request for the engine, with the national mid-points that its services set."""
        return Request(self.unit, self.census, load(), self.midpoints)


def month_end(today: date) -> date:
    """The last day of the month that has ended: what an audit usually asks for."""
    tomorrow = today + timedelta(days=1)
    return today if tomorrow.month != today.month else today.replace(day=1) - timedelta(days=1)


def choices(services: frozenset[str]) -> dict[str, str]:
    """The services by name, then the partnerships that consist of them alone."""
    own, above = service_names(services), partnership_names(services)
    return {f"{Level.SERVICE}:{id_}": name for id_, name in own.items()} | {
        f"{Level.PARTNERSHIP}:{id_}": f"{name}: all its services together" for id_, name in above.items()
    }


def form(
    services: frozenset[str], with_records: frozenset[str], sent: Mapping[str, Any] | None = None
) -> AuditForm:
    """The form with all that the reader may choose, filled from an address where one was sent."""
    form = AuditForm(formdata=sent, meta={"csrf": False})
    values = choices(services)
    form.unit.choices = values
    if not services <= with_records:
        form.outside = frozenset(values) - frozenset(choices(with_records))
    if form.outside == frozenset(values):
        form.census.hint = QUARTERS
    return form


def filled(services: frozenset[str], with_records: frozenset[str], shown: Selection) -> AuditForm:
    """The form above a report, filled with what the report shows."""
    result = form(services, with_records)
    result.unit.process_data(shown.choice)
    result.census.process_data(shown.census.on)
    return result


def usual(services: frozenset[str], with_records: frozenset[str], today: date) -> Selection | None:
    """What the audit opens on: the reader's own service, the first by name, at the end of the month that has ended.

    For a reader outside it is the end of the quarter. None without a service.
    """
    own = services & with_records
    unit = next(iter(service_names(own or services)), None)
    if unit is None:
        return None
    day = month_end(today) if own else last_quarter_end(today)
    return selected(services, with_records, f"{Level.SERVICE}:{unit}", day.isoformat())


def read_day(text: str) -> date | None:
    """A day as an address writes it; none for anything else."""
    try:
        return iso_day(text)
    except ValueError:
        return None


def unit_within(services: frozenset[str], level: str, id_: str) -> tuple[Unit, frozenset[str]] | None:
    """A unit with its services; none outside the services, and for a partnership unless all of it is among them."""
    if level == Level.PARTNERSHIP:
        return partnership_held(services, id_)
    one = service_unit(services, id_) if id_ in services else None
    return None if one is None else (one, frozenset({one.id}))


def selected(
    services: frozenset[str], with_records: frozenset[str], choice: str, census: str
) -> Selection | None:
    """What an address asks for, the unit as level:id; none outside the services, and for a day that is none."""
    day = read_day(census)
    level, _, id_ = choice.partition(":")
    pair = unit_within(services, level, id_) if day is not None else None
    if day is None or pair is None:
        return None
    unit, members = pair
    return Selection(unit, Census.at(day), members, members & with_records, midpoints(members, load()))


def parts(day: date) -> dict[str, Any]:
    """The three boxes of the form's date, for an address."""
    return {"census-day": day.day, "census-month": day.month, "census-year": day.year}
