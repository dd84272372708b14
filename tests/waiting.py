"""What of one room's facts waits for somebody, without the rest of Today."""

from collections.abc import Collection
from datetime import date

from careplan.clients.queries.pending import pending
from careplan.ground.offers import Pending, Todo
from careplan.staff.codes import Role
from careplan.staff.rules import Actor, RoleAtService


def waits(
    offer: Pending, services: Collection[str], worker_id: str, on: date, role: Role = Role.KEYWORKER
) -> list[Todo]:
    """The lines for a worker of that role in these services."""
    held = tuple(RoleAtService(one, role, date.min, None) for one in sorted(services))
    return list(pending((offer,), Actor(worker_id, "", "", held), on))
