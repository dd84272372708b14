"""What this room offers (house.md B12)."""

from careplan.ground.offers import Place, Room, Tab
from careplan.prescribing import models
from careplan.prescribing.queries.planned import course_facts
from careplan.prescribing.views import bp
from careplan.staff.rules import Permission

ROOM = Room(
    name="prescribing",
    blueprint=bp,
    models=models,
    places=(
        Place("Dose round", "prescribing.dose_round", Permission.RECORD_DOSE, 40),
        Place("Limits", "prescribing.limits", Permission.MANAGE_WORKERS, 90),
    ),
    tabs=(Tab("prescribing", "Prescribing", "prescribing.overview", 50),),
    checklist_facts=course_facts,
)
