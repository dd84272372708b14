"""Reads of the prescribing room; the first argument is always the services of the actor."""

from careplan.prescribing.queries.agreements import agreement, agreements
from careplan.prescribing.queries.beside import beside
from careplan.prescribing.queries.courses import (
    History,
    course,
    courses,
    dose,
    doses_page,
    findings,
    history,
    week_findings,
)
from careplan.prescribing.queries.days import OpenCourse, course_summaries, course_summary, on_day
from careplan.prescribing.queries.facts import course_facts
from careplan.prescribing.queries.prescriptions import Script, lost, prescription, prescriptions
from careplan.prescribing.queries.rounds import (
    Coming,
    Day,
    Round,
    Selection,
    coming,
    day,
    day_round,
    due,
    hold,
    renewed,
)
