"""What the database itself refuses: deleting a record row, changing a fact, filling an end twice.

A table says so in its `info`: `{"fixed": True}` keeps every column; `fill_once` names columns that may go from empty
to filled; `fixed_when` is a condition on the old row under which the rule holds (a draft may still be edited).
"""

from collections.abc import Iterator

from sqlalchemy import Connection, MetaData, Table

REFUSAL = "the record is not changed or deleted: write a correction"


def _fixed_columns(table: Table) -> tuple[list[str], list[str]]:
    once = list(table.info.get("fill_once", ()))
    free = set(once) | set(table.info.get("free", ()))
    return [column.name for column in table.columns if column.name not in free], once


def _change(table: Table, different: str) -> str:
    fixed, once = _fixed_columns(table)
    changed = [f'OLD."{name}" {different} NEW."{name}"' for name in fixed]
    refilled = [f'(OLD."{name}" IS NOT NULL AND OLD."{name}" {different} NEW."{name}")' for name in once]
    return " OR ".join(changed + refilled)


def _sqlite(table: Table) -> Iterator[str]:
    when = table.info.get("fixed_when", "1 = 1")
    for act, condition in (("UPDATE", f"({when}) AND ({_change(table, 'IS NOT')})"), ("DELETE", f"({when})")):
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
        f"IF TG_OP = 'DELETE' THEN IF ({when}) THEN RAISE {refusal}; END IF; RETURN OLD; END IF; "
        f"IF ({when}) AND ({_change(table, 'IS DISTINCT FROM')}) THEN RAISE {refusal}; END IF; "
        "RETURN NEW; END $$"
    )
    yield f'DROP TRIGGER IF EXISTS {name} ON "{table.name}"'
    yield f'CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON "{table.name}" FOR EACH ROW EXECUTE FUNCTION {name}()'


def install(connection: Connection, metadata: MetaData) -> None:
    """(Re)create the triggers of all tables that ask for them; batch migrations on SQLite drop them silently."""
    write = _sqlite if connection.dialect.name == "sqlite" else _postgresql
    for table in metadata.sorted_tables:
        if table.info.get("fixed") or "fill_once" in table.info:
            for statement in write(table):
                connection.exec_driver_sql(statement.replace("%", "%%"))
