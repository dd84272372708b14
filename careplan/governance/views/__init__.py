"""Pages of the governance room."""

from careplan.governance.views import evidence, kept, returns
from careplan.governance.views.room import bp
