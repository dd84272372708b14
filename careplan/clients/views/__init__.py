"""Pages of the clients room."""

from careplan.clients.views import finding, overview, registering, tasks
from careplan.clients.views.room import bp

__all__ = ["bp", "finding", "overview", "registering", "tasks"]
