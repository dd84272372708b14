"""Writes of the prescribing room. They flush and write the trail; the request commits."""

from careplan.prescribing.actions.courses import end_course, reassess, start_course
from careplan.prescribing.actions.doses import AlreadyLogged, Given, Stopped, correct_dose, log_dose
from careplan.prescribing.actions.orders import Asked, Blocked, order_dose
from careplan.prescribing.actions.weeks import set_week

__all__ = [
    "AlreadyLogged",
    "Asked",
    "Blocked",
    "Given",
    "Stopped",
    "correct_dose",
    "end_course",
    "log_dose",
    "order_dose",
    "reassess",
    "set_week",
    "start_course",
]
