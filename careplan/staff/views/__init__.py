"""Pages of the staff room."""

from careplan.staff.views import account, accounts, organisation, reaching, workers
from careplan.staff.views.blueprint import bp
