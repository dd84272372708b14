"""Missed doses: how many days in a row lie uncovered before a day (rule D5)."""

from dataclasses import dataclass
from datetime import date, timedelta

from careplan.prescribing.codes import Cause
from careplan.prescribing.rules.facts import COVERS, ONE_DAY, Facts


@dataclass(frozen=True, slots=True)
class Run:
    """Days in a row without a dose, the first of them, how many were logged or lay with the service."""

    days: int
    since: date
    logged: int = 0
    by_service: int = 0


def missed_run(facts: Facts, day: date) -> Run:
    """Consecutive civil days immediately before `day` with no dose covered.

    Counted from the first dose at the earliest, or from a verified last dose elsewhere.
    """
    known = facts.verified.last_dose_on if facts.verified else facts.first_dose_on - ONE_DAY
    last = max((one for one in facts.covered if one < day), default=known)
    last = max(last, known)
    days = max((day - last).days - 1, 0)
    since = last + ONE_DAY
    rows = [dose for dose in facts.doses if since <= dose.on < day and dose.status not in COVERS]
    by_service = {dose.on for dose in rows if dose.cause is Cause.SERVICE}
    return Run(days, since, len({dose.on for dose in rows}), len(by_service))


def current_run(facts: Facts, day: date, today: date) -> Run:
    """The run that a decision for `day`, made today, has to answer: days still to come are not missed.

    Today counts once its dose is logged: given, it ends the run; missed, it is one more day of it.
    """
    looked_at = min(day, today)
    if looked_at < day and looked_at in facts.covered:
        return Run(0, day)
    if looked_at < day and any(dose.on == looked_at for dose in facts.doses):
        looked_at += ONE_DAY
    return missed_run(facts, looked_at)


def never_logged(facts: Facts, day: date) -> bool:
    """Whether no dose of a course that has begun was ever logged: its missed days cannot be counted."""
    return not facts.doses and (facts.verified is None or day > facts.first_dose_on)


def reassessed(facts: Facts, run: Run, day: date, reassess: int) -> bool:
    """Whether a reassessment stands between the last of the days that ask for it and `day`."""
    from_on = run.since + timedelta(days=reassess - 1)
    return any(from_on <= seen.on <= day for seen in facts.seen)


def titration_began_on(facts: Facts, day: date, today: date, reinduct: int) -> date:
    """Day 1 for the limits on increases: the first dose, or the restart after many missed days (D7)."""
    began = facts.first_dose_on
    if never_logged(facts, day):
        return began
    if current_run(facts, day, today).days >= reinduct:
        return day
    before = facts.first_dose_on - ONE_DAY
    for covered in sorted(one for one in facts.covered if facts.first_dose_on <= one < day):
        if (covered - before).days - 1 >= reinduct:
            began = covered
        before = covered
    return began
