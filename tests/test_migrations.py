"""The migrations go up and down, and lead exactly to what the models say, on the database under test."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.exc import IntegrityError

import careplan.rooms  # noqa: F401
from careplan.ground.db import Base, promise
from careplan.ground.guards import install
from careplan.ground.migrations import at_head, differences, downgrade, upgrade


@pytest.fixture
def empty(database_url: str, tmp_path: object) -> Iterator[Connection]:
    """A connection to an empty place: a fresh file, or a fresh schema."""
    if database_url.startswith("sqlite"):
        engine = create_engine(f"sqlite:///{tmp_path}/empty.sqlite")
        promise(engine)
        with engine.connect() as connection, connection.begin():
            yield connection
    else:
        engine = create_engine(database_url)
        with engine.connect() as connection:
            outer = connection.begin()
            connection.execute(text("CREATE SCHEMA migrating"))
            connection.execute(text("SET LOCAL search_path TO migrating"))
            yield connection
            outer.rollback()
    engine.dispose()


def tables(connection: Connection) -> set[str]:
    inspector = inspect(connection)
    return set(inspector.get_table_names()) - {"alembic_version"}


def test_up_leads_to_the_models_and_down_to_nothing(empty: Connection) -> None:
    upgrade(empty)
    assert tables(empty) == set(Base.metadata.tables)
    differences(empty)
    assert at_head(empty)
    downgrade(empty)
    assert tables(empty) == set()
    assert not at_head(empty)


def checks(connection: Connection) -> dict[str, set[str]]:
    inspector = inspect(connection)
    return {
        table: {
            f"{check['name']}: {' '.join(str(check['sqltext']).split())}"
            for check in inspector.get_check_constraints(table)
        }
        for table in tables(connection)
    }


def test_migrations_write_the_same_check_constraints_as_the_models(empty: Connection) -> None:
    upgrade(empty)
    migrated = checks(empty)
    downgrade(empty)
    Base.metadata.create_all(empty)
    install(empty, Base.metadata)
    assert checks(empty) == migrated


def test_upgrading_twice_changes_nothing(empty: Connection) -> None:
    upgrade(empty)
    upgrade(empty)
    assert at_head(empty)


def test_a_row_of_another_client_is_told_from_its_reason_once(empty: Connection) -> None:
    upgrade(empty, "0036_supplies_that_last")
    insert = text(
        "INSERT INTO clients (id, root_id, first_name, last_name, date_of_birth, sex, found_by, recorded_at, "
        "recorded_by, struck_at, struck_by, struck_reason) VALUES (:id, :id, 'Elin', 'Other', '1980-01-01', 'female', "
        "'elin', '2025-01-01 00:00:00', 'w', '2025-01-02 00:00:00', 'w', :reason)"
    )
    for id_, reason in {"a": "Recorded in the wrong record: Elin", "b": "Entered twice"}.items():
        empty.execute(insert, {"id": id_, "reason": reason})
    upgrade(empty)
    rows = empty.execute(text("SELECT id, wrong_client FROM clients ORDER BY id")).all()
    assert [(id_, bool(wrong)) for id_, wrong in rows] == [("a", True), ("b", False)]


def test_an_answer_that_was_struck_out_leaves_its_place_to_the_right_one(empty: Connection) -> None:
    upgrade(empty, "0038_answers_in_one_text")
    kept = empty.begin_nested()
    if empty.dialect.name == "sqlite":
        empty.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    else:
        empty.exec_driver_sql("SET session_replication_role = replica")
    level = (
        "INSERT INTO risk_levels (assessment_id, domain, service_id, level, recorded_at, recorded_by{0}) "
        "VALUES ('a', 'self', 's', 'low', '2025-01-01 00:00:00', 'w'{1})"
    )
    struck = ", struck_at, struck_by, struck_reason"
    empty.execute(text(level.format(struck, ", '2025-01-02 00:00:00', 'w', 'not hers'")))
    upgrade(empty)
    empty.execute(text(level.format(", slot", ", 2")))
    again = empty.begin_nested()
    with pytest.raises(IntegrityError):
        empty.execute(text(level.format(", slot", ", 3")))
    again.rollback()
    rows = empty.execute(text("SELECT slot, struck_reason FROM risk_levels ORDER BY slot")).all()
    assert [tuple(row) for row in rows] == [(1, "not hers"), (2, None)]
    kept.rollback()


def test_a_case_that_was_corrected_between_two_keyworkers_keeps_them_in_order(empty: Connection) -> None:
    upgrade(empty, "0051_prescribing_reviews")
    kept = empty.begin_nested()
    if empty.dialect.name == "sqlite":
        empty.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    else:
        empty.exec_driver_sql("SET session_replication_role = replica")
    episode = text(
        "INSERT INTO episodes (id, root_id, client_id, service_id, keyworker_id, referred_on, referral_source, "
        "recorded_at, recorded_by, superseded_at, superseded_by) "
        "VALUES (:id, 'e', 'c', 's', 'kim', :on, 'self', :at, 'w', :ended, :next)"
    )
    first = {"id": "e", "on": "2025-01-07", "at": "2025-01-06 00:00:00"}
    empty.execute(episode, first | {"ended": "2025-02-01 00:00:00", "next": "f"})
    second = {"id": "f", "on": "2025-01-06", "at": "2025-02-01 00:00:00", "ended": None, "next": None}
    empty.execute(episode, second)
    moved = text(
        "INSERT INTO trail_entries (id, at, actor, action, subject, detail) "
        "VALUES (:id, :at, 'w', 'episode.allocated', :subject, :detail)"
    )
    for id_, at, before, after in (("e", "2025-01-20", "ann", "bob"), ("f", "2025-03-01", "bob", "kim")):
        detail = f'{{"after":"{after}","before":"{before}"}}'
        values = {"id": id_, "at": f"{at} 12:00:00", "subject": f"episodes:{id_}", "detail": detail}
        empty.execute(moved, values)
    upgrade(empty, "0052_keyworkers")
    told = text("SELECT worker_id, from_on, episode_id FROM keyworkers ORDER BY from_on, recorded_at, id")
    rows = [(row[0], str(row[1]), row[2]) for row in empty.execute(told)]
    assert rows == [("ann", "2025-01-06", "e"), ("bob", "2025-01-20", "e"), ("kim", "2025-03-01", "e")]
    kept.rollback()


def test_walk_ins_of_the_diary_stand_on_the_duty_list(empty: Connection) -> None:
    upgrade(empty, "0060_outside_referrals")
    kept = empty.begin_nested()
    if empty.dialect.name == "sqlite":
        empty.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    else:
        empty.exec_driver_sql("SET session_replication_role = replica")
    before = "INSERT INTO {0} (id, root_id, recorded_at, recorded_by, {1}) VALUES ({2})"
    client = "'c', 'c', '2025-01-01 00:00:00', 'w', 'Wren', 'Alder', '1980-01-01', 'female', 'alder'"
    empty.execute(
        text(before.format("clients", "first_name, last_name, date_of_birth, sex, found_by", client))
    )
    episode = "'e', 'e', '2025-01-01 00:00:00', 'w', 'c', 's', '2025-01-01', 'self'"
    columns = "client_id, service_id, referred_on, referral_source"
    empty.execute(text(before.format("episodes", columns, episode)))
    columns = "episode_id, service_id, purpose, clinic, starts_at, outcome, outcome_at, outcome_by"
    values = ":id, :id, '2025-07-01 09:00:00', 'w', 'e', 's', 'other', :clinic, '2025-07-01 09:10:00', :came, :at, :by"
    booked = text(before.format("appointments", columns, values))
    came = {"came": "attended", "at": "2025-07-01 09:30:00", "by": "kim"}
    waits = dict.fromkeys(("came", "at", "by"))
    for id_, clinic, outcome in (
        ("a", "Walk-in", came),
        ("b", "Walk-in", waits),
        ("d", "Blood tests", waits),
    ):
        empty.execute(booked, {"id": id_, "clinic": clinic, **outcome})
    upgrade(empty)
    told = text("SELECT id, who, client_id, came_at, seen_by, seen_at, words FROM walk_ins ORDER BY id")
    assert [tuple(row) for row in empty.execute(told)] == [
        ("a", "Wren Alder", "c", "10:10", "kim", "10:30", None),
        ("b", "Wren Alder", "c", "10:10", None, None, None),
    ]
    struck = text("SELECT id, struck_reason FROM appointments WHERE struck_at IS NOT NULL")
    assert [tuple(row) for row in empty.execute(struck)] == [("b", "Walk-ins stand on the duty list")]
    downgrade(empty, "0060_outside_referrals")
    upgrade(empty)
    assert empty.execute(text("SELECT count(*) FROM walk_ins")).scalar() == 2
    kept.rollback()
