"""Pages of the record room."""

from careplan.record.views import caseload, history, looked, overview
from careplan.record.views.room import bp
