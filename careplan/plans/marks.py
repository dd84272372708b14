"""What the overview shows of a plan: what its clock reads, and its versions."""

from dataclasses import fields

from sqlalchemy import func, select

from careplan.clients.models import Episode
from careplan.ground.corrections import live
from careplan.ground.marks import EPISODE, SERVICES, Rows, mark
from careplan.ground.offers import Marks
from careplan.plans.models import CarePlan, Goal
from careplan.plans.queries.readings import ClockRow, facts_of
from careplan.plans.rules.versions import Version


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


MARKS = Marks((ClockRow, Version), overview=lambda: [_clock(), _versions()])
