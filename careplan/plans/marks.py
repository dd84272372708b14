"""What the overview shows of a plan: what its clock reads, and its versions."""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any

from sqlalchemy import func, select

from careplan.clients.models import Episode
from careplan.ground.corrections import live
from careplan.ground.marks import EPISODE, SERVICES, Rows, mark
from careplan.ground.offers import Gap, Marks
from careplan.plans.labels import CLOCK
from careplan.plans.models import CarePlan, Goal
from careplan.plans.queries.readings import ClockRow, facts_of
from careplan.plans.queries.today import PlanSummary
from careplan.plans.rules.clock import ClockStatus
from careplan.plans.rules.versions import Version
from careplan.ui.words import counted


def _clock() -> Rows:
    row = facts_of(Episode.root_id == EPISODE).order_by(None).subquery("clock").c
    return mark(ClockRow, row.id, **{field.name: row[field.name] for field in fields(ClockRow)})


def _versions() -> Rows:
    row = CarePlan
    goals = select(func.count()).where(Goal.care_plan_id == row.root_id, live(Goal)).correlate(row)
    number = {"version": row.version, "goals": goals.scalar_subquery()}
    agreed = {"agreed_on": row.agreed_on, "agreement": row.agreement}
    copy = {"copy_offered_on": row.copy_offered_on, "copy_taken": row.copy_taken}
    version = mark(Version, row.id, id=row.id, **number, **agreed, **copy)
    return version.where(row.episode_id == EPISODE, row.service_id.in_(SERVICES), live(row))


_PLAN = ("Care plan to agree", "plans.overview")
_REVIEW = ("Care plan review", "plans.hold_review")
_CLOCK = {
    ClockStatus.PLAN_MISSING: (*_PLAN, True),
    ClockStatus.PLAN_NOT_YET: (*_PLAN, False),
    ClockStatus.OVERDUE: (*_REVIEW, True),
    ClockStatus.LATE_LOCAL: (*_REVIEW, True),
    ClockStatus.DUE_SOON: (*_REVIEW, False),
}
"""What a state of the clock asks for, where that is done, and whether it is late."""


def _gaps(shown: Iterable[Any], *_: Any) -> Iterator[Gap]:
    """A draft, the wait for the first plan, what the clock asks for, the copy."""
    for one in (one for one in shown if isinstance(one, PlanSummary)):
        plan, reading = one.plan, one.reading
        if one.draft_id is not None:
            where = ("plan_id", one.draft_id)
            words = "Care plan written, not agreed yet"
            yield Gap(words, "Draft", "plans.version", (where,), order=50)
        if reading.waited is not None:
            words, state = CLOCK[ClockStatus.WAITING][0], counted(reading.waited, "day")
            yield Gap(words, state, "assessment.index", late=reading.too_long, order=50)
        if reading.status in _CLOCK and not (one.draft_id and plan is None):
            words, endpoint, late = _CLOCK[reading.status]
            yield Gap(words, CLOCK[reading.status][0], endpoint, late=late, order=50)
        if plan is not None and plan.copy_offered_on is None:
            words, where = "Copy of the care plan not offered", ("plan_id", plan.id)
            yield Gap(words, "Missing", "plans.offer_copy", (where,), order=50)


MARKS = Marks((ClockRow, Version), overview=lambda: [_clock(), _versions()], gaps=_gaps)
