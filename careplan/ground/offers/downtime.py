"""What a room puts on the paper with which a clinic goes on when the computer does not. Pure."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody who is expected on the day: the episode, the client, and the cells of the list."""

    episode_id: str
    client: str
    cells: tuple[str, ...]


def nobody(_services: frozenset[str], _on: date) -> Iterable[Expected]:
    """No list."""
    return ()


def nothing_told(_services: frozenset[str], _episodes: Collection[str], _on: date) -> Mapping[str, list[str]]:
    """No column."""
    return {}


@dataclass(frozen=True, slots=True)
class Downtime:
    """A list of the pack (`expected`, with the labels of its cells), or a column about each client on it (`told`).

    `told(services, episodes, on)`: sentences by episode (ids). Each runs as many statements whatever the number of
    clients. `label` heads the list or the column, `order` is its place (the lowest first).
    """

    label: str
    order: int
    labels: tuple[str, ...] = ()
    expected: Callable[[frozenset[str], date], Iterable[Expected]] = nobody
    told: Callable[[frozenset[str], Collection[str], date], Mapping[str, list[str]]] = nothing_told
