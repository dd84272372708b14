"""What banner and overview of a record stand on, in SQL: each kind is a branch of one statement."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import BindParameter, Date, Select, String, bindparam, cast, literal, null, select

from careplan.ground.types import Id

SERVICES: BindParameter[Any] = bindparam("services", expanding=True)
EPISODE, CLIENT, KEYWORKER = (bindparam(name, type_=Id) for name in ("episode", "client", "keyworker"))
ON = bindparam("on", type_=Date)
Rows = Select[*tuple[Any, ...]]


def mark(kind: str, id_: Any, words: Iterable[Any] = (), days: Iterable[Any] = ()) -> Rows:
    """A branch that reads one kind of `offers.Mark`: at most two words and four days."""
    texts = [*words, cast(null(), String), cast(null(), String)][:2]
    dates = [*days, *(cast(null(), Date) for _ in range(4))][:4]
    columns = (literal(kind), id_, *texts, *dates)
    return select(*(column.label(f"c{place}") for place, column in enumerate(columns)))
