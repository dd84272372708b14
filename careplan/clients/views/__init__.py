"""Pages of the clients room."""

from careplan.clients.views import overview, tasks
from careplan.clients.views.room import bp

__all__ = ["bp", "overview", "tasks"]
