"""Pages of the prescribing room."""

from careplan.prescribing.views import courses, doses, orders, prescriptions, rounds, weeks
from careplan.prescribing.views.room import bp

__all__ = ["bp", "courses", "doses", "orders", "prescriptions", "rounds", "weeks"]
