"""For which services and partnerships an actor may answer."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from careplan.governance.codes import Level
from careplan.governance.rules.wording import wording
from careplan.ground.db import db
from careplan.staff.codes import Sector
from careplan.staff.models import Partnership, Provider, Service


@dataclass(frozen=True, slots=True)
class Unit:
    """A service, or a partnership of one of the actor's services."""

    level: Level
    id: str
    name: str
    prescribing: bool = True
    nhs: bool = True

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions that it is asked."""
        return wording().of(self.level, self.prescribing, self.nhs)

    @property
    def subject(self) -> str:
        """What the trail calls it."""
        return f"{self.level}s:{self.id}"

    @property
    def service_id(self) -> str | None:
        """Its id, if it is a service."""
        return self.id if self.level is Level.SERVICE else None

    @property
    def here(self) -> dict[str, Any]:
        """The two parts of every address below."""
        return {"level": self.level.value, "unit_id": self.id}


def units(services: frozenset[str]) -> list[Unit]:
    """The services by name, then their partnerships: whoever may answer for a service may for its partnership."""
    rows = db.session.execute(
        select(
            Service.id, Service.name, Service.prescribing, Provider.sector, Partnership.id, Partnership.name
        )
        .join(Provider, Provider.id == Service.provider_id)
        .join(Partnership, Partnership.id == Service.partnership_id)
        .where(Service.id.in_(services))
        .order_by(Service.name, Service.id)
    ).all()
    own = [Unit(Level.SERVICE, row[0], row[1], row[2], row[3] == Sector.NHS) for row in rows]
    partnerships = sorted({(row[5], row[4]) for row in rows})
    return [*own, *(Unit(Level.PARTNERSHIP, id_, name) for name, id_ in partnerships)]


def unit(services: frozenset[str], level: str, unit_id: str) -> Unit | None:
    """The unit; none outside the services and their partnerships."""
    return next((one for one in units(services) if (one.level.value, one.id) == (level, unit_id)), None)


def service(services: frozenset[str], service_id: str) -> Unit | None:
    """The service as a unit; none outside the services."""
    return unit(services, Level.SERVICE, service_id)
