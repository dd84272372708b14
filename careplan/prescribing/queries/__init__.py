"""Reads of the prescribing room; the first argument is always the services of the actor."""

from careplan.prescribing.queries.courses import History, course, courses, dose, doses_page, findings, history
from careplan.prescribing.queries.days import CourseDay, course_summaries, course_summary, due, on_day
from careplan.prescribing.queries.prescriptions import prescriptions
from careplan.prescribing.queries.today import todo

__all__ = [
    "CourseDay",
    "History",
    "course",
    "course_summaries",
    "course_summary",
    "courses",
    "dose",
    "doses_page",
    "due",
    "findings",
    "history",
    "on_day",
    "prescriptions",
    "todo",
]
