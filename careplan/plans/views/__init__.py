"""Pages of the plans room."""

from careplan.plans.views import drafts, goals, reviews
from careplan.plans.views.room import bp
