"""Pages of the staff room."""

from careplan.staff.views import account, organisation, reaching, workers
from careplan.staff.views.blueprint import bp

__all__ = ["account", "bp", "organisation", "reaching", "workers"]
