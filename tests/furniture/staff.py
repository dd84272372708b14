"""The partnership of the service, and a keyworker whose password came through a link and whom nobody confirmed."""

from careplan.ground.clock import now
from careplan.ground.db import db
from careplan.staff.models import Service
from tests.factories.staff import MembershipFactory, WorkerFactory
from tests.furniture.base import World

WALK = {
    ("staff.unit", "kind"): "=partnership",
    ("staff.unit", "unit_id"): "partnership_id",
    ("staff.confirming", "worker_id"): "resting_id",
    ("staff.choose_password", "secret"): "=no-such-link",
}


def furnish(world: World) -> dict[str, str]:
    """Rows of this room; the ids by the names that URLs use."""
    service = db.session.get_one(Service, world.service_id)
    resting = WorkerFactory(name="Rae Resting", linked_at=now(), linked_by="another")
    MembershipFactory(worker_id=resting.id, service_id=world.service_id)
    return {"partnership_id": service.partnership_id, "resting_id": resting.id}
