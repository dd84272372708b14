"""The partnership of the service."""

from careplan.ground.db import db
from careplan.staff.models import Service
from tests.furniture.base import World

WALK = {
    ("staff.unit", "kind"): "=partnership",
    ("staff.unit", "unit_id"): "partnership_id",
    ("staff.rename_unit", "kind"): "=partnership",
    ("staff.rename_unit", "unit_id"): "partnership_id",
    ("staff.choose_password", "secret"): "=no-such-link",
    ("staff.use_link", "secret"): "=no-such-link",
}


def furnish(world: World) -> dict[str, str]:
    """Rows of this room; the ids by the names that URLs use."""
    return {"partnership_id": db.session.get_one(Service, world.service_id).partnership_id}
