"""Code sets of the assessment files (record package, profile 1): those of the checklists."""

from careplan.checklists.codes import Kind as Kind
from careplan.checklists.codes import Status as Status
