"""What rooms show of the clients of one page of the caseload."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import CompoundSelect, union_all

from careplan.ground.marks import kind_of, reader
from careplan.ground.offers import Listed
from careplan.ground.reading import read


def cells(
    columns: tuple[Listed, ...], services: frozenset[str], episodes: Sequence[str], on: date
) -> list[Mapping[str, object]]:
    """The cells of each column by episode id. One statement, and what a column reads further."""
    fact_of = reader(tuple(fact for column in columns for fact in column.facts))
    rows: list[dict[str, list[Any]]] = [{episode: [] for episode in episodes} for _ in columns]
    places = {kind_of(fact): at for at, column in enumerate(columns) for fact in column.facts}
    values = {"services": sorted(services), "episodes": list(episodes), "on": on}
    for kind, episode, _, fact in read(_statement(columns), values):
        rows[places[kind]][episode].append(fact_of(kind, fact))
    return [column.cells(facts, services, on) for column, facts in zip(columns, rows, strict=True)]


@cache
def _statement(columns: tuple[Listed, ...]) -> CompoundSelect[*tuple[Any, ...]]:
    """Built once: building it takes longer than running it."""
    return union_all(*(rows for column in columns for rows in column.rows())).order_by("c2", "c3")
