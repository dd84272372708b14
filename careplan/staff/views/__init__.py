"""Pages of the staff room."""

from careplan.staff.views import accounts, organisation, workers
from careplan.staff.views.blueprint import bp
