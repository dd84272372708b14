"""Pages of the assessment room."""

from careplan.assessment.views import editing, scores, sheets
from careplan.assessment.views.room import bp
