"""What this room offers (house.md B12)."""

from careplan.ground.offers import Room
from careplan.prescribing.queries.planned import course_facts
from careplan.prescribing.views import bp

ROOM = Room(name="prescribing", blueprint=bp, checklist_facts=course_facts)
