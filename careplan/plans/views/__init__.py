"""Pages of the plans room."""

from careplan.plans.views import drafts, goals, leaving, needs, reviews
from careplan.plans.views.room import bp
