"""Code sets of the assessment files (record package, profile 1): those of the checklists. What its doors ask for."""

from careplan.checklists.codes import Kind as Kind
from careplan.checklists.codes import Status as Status
from careplan.ground.permissions import Permission
from careplan.staff.codes import Role

EDIT_FORMS = Permission(
    "edit_forms", (Role.MANAGER,), "decides what the service’s checklists ask", reading=True, written=True
)
