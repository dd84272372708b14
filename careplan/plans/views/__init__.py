"""Pages of the plans room."""

from careplan.plans.views import agreement, drafts, goals, leaving, needs, overview, reviews
from careplan.plans.views.room import bp
