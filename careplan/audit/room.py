"""What this room offers (house.md B12)."""

from careplan.audit import models
from careplan.audit.commands import COMMANDS
from careplan.audit.views import bp
from careplan.ground.offers import Place, Room
from careplan.staff.rules import Permission

ROOM = Room(
    name="audit",
    blueprint=bp,
    models=models,
    commands=COMMANDS,
    places=(Place("Clinical audit", "audit.index", Permission.READ_AUDIT_FIGURES, 50),),
)
