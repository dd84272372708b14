"""What the database itself refuses: deleting a record row, changing a fact, filling an end twice, emptying a table.

A table says so in its `info`: `{"fixed": True}` keeps every column; `fill_once` names columns that may go from empty
to filled; `fixed_when` is a condition on the old row under which the rule holds (a draft may still be edited). What
ends a recorded row's life (`ENDS`) is filled once where the table does not name it `free`. No row of the record or of
the trail is deleted, what belongs to a draft (`{"draft": True}`, while `fixed_when` is not met) apart, and PostgreSQL
refuses TRUNCATE.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, MetaData, Table

from careplan.ground.db import ENDS

REFUSAL = "the record is not changed or deleted: write a correction"


def _fixed_columns(table: Table) -> tuple[list[str], list[str]]:
    """Columns that never change, and columns that are filled once."""
    free = set(table.info.get("free", ()))
    ends = (name for name in ENDS if name in table.columns and name not in free)
    once = [*table.info.get("fill_once", ()), *ends]
    free |= set(once)
    kept = table.info.get("fixed") or "fill_once" in table.info
    return [column.name for column in table.columns if kept and column.name not in free], once


def _change(table: Table, different: str) -> str:
    fixed, once = _fixed_columns(table)
    changed = [f'OLD."{name}" {different} NEW."{name}"' for name in fixed]
    refilled = [f'(OLD."{name}" IS NOT NULL AND OLD."{name}" {different} NEW."{name}")' for name in once]
    return " OR ".join(changed + refilled)


def _deleting(table: Table, when: str) -> str:
    """The condition under which a row may not be deleted: always, but for an unagreed draft."""
    return when if table.info.get("draft") else "1 = 1"


def _sqlite(table: Table) -> Iterator[str]:
    when = table.info.get("fixed_when", "1 = 1")
    change = f"({when}) AND ({_change(table, 'IS NOT')})"
    for act, condition in (("UPDATE", change), ("DELETE", _deleting(table, when))):
        name = f"keep_{table.name}_{act.lower()}"
        yield f"DROP TRIGGER IF EXISTS {name}"
        yield (
            f'CREATE TRIGGER {name} BEFORE {act} ON "{table.name}" WHEN {condition} '
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )


def _postgresql(table: Table) -> Iterator[str]:
    when = table.info.get("fixed_when", "TRUE")
    name = f"keep_{table.name}"
    refusal = f"EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'"
    yield (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'TRUNCATE' THEN RAISE {refusal}; END IF; "
        f"IF TG_OP = 'DELETE' THEN IF ({_deleting(table, when)}) THEN RAISE {refusal}; END IF; RETURN OLD; END IF; "
        f"IF ({when}) AND ({_change(table, 'IS DISTINCT FROM')}) THEN RAISE {refusal}; END IF; "
        "RETURN NEW; END $$"
    )
    for suffix, act, each in (("", "UPDATE OR DELETE", "ROW"), ("_whole", "TRUNCATE", "STATEMENT")):
        yield f'DROP TRIGGER IF EXISTS {name}{suffix} ON "{table.name}"'
        yield (
            f'CREATE TRIGGER {name}{suffix} BEFORE {act} ON "{table.name}" '
            f"FOR EACH {each} EXECUTE FUNCTION {name}()"
        )


def guarded(table: Table) -> bool:
    """Whether the table holds facts of the record or the trail."""
    return bool(table.info.get("fixed") or "fill_once" in table.info or "recorded_at" in table.columns)


def install(connection: Connection, metadata: MetaData) -> None:
    """(Re)create the triggers of these tables; batch migrations on SQLite drop them silently."""
    write = _sqlite if connection.dialect.name == "sqlite" else _postgresql
    for table in metadata.sorted_tables:
        if guarded(table):
            for statement in write(table):
                connection.exec_driver_sql(statement.replace("%", "%%"))
