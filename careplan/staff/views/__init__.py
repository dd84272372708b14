"""Pages of the staff room."""

from careplan.staff.views import account, reaching, workers
from careplan.staff.views.blueprint import bp

__all__ = ["account", "bp", "reaching", "workers"]
