"""Statements that are made once: each is itself, says what SQLAlchemy would say, and leaves no lost line in use."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import bindparam, column, func, inspect, literal, select, table, union_all
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import aliased

from careplan.ground.reading import _plan, load, read
from careplan.ground.scope import rows
from careplan.ground.types import CanonicalJson, Hundredths, Moment, listed
from careplan.staff.models import Service, Worker
from tests.world import build


def test_statements_that_are_read_again_are_never_taken_for_each_other(session: Any) -> None:
    word = bindparam("word")
    rows_of = [select((literal(number) + func.length(word)).label("sum")) for number in range(5)]
    rows_of += [select(func.length(word).label("sum"), literal("more")) for _ in range(2)]
    for words in ("a", "ab", "abc"):
        rows = [read(one, {"word": words})[0] for one in rows_of]
        assert [row.sum - len(words) for row in rows] == [0, 1, 2, 3, 4, 0, 0]
        assert [len(row) for row in rows] == [1, 1, 1, 1, 1, 2, 2]


def test_values_go_and_come_as_their_types_say(session: Any) -> None:
    moment = datetime(2026, 3, 31, 12, 30, tzinfo=UTC)
    values = {"at": moment, "mg": Decimal("42.5"), "told": {"b": [1], "a": "%(x)s"}}
    kinds = {"at": Moment, "mg": Hundredths, "told": CanonicalJson}
    statement = select(*(bindparam(name, type_=kind).label(name) for name, kind in kinds.items()))
    (row,) = read(statement, values)
    assert row._asdict() == values


def test_constants_are_written_as_they_are(session: Any) -> None:
    words = ["it's", "50% (of) %(all)s", "back\\slash", ":name ? $1", ""]
    statement = select(*(literal(one) for one in words), literal(-3), literal(True).label("yes"))
    (row,) = read(statement, {})
    assert [*row][:-1] == [*words, -3]
    assert row.yes


@pytest.mark.parametrize("ids", [[], ["a"], ["a", "c"], ["c", "b", "a"]])
def test_a_list_is_of_any_length(session: Any, ids: list[str]) -> None:
    letters = [select(literal(one).label("letter")) for one in "abcd"]
    rows = letters[0].union_all(*letters[1:]).subquery()
    for among in (rows.c.letter.in_(bindparam("ids", expanding=True)), listed(rows.c.letter, "ids")):
        statement = select(rows.c.letter).where(among).order_by(rows.c.letter)
        assert [row.letter for row in read(statement, {"ids": ids})] == sorted(ids)
        assert len(read(select(rows.c.letter).where(~among), {"ids": ids})) == 4 - len(ids)


def test_what_waits_to_be_written_is_written_first(session: Any) -> None:
    session.get_one(Service, build().service).name = "Renamed"
    assert "Renamed" in [row.name for row in read(select(Service.name).order_by(Service.name), {})]


def _attributes(row: Any) -> dict[str, Any]:
    return {name: value for name, value in inspect(row).dict.items() if name != "_sa_instance_state"}


def test_an_object_is_as_if_sqlalchemy_had_loaded_it(session: Any, statements: list[str]) -> None:
    world = build()
    session.flush()
    query = select(Service, Worker, func.length(Worker.name)).where(Service.id == bindparam("service"))
    query = query.join(Worker, Worker.id == bindparam("worker"))
    values = {"worker": world.keyworker, "service": world.service}
    session.expunge_all()
    plain = [_attributes(one) for one in session.execute(query, values).one()[:2]]
    session.expunge_all()
    statements.clear()
    ((service, worker, length),) = load(query, values)
    assert [_attributes(one) for one in (service, worker)] == plain
    assert length == len(worker.name)
    assert session.get_one(Worker, world.keyworker) is worker
    assert not session.dirty
    assert len(statements) == 1
    worker.name = "Renamed"
    session.flush()
    assert session.scalar(select(Worker.name).where(Worker.id == worker.id)) == "Renamed"


def test_an_object_that_was_changed_since_keeps_its_change(session: Any) -> None:
    world = build()
    session.flush()
    session.expunge_all()
    query, values = select(Worker).where(Worker.id == bindparam("worker")), {"worker": world.keyworker}
    ((worker,),) = load(query, values)
    with session.no_autoflush:
        worker.name = "Renamed"
        ((again,),) = load(query, values)
    assert again is worker
    assert worker.name == "Renamed"


def test_each_is_counted_as_a_statement(session: Any, statements: list[str]) -> None:
    build()
    session.flush()
    statements.clear()
    assert read(select(Worker.id).order_by(Worker.id), {})
    assert len(statements) == 1


def test_what_the_database_refuses_is_raised_as_sqlalchemy_does(session: Any) -> None:
    with pytest.raises(DBAPIError) as failure, session.begin_nested():
        read(select(column("x")).select_from(table("nowhere")), {})
    assert "nowhere" in str(failure.value.orig)
    assert not failure.value.connection_invalidated


def test_a_statement_is_made_once_for_all_lengths_of_a_list_that_is_one_value(session: Any) -> None:
    ids = select(Worker.id).where(listed(Worker.id, "ids"))
    before = _plan.cache_info().currsize
    for number in range(5):
        assert read(ids, {"ids": ["nobody"] * number}) == []
    assert _plan.cache_info().currsize == before + 1


@pytest.mark.parametrize(
    "statement",
    [
        select(Worker),
        select(Worker.id, aliased(Service)),
        union_all(select(Worker.id), select(Service)),
    ],
)
def test_whole_objects_are_refused_and_never_cut_into_columns(session: Any, statement: Any) -> None:
    for reader in (rows, lambda one: read(one, {})):
        with pytest.raises(TypeError, match="name the columns"):
            reader(statement)


def test_what_is_reckoned_from_an_object_is_a_column(session: Any) -> None:
    build()
    names = select(Worker.id, select(func.count(Service.id)).scalar_subquery(), func.lower(Worker.name))
    assert rows(names) == read(names, {}) != []
