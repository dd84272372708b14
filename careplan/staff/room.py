"""What this room offers (docs/architecture.md)."""

from careplan.ground.offers import Place, Room
from careplan.staff import models
from careplan.staff.codes import KEEP_SERVICES, MANAGE_WORKERS, PERMISSIONS
from careplan.staff.commands import COMMANDS
from careplan.staff.passwords import PASSWORDS
from careplan.staff.rules import SIGN_IN
from careplan.staff.views import bp

ROOM = Room(
    name="staff",
    permissions=PERMISSIONS,
    blueprint=bp,
    models=models,
    commands=COMMANDS,
    places=(
        Place("Workers", "staff.workers", MANAGE_WORKERS, 70),
        Place("Services", "staff.services_list", KEEP_SERVICES, 80),
    ),
    standards=(PASSWORDS, SIGN_IN),
)
