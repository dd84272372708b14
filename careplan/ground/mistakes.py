"""What a room offers to strike out as recorded by mistake. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any


def _nothing(*_: Any) -> None:
    return None


Again = tuple[str, Mapping[str, str], Mapping[str, str | date | None]]
"""An endpoint, its values, and the fields of its form."""


Stays = tuple[str, tuple[str, Mapping[str, str]] | None]
"""What stays where a row is struck out, in a sentence, and the page on which it is struck too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """A kind of row of a record that may be struck out as recorded by mistake.

    `kind`: its code in addresses and in the history; `name`: its words within a sentence; `then`: what follows, in
    sentences; `find(episode, id)`: the row, live or not, or None; `shown(row)`: it whole, labels and words;
    `strike(by=, episode=, row=, **why)` (`corrections.Why`): the action; it answers a corrected episode;
    `author(row)`: who recorded it; `why_not(episode, row)`: a sentence where it cannot be struck; `seconded(row)`:
    whether a second person has to agree; `again(episode, row)`: the page, by endpoint and values, on which the same is
    recorded in another episode, and the fields of its form by name, filled in; None where there is none; `shared`:
    its rows hang on the client, whom other services may treat as well; `desk`: reception records it too, and what it
    shows is open to reception; `stays(episode, row, services)`: what is not struck with it, in sentences, each with the
    endpoint and values of the page on which a worker of these services strikes it too, or None.
    """

    kind: str
    name: str
    then: str
    find: Callable[[Any, str], Any]
    shown: Callable[[Any], Sequence[tuple[str, str]]]
    strike: Callable[..., Any]
    author: Callable[[Any], str] = attrgetter("recorded_by")
    why_not: Callable[[Any, Any], str | None] = _nothing
    seconded: Callable[[Any], object] = _nothing
    again: Callable[[Any, Any], Again | None] | None = None
    shared: bool = False
    desk: bool = False
    stays: Callable[[Any, Any, frozenset[str]], Sequence[Stays]] = lambda *_: ()
