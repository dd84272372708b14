"""Pages of the prescribing room."""

from careplan.prescribing.views import corrections, courses, doses, orders, prescriptions, rounds, weeks
from careplan.prescribing.views.room import bp

__all__ = ["bp", "corrections", "courses", "doses", "orders", "prescriptions", "rounds", "weeks"]
