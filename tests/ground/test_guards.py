"""The database itself refuses to change or delete the record."""

from datetime import date

import pytest
from sqlalchemy import Table, delete, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

import careplan.rooms  # noqa: F401
from careplan.assessment.models import Answer, Assessment
from careplan.ground.clock import now
from careplan.ground.db import Base, Recorded, Untrailed
from careplan.plans.models import CarePlan, Goal
from careplan.prescribing.models import Course, DoseEvent
from careplan.trail.actions import write
from careplan.trail.models import TrailEntry
from tests.factories.assessment import AnswerFactory, AssessmentFactory
from tests.factories.plans import CarePlanFactory, GoalFactory
from tests.factories.prescribing import CourseFactory, DoseEventFactory


def refused(session: Session, statement: object) -> bool:
    """Whether the database refuses the statement in the record's own words."""
    try:
        with session.begin_nested():
            session.execute(statement)  # type: ignore[call-overload]
    except IntegrityError as refusal:  # which a request answers with 409, never 500
        return "write a correction" in str(refusal.orig)
    return False


def test_the_trail_can_be_neither_changed_nor_deleted(session: Session) -> None:
    write("test.done", by="tests", subject="tests:1")
    session.flush()
    assert refused(session, update(TrailEntry).values(actor="somebody else"))
    assert refused(session, delete(TrailEntry))


def test_a_dose_is_never_changed_or_deleted_but_may_be_superseded_once(session: Session) -> None:
    dose = DoseEventFactory()
    mine = DoseEvent.id == dose.id
    assert refused(session, update(DoseEvent).where(mine).values(status="missed"))
    assert refused(session, update(DoseEvent).where(mine).values(mg=100))
    assert refused(session, delete(DoseEvent).where(mine))
    right = DoseEventFactory(course_id=dose.course_id, service_id=dose.service_id, slot=2)
    ended = {"superseded_at": now(), "superseded_by": right.id}
    assert not refused(session, update(DoseEvent).where(mine).values(ended))
    assert refused(session, update(DoseEvent).where(mine).values(dict.fromkeys(ended)))


@pytest.mark.only_on("sqlite")
def test_replacing_a_row_under_its_own_id_is_refused_on_sqlite(session: Session) -> None:
    dose = DoseEventFactory()
    again = text("INSERT OR REPLACE INTO dose_events SELECT * FROM dose_events WHERE id = :id").bindparams(
        id=dose.id
    )
    assert refused(session, again)


def test_an_end_is_filled_once(session: Session) -> None:
    course = CourseFactory()
    mine = Course.id == course.id
    assert not refused(session, update(Course).where(mine).values(ended_on=date(2025, 6, 1)))
    assert refused(session, update(Course).where(mine).values(ended_on=date(2025, 7, 1)))
    assert refused(session, update(Course).where(mine).values(ended_on=None))


def test_answers_are_open_until_the_assessment_is_completed(session: Session) -> None:
    answer = AnswerFactory()
    mine = Answer.assessment_id == answer.assessment_id
    assert not refused(session, update(Answer).where(mine).values(need=True))
    session.execute(
        update(Assessment).where(Assessment.id == answer.assessment_id).values(completed_on=date(2025, 2, 1))
    )
    assert refused(session, update(Answer).where(mine).values(need=False))
    assert refused(session, delete(Answer).where(mine))


def test_a_plan_is_open_until_it_is_agreed_and_then_only_the_copy_is_filled(session: Session) -> None:
    plan = CarePlanFactory()
    goal = GoalFactory(plan=plan)
    mine = CarePlan.id == plan.id
    assert not refused(session, update(CarePlan).where(mine).values(matters_to_me="My daughter"))
    session.execute(update(CarePlan).where(mine).values(agreed_on=date(2025, 2, 10), agreement="signed"))
    assert refused(session, update(CarePlan).where(mine).values(matters_to_me="Something else"))
    assert refused(session, update(Goal).where(Goal.id == goal.id).values(wording="Something else"))
    assert not refused(session, update(CarePlan).where(mine).values(copy_offered_on=date(2025, 2, 10)))
    assert refused(session, update(CarePlan).where(mine).values(copy_offered_on=date(2025, 3, 10)))


def recorded_tables() -> list[Table]:
    tables = [mapper.local_table for mapper in Base.registry.mappers if issubclass(mapper.class_, Recorded)]
    return sorted(tables, key=lambda table: table.name)


@pytest.mark.parametrize("table", recorded_tables(), ids=lambda table: table.name)
def test_every_record_table_below_an_episode_is_tied_to_its_service(table: Table) -> None:
    others = [key.column.table for key in table.foreign_keys if key.column.table is not table]
    above = [other for other in others if "service_id" in other.columns]
    hangs_on_service = not above and "episode_id" not in table.columns
    if "service_id" not in table.columns or table.name == "episodes" or hangs_on_service:
        return
    composite = [key for key in table.foreign_key_constraints if "service_id" in key.column_keys]
    assert any(len(key.column_keys) == 2 for key in composite), f"{table.name} is not tied to its service"


def test_a_row_of_another_service_cannot_hang_on_an_episode(session: Session) -> None:
    with pytest.raises(IntegrityError), session.begin_nested():
        AssessmentFactory(service_id="not-the-service")


def test_a_change_without_a_trail_entry_is_refused_at_commit(session: Session) -> None:
    AssessmentFactory()
    session.info.pop("trailed", None)
    with pytest.raises(Untrailed):
        session.commit()
    session.rollback()
    assert session.scalars(select(Assessment)).all() == []


def test_setting_what_is_there_already_is_no_change(session: Session) -> None:
    assessment = AssessmentFactory()
    session.commit()
    session.refresh(assessment)
    assessment.started_on = date(2025, 1, 20)
    session.commit()
    assert assessment.started_on == date(2025, 1, 20)


def test_who_and_when_are_tied_by_the_database() -> None:
    loose = []
    for table in Base.metadata.tables.values():
        for column in table.columns:
            twin = column.name.removesuffix("_at") + "_by"
            if column.name.endswith("_at") and twin in table.columns:
                tied = not column.nullable and not table.columns[twin].nullable
                checks = [*table.constraints, *(check for one in table.columns for check in one.constraints)]
                named = any(column.name in str(getattr(check, "sqltext", "")) for check in checks)
                if not (tied or named):
                    loose.append(f"{table.name}.{column.name}")
    assert loose == []


def test_every_constraint_has_a_name() -> None:
    bare = [
        f"{table.name}: {item}"
        for table in Base.metadata.tables.values()
        for item in table.constraints
        if not item.name
    ]
    assert bare == []
