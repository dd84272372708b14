"""Pages of the assessment room."""

from careplan.assessment.views import beside, editing, paper, scores, sheets
from careplan.assessment.views.room import bp
