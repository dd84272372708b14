"""What banner and overview of a record stand on, in SQL: each kind of fact is a branch of one statement."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import BindParameter, Date, Integer, Select, Text, bindparam, cast, literal, null, select

from careplan.ground.types import Id, json_object

SERVICES: BindParameter[Any] = bindparam("services", expanding=True)
EPISODE, CLIENT, KEYWORKER = (bindparam(name, type_=Id) for name in ("episode", "client", "keyworker"))
ON = bindparam("on", type_=Date)
SIZE, FIRST = bindparam("size", type_=Integer), bindparam("first", type_=Integer)
"""How many rows a page of a list has, and the place of its first one, counted from 0."""
NO_DAY = cast(null(), Date)
Rows = Select[*tuple[Any, ...]]


def kind_of(fact: type[Any]) -> str:
    """How a statement names a class of facts."""
    return f"{fact.__module__}.{fact.__qualname__}"


def mark(fact: type[Any], id_: Any, on: Any = NO_DAY, **fields: Any) -> Rows:
    """A branch that reads facts of a frozen class: kind, id, the day by which they are ordered, fields as JSON."""
    columns = (literal(kind_of(fact)), id_, on, cast(json_object(**fields), Text))
    return select(*(column.label(f"c{place}") for place, column in enumerate(columns)))


@cache
def reader(facts: Iterable[type[Any]]) -> Callable[[str, str], Any]:
    """What makes a fact of its kind and its JSON text, for these classes."""
    decoders = {kind_of(fact): msgspec.json.Decoder(fact) for fact in facts}
    return lambda kind, text: decoders[kind].decode(text)


@dataclass(frozen=True, slots=True)
class Offered:
    """A row that the record offers for the table of an item: its words by column, whom it is of with the source, and by
    name alone.

    A choice of the table stands in its words, yes or no as "yes" or "no"; what the record does not say is left out.
    """

    cells: Mapping[str, str]
    source: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What the record knows beside an item of a checklist, so that it is read there and not asked twice.

    `rows(alive)`: a SELECT of facts (on a day) of the table's rows that are `alive`. `words(facts,
    on)`: their lines on the day. `endpoint`: the page of a record on which they are changed. `offers(facts, on)`: the
    rows with which the table of an item begins.
    """

    item: str
    fact: type[Any]
    rows: Callable[[Callable[[Any], Any]], Rows]
    words: Callable[[Any, date], Iterable[str]]
    endpoint: str
    offers: Callable[[Iterable[Any], date], Iterable[Offered]] | None = None
