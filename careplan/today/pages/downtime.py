"""The downtime pack of a service and a day: who is expected, with the order, the telephone and what must be known."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from careplan.ground import gathering
from careplan.ground.offers import Expected
from careplan.team.queries import on_duty
from careplan.today import queries
from careplan.ui.tables import Column, Table
from careplan.ui.words import time_words


@dataclass(frozen=True, slots=True)
class Pack:
    """Who is on duty, lists of who is expected, what is told of each client, and the episodes with their clients."""

    duty: list[str]
    lists: list[Table]
    clients: Table
    opened: list[tuple[str, str]]


def pack(service_id: str, on: date) -> Pack:
    """All that rooms put into the pack of a service. As many statements whatever the number of clients."""
    here, offers = frozenset({service_id}), gathering.downtime()
    expected = [(one, list(one.expected(here, on))) for one in offers if one.labels]
    names = {one.episode_id: one.client for _, every in expected for one in every}
    told = [(one.label, one.told(here, names, on)) for one in offers if not one.labels] if names else []
    columns = [Column("Client", lambda one: names[one])]
    columns += [Column(label, _words(cells.get)) for label, cells in told]
    rows = sorted(names, key=lambda one: (names[one].casefold(), one))
    lists = [
        Table(one.label, _columns(one.labels), every, f"{one.label}: none today.") for one, every in expected
    ]
    clients = Table("Clients on this pack", columns, rows, "Nobody is expected today.")
    duty = [
        f"{one.name}, {time_words(on, one.from_time)} to {time_words(on, one.until_time)}"
        for one in on_duty(here, on)
        if not one.away
    ]
    return Pack(duty, lists, clients, queries.clients_of(here, names) if names else [])


def _columns(labels: Iterable[str]) -> list[Column]:
    return [Column("Client", "client"), *(Column(label, _cell(at)) for at, label in enumerate(labels))]


def _cell(at: int) -> Callable[[Expected], str]:
    return lambda one: one.cells[at]


def _words(cells: Callable[[str], list[str] | None]) -> Callable[[str], str]:
    return lambda episode: "; ".join(cells(episode) or ())
