"""A fact is superseded by its correction or struck out as recorded by mistake; both are told whole."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, inspect, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

import careplan.rooms  # noqa: F401
from careplan.clients.models import Client
from careplan.ground.clock import now
from careplan.ground.corrections import is_live, live, live_at, live_until, strike, supersede
from careplan.ground.db import Base, Entered, Recorded
from careplan.ground.guards import guarded
from careplan.plans.models import CarePlan, Goal
from careplan.prescribing.models import DoseEvent
from tests.factories.plans import GoalFactory
from tests.factories.prescribing import DoseEventFactory


def correction_of(dose: DoseEvent, **changes: object) -> DoseEvent:
    names = ("course_id", "service_id", "happened_on", "slot", "mode", "status", "mg")
    same = {name: getattr(dose, name) for name in names}
    return DoseEvent(**(same | changes), recorded_by="nurse")


def ids(session: Session, condition: object) -> list[str]:
    return list(session.scalars(select(DoseEvent.id).where(condition)))  # type: ignore[arg-type]


def test_a_correction_names_the_wrong_row_and_the_wrong_row_its_correction(session: Session) -> None:
    wrong = DoseEventFactory()
    right = supersede(wrong, correction_of(wrong, status="missed", mg=None), reason=" misread ")
    assert (right.corrects, right.root_id, right.correction_reason) == (wrong.id, wrong.root_id, "misread")
    assert (wrong.superseded_by, wrong.superseded_at) == (right.id, right.recorded_at)
    assert (is_live(wrong), is_live(right)) == (False, True)
    assert ids(session, live(DoseEvent)) == [right.id]


def test_a_struck_row_is_dead_from_then_on_and_alive_before(session: Session) -> None:
    dose = DoseEventFactory()
    before = now()
    strike(dose, by="nurse", reason="Another client's dose")
    assert not is_live(dose)
    assert ids(session, live(DoseEvent)) == []
    assert ids(session, live_until(DoseEvent, before)) == [dose.id]
    assert ids(session, live_at(DoseEvent, before)) == [dose.id]
    assert ids(session, live_until(DoseEvent, now() + timedelta(seconds=1))) == []


def test_a_struck_row_leaves_its_place_to_the_right_one(session: Session) -> None:
    dose = DoseEventFactory()
    strike(dose, by="nurse", reason="Another client's dose")
    again = correction_of(dose)
    session.add(again)
    session.flush()
    assert ids(session, live(DoseEvent)) == [again.id]


def test_what_is_dead_is_neither_corrected_nor_struck_again(session: Session) -> None:
    dose = DoseEventFactory()
    strike(dose, by="nurse", reason="Another client's dose")
    with pytest.raises(ValueError, match="before"):
        strike(dose, by="nurse", reason="Again")
    with pytest.raises(ValueError, match="before"):
        supersede(dose, correction_of(dose), reason="Again")


@pytest.mark.parametrize(
    "half",
    [
        {"superseded_at": now()},
        {"superseded_by": "no-such-row"},
        {"struck_at": now()},
        {"struck_at": now(), "struck_by": "nurse"},
        {"struck_at": now(), "struck_reason": "wrong client"},
    ],
)
def test_no_end_is_told_by_half(session: Session, half: dict[str, object]) -> None:
    dose = DoseEventFactory()
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(update(DoseEvent).where(DoseEvent.id == dose.id).values(half))


def test_a_successor_exists_at_the_latest_at_commit(session: Session) -> None:
    dose = DoseEventFactory()
    ended = {"superseded_at": now(), "superseded_by": "no-such-row"}
    session.execute(update(DoseEvent).where(DoseEvent.id == dose.id).values(ended))
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        with pytest.raises(IntegrityError), session.begin_nested():
            session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    else:
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check(dose_events)").fetchall()
        assert [row[2] for row in broken] == ["dose_events"]


def test_every_chain_has_the_deferred_key_on_this_database(session: Session) -> None:
    connection = session.connection()
    for mapper in Base.registry.mappers:
        if issubclass(mapper.class_, Recorded):
            name = mapper.local_table.name
            if connection.dialect.name == "postgresql":
                keys = inspect(connection).get_foreign_keys(name)
                (key,) = [key for key in keys if key["constrained_columns"] == ["superseded_by"]]
                assert key["options"] == {"deferrable": True, "initially": "DEFERRED"}, name
            else:
                (sql,) = connection.exec_driver_sql(
                    "SELECT sql FROM sqlite_master WHERE name = ?", (name,)
                ).one()
                assert f"REFERENCES {name} (id) DEFERRABLE INITIALLY DEFERRED" in sql, name


def tables_of_facts() -> list[str]:
    facts = [m.local_table.name for m in Base.registry.mappers if issubclass(m.class_, Entered)]
    return sorted({*facts, "trail_entries", "signed_figures", "signed_records"})


@pytest.mark.parametrize("name", tables_of_facts())
def test_no_table_of_the_record_or_the_trail_is_emptied(session: Session, name: str) -> None:
    connection = session.connection()
    assert guarded(Base.metadata.tables[name])
    if connection.dialect.name == "postgresql":
        with pytest.raises(DBAPIError, match="write a correction"), session.begin_nested():
            session.execute(text(f'TRUNCATE "{name}" CASCADE'))
    else:
        sql = f"SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = 'keep_{name}_delete'"
        assert connection.exec_driver_sql(sql).fetchone() is not None


def test_a_client_is_never_deleted_and_a_goal_only_while_its_plan_is_a_draft(session: Session) -> None:
    goal = GoalFactory()
    with pytest.raises(IntegrityError, match="write a correction"), session.begin_nested():
        session.execute(delete(Client))
    with pytest.raises(IntegrityError, match="write a correction"), session.begin_nested():
        session.execute(update(CarePlan).values(agreed_on=CarePlan.drafted_on, agreement="signed"))
        session.execute(delete(Goal).where(Goal.id == goal.id))
    session.execute(delete(Goal).where(Goal.id == goal.id))
    assert session.scalars(select(Goal)).all() == []
