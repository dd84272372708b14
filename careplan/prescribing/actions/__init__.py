"""Writes of the prescribing room. They flush and write the trail; the request commits."""

from careplan.prescribing.actions.courses import Found, NewCourse, Refused, end_course, reassess, start_course
from careplan.prescribing.actions.doses import AlreadyLogged, Given, Place, Stopped, correct_dose, log_dose
from careplan.prescribing.actions.orders import Answer, Asked, Blocked, order_dose, own_name
from careplan.prescribing.actions.prescriptions import NewScript, change_prescription, issue_prescription
from careplan.prescribing.actions.weeks import set_week

__all__ = [
    "AlreadyLogged",
    "Answer",
    "Asked",
    "Blocked",
    "Found",
    "Given",
    "NewCourse",
    "NewScript",
    "Place",
    "Refused",
    "Stopped",
    "change_prescription",
    "correct_dose",
    "end_course",
    "issue_prescription",
    "log_dose",
    "order_dose",
    "own_name",
    "reassess",
    "set_week",
    "start_course",
]
