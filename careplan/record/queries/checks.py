"""What the checks of a record read beside what overview and rooms read anyway, as branches of its one statement."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, literal_column, or_, select
from sqlalchemy.orm import aliased

from careplan.assessment.models import Answer, Assessment
from careplan.clients.registers.rows import of_client
from careplan.ground.corrections import live
from careplan.ground.marks import CLIENT, EPISODE, ON, SERVICES, Rows, mark
from careplan.harm_reduction.registers import NALOXONE, BbvEvent, NaloxoneSupply
from careplan.people.registers import RELATIONS, Consent, Relation
from careplan.plans.models import CarePlan, Goal
from careplan.record.rules.checks.case import (
    ITEMS,
    GoalOf,
    Kit,
    MayTreat,
    OpenAction,
    StillTold,
    StoredAnswer,
    Virus,
)
from careplan.risk.models import RiskAction

FACTS = (StoredAnswer, Kit, Virus, OpenAction, GoalOf, MayTreat, StillTold)

ITEMS_IN_SQL: list[Any] = [literal_column(f"'{item}'") for item in sorted(ITEMS)]
"""Codes of this house: as parameters they would be sent each time."""


def rows() -> Iterator[Rows]:
    """A SELECT for each kind of fact."""
    yield from (_answers(), _kits(), _viruses(), _actions(), _goals(), _consents(), _told())


def _answers() -> Rows:
    """The latest answers of the episode to the items that checks read, up to the latest risk assessment and since.

    A copy that nobody confirmed says what its source says, or nothing of this stay.
    """
    row, when = Answer, (Assessment.completed_on, Assessment.started_on)
    told_on = func.coalesce(row.confirmed_on, row.brought_on, *when)
    since = func.coalesce(told_on > _assessed_on(), False)
    newest = (told_on.desc(), Assessment.started_on.desc(), row.recorded_at.desc(), Assessment.id.desc())
    place = func.row_number().over(partition_by=(row.item, since), order_by=newest).label("place")
    told = (
        select(row.id.label("id"), row.item, row.value, told_on.label("told_on"), since.label("since"), place)
        .join(Assessment, Assessment.root_id == row.assessment_id)
        .where(Assessment.episode_id == EPISODE, live(Assessment), live(row), row.status == "answered")
        .where(row.item.in_(ITEMS_IN_SQL), or_(row.carried_from.is_(None), row.confirmed_on.is_not(None)))
        .subquery()
        .c
    )
    columns = {"item": told.item, "value": told.value, "told_on": told.told_on, "since": told.since}
    return mark(StoredAnswer, told.id, told.told_on, **columns).where(told.place == 1)


def _assessed_on() -> Any:
    """The day of the latest risk assessment of the episode."""
    row = aliased(Assessment)
    mine = (row.episode_id == EPISODE, row.kind == "risk", live(row))
    return select(func.max(row.completed_on)).where(*mine).scalar_subquery()


def _kits() -> Rows:
    row = NaloxoneSupply
    kit = mark(Kit, row.id, row.happened_on, happened_on=row.happened_on, expires_on=row.expires_on)
    return kit.where(of_client(NALOXONE, CLIENT), live(row), row.expires_on > ON)


def _viruses() -> Rows:
    row = BbvEvent
    return mark(Virus, row.id, row.happened_on, kind=row.kind).where(row.episode_id == EPISODE, live(row))


def _actions() -> Rows:
    row = RiskAction
    return (
        mark(OpenAction, row.id, row.due_on, domain=row.domain)
        .join(Assessment, Assessment.root_id == row.assessment_id)
        .where(Assessment.episode_id == EPISODE, live(Assessment), live(row), row.done_on.is_(None))
    )


def _goals() -> Rows:
    row = Goal
    return (
        mark(GoalOf, row.id, plan_id=CarePlan.id, domain=row.domain)
        .join(CarePlan, CarePlan.root_id == row.care_plan_id)
        .where(CarePlan.episode_id == EPISODE, live(CarePlan), live(row), CarePlan.agreed_on.is_not(None))
    )


def _consents() -> Rows:
    """Consents about treatment that hold."""
    row = Consent
    ends = (or_(end.is_(None), end > ON) for end in (row.withdrawn_on, row.expires_on))
    mine = (row.episode_id == EPISODE, live(row), row.purpose == "treatment", row.basis != "override")
    return mark(MayTreat, row.id, row.given_on, basis=row.basis).where(*mine, *ends)


def _told() -> Rows:
    """Who is marked as may be told, though the last consent that names them has ended."""
    row, person = Consent, Relation
    ended = or_(row.withdrawn_on <= ON, row.expires_on <= ON)
    named = func.lower(row.party) == func.lower(person.name)
    holds = select(Consent.id).where(
        Consent.episode_id == EPISODE, live(Consent), ~func.coalesce(ended, False)
    )
    same = func.lower(Consent.party) == func.lower(person.name)
    in_use = or_(person.until.is_(None), person.until > ON)
    return (
        mark(StillTold, row.id, row.given_on, party=row.party)
        .join(person, named)
        .where(row.episode_id == EPISODE, row.service_id.in_(SERVICES), live(row), ended)
        .where(of_client(RELATIONS, CLIENT), live(person), in_use, person.may_be_told.is_(True))
        .where(~holds.where(same).correlate(person).exists())
    )
