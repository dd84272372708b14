"""Missed doses: how many days in a row lie uncovered before a day (rule D5)."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from careplan.prescribing.codes import Cause
from careplan.prescribing.rules.facts import ONE_DAY, Away, Facts, Seen, Tolerance
from careplan.prescribing.rules.standard import Standard


@dataclass(frozen=True, slots=True)
class Run:
    """Days in a row without a known dose, and the first of them.

    `days` were missed here, of which so many are logged or lay with the service. On `away` more days the client was
    elsewhere (`where`): these are not missed, but nothing is known of their doses; `back_on` is the day of return.
    """

    days: int
    since: date
    logged: int = 0
    by_service: int = 0
    away: int = 0
    where: str = ""
    back_on: date | None = None

    @property
    def unknown(self) -> int:
        """All days without a known dose: what tolerance depends on."""
        return self.days + self.away


def missed_run(facts: Facts, day: date) -> Run:
    """Consecutive civil days immediately before `day` with no dose covered.

    Counted from the first dose at the earliest, or from a verified last dose elsewhere.
    """
    day_before = facts.verified.last_dose_on if facts.verified else facts.first_dose_on - ONE_DAY
    last = max(facts.last_covered_on(day) or day_before, day_before)
    days = max((day - last).days - 1, 0)
    since = last + ONE_DAY
    rests = [
        one for one in facts.away if one.from_on < day and (one.until_on is None or one.until_on > since)
    ]
    gone = _days_of(rests, since, day)
    rows = [dose for dose in facts.doses if since <= dose.on < day and not dose.given]
    rows = [dose for dose in rows if dose.on not in gone]
    by_service = {dose.on for dose in rows if dose.cause is Cause.SERVICE}
    run = Run(days - len(gone), since, len({dose.on for dose in rows}), len(by_service))
    if not rests:
        return run
    rest = max(rests, key=lambda one: one.from_on)
    return replace(run, away=len(gone), where=rest.where, back_on=rest.until_on or date.max)


def _days_of(rests: list[Away], since: date, day: date) -> frozenset[date]:
    """The days of these times away from `since` up to the day before `day`."""
    days: set[date] = set()
    for rest in rests:
        first, end = max(rest.from_on, since), min(rest.until_on or day, day)
        days.update(first + timedelta(days=more) for more in range((end - first).days))
    return frozenset(days)


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


def last_seen(facts: Facts, from_on: date, day: date) -> Seen | None:
    """The latest reassessment from one day to another, both included."""
    return next((one for one in reversed(facts.seen) if from_on <= one.on <= day), None)


def reassessed(facts: Facts, run: Run, day: date, reassess: int) -> bool:
    """Whether a reassessment between the last of the days that ask for it and `day` found the client fit for a dose.

    After a time away only one from the day of return on counts. One that found intoxication lifts nothing.
    """
    from_on = max(run.since + timedelta(days=reassess - 1), run.back_on or date.min)
    seen = last_seen(facts, from_on, day)
    return seen is not None and not seen.intoxicated


def unfit(facts: Facts, run: Run, day: date) -> Seen | None:
    """The reassessment that found the client intoxicated since the last known dose, unless a later one did not."""
    seen = last_seen(facts, run.since, day)
    return seen if seen is not None and seen.intoxicated else None


def resumed(facts: Facts, run: Run, day: date, reassess: int) -> bool:
    """Whether treatment went on elsewhere: seen since, tolerance assured, hardly a day missed here (M1c)."""
    if not run.away or run.days >= reassess or not reassessed(facts, run, day, reassess):
        return False
    seen = last_seen(facts, run.back_on or run.since, day)
    return seen is not None and seen.tolerance is Tolerance.ASSURED


def ordered(facts: Facts, made_on: date, first: date, last: date) -> bool:
    """Whether an order made on `made_on` or later, and not planned before, begins from `first` to `last`."""
    return any(
        first <= order.effective_on <= last and not order.planned_before(made_on) for order in facts.orders
    )


def unanswered(facts: Facts, day: date, reassess: int, look_back: int) -> Run | None:
    """The latest run of missed days that a dose ended, though nobody had seen the client or ordered anew since.

    What a pharmacy supplied all the same, or what is logged later for an earlier day, does not answer for the days
    before it: the next order still does (M11), however long ago the run was. Only a run that a package brought, and
    after which `look_back` days are covered, counts as reassessed elsewhere.
    """
    covered = [one for one in facts.covered_in_order if facts.first_dose_on <= one <= day]
    for before, after in reversed([*pairwise(covered)]):
        if (after - before).days <= reassess:
            continue
        run = missed_run(facts, after)
        asks_on = max(run.since + timedelta(days=reassess - 1), run.back_on or date.min)
        answered = ordered(facts, asks_on, asks_on, day) or reassessed(facts, run, day, reassess)
        return None if answered or elsewhere(facts, after, look_back) else run
    return None


def elsewhere(facts: Facts, ended_on: date, days: int) -> bool:
    """Whether a run that ended on the day counts as reassessed elsewhere: imported, and so many days covered since."""
    brought = any(dose.on == ended_on and dose.imported for dose in facts.doses)
    return brought and all(ended_on + timedelta(days=more) in facts.covered for more in range(days))


def answered_elsewhere(facts: Facts, day: date, reassess: int, look_back: int) -> Run | None:
    """The latest run before the day that counts as reassessed elsewhere, if no later run stands between."""
    covered = [one for one in facts.covered_in_order if facts.first_dose_on <= one <= day]
    for before, after in reversed([*pairwise(covered)]):
        if (after - before).days > reassess:
            return missed_run(facts, after) if elsewhere(facts, after, look_back) else None
    return None


def titration_began_on(facts: Facts, day: date, today: date, standard: Standard) -> date:
    """Day 1 for the limits on increases: the first dose, or the restart after many missed days (D7)."""
    began, reassess = facts.first_dose_on, standard["missed_reassess"].whole
    reinduct = standard["missed_reinduct"].whole
    if never_logged(facts, day):
        return began
    run = current_run(facts, day, today)
    if run.unknown >= reinduct and not resumed(facts, run, day, reassess):
        return day
    before = facts.first_dose_on - ONE_DAY
    for covered in (one for one in facts.covered_in_order if facts.first_dose_on <= one < day):
        if (covered - before).days - 1 >= reinduct:
            gap = missed_run(facts, covered)
            began = began if resumed(facts, gap, covered, reassess) else covered
        before = covered
    return began
