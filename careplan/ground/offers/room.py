"""What a room offers to those above it: declared in its `room.py`, gathered by the app (docs/architecture.md). Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from careplan.ground.mistakes import Mistake
from careplan.ground.offers.downtime import Downtime
from careplan.ground.offers.waiting import CameOut, Pending
from careplan.ground.permissions import Permission
from careplan.ground.standards import Files

if TYPE_CHECKING:
    from click import Command
    from flask import Blueprint

    from careplan.ground.marks import Known


@dataclass(frozen=True, slots=True)
class Place:
    """A page in the navigation: its words, its endpoint, who may go there, and where it stands (the lowest first)."""

    text: str
    endpoint: str
    permission: Permission
    order: int


@dataclass(frozen=True, slots=True)
class Tab:
    """A page among the tabs of a record: its key, words, endpoint and place; of a key the first that may be opened."""

    key: str
    text: str
    endpoint: str
    order: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One act of the record: what kind of row, its words and its day, and whether it was corrected since.

    `by` and `struck_by` are names, `author` and `striker` the ids that they belong to.
    """

    kind: str
    id: str
    at: datetime
    by: str
    first: str | None
    second: str | None
    on: date | None
    reason: str | None
    corrected_at: datetime | None
    struck_at: datetime | None = None
    struck_reason: str | None = None
    wrong_client: bool | None = None
    struck_by: str | None = None
    author: str = ""
    striker: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """How the history tells one kind of row: what it is, the endpoint of its page, its words, its part."""

    kind: str
    what: str
    endpoint: str
    words: Callable[[Entry], str]
    part: str


@dataclass(frozen=True, slots=True)
class Part:
    """What the history can be narrowed to: key, words, and where it stands among the parts (the lowest first)."""

    key: str
    words: str
    order: int


@dataclass(frozen=True, slots=True)
class History:
    """A room's share of a record's history: a SELECT for each kind of row (`ground/history`), and how each is told."""

    rows: Callable[[], Iterable[Any]]
    lines: tuple[Line, ...]
    parts: tuple[Part, ...] = ()

    def with_(self, other: "History") -> "History":
        """This share and the kinds of rows of another, which stand in parts of this one."""
        return History(lambda: [*self.rows(), *other.rows()], (*self.lines, *other.lines), self.parts)


@dataclass(frozen=True, slots=True)
class Flag:
    """Words of the banner that must not be missed, the endpoint they lead to, and their place (the lowest first)."""

    text: str
    endpoint: str
    colour: str
    order: int


@dataclass(frozen=True, slots=True)
class Gap:
    """Something missing in a record: words, a state, and the page that mends it. `values` besides the episode's id.

    The safest first thing stands on top, with the lowest `order`. `acts`: an endpoint; the gap is shown to whom
    its door is open at the service.
    """

    words: str
    state: str
    endpoint: str
    values: tuple[tuple[str, str], ...] = ()
    late: bool = False
    order: int = 90
    acts: str = ""


def nothing() -> tuple[Any, ...]:
    """No SELECT."""
    return ()


Row = tuple[str, str, str]
"""A row of the overview: its label, its words (empty where nothing is recorded), the endpoint of its page."""


@dataclass(frozen=True, slots=True)
class Marks:
    """A room's SELECTs of facts (`ground/marks`): for every banner, for the overview, and where the client has died.

    `facts` are their classes; `flags` says which of them the banner must tell, `desk` which of these reception is told.
    `gaps(shown, episode, on)`: what is missing by all that the overview shows: these facts, assessments
    (`assessment/rules/lacking`), the plan and open courses as rooms summarise them. `summary(shown)`: its rows there.
    """

    facts: tuple[type[Any], ...]
    always: Callable[[], Iterable[Any]] = nothing
    overview: Callable[[], Iterable[Any]] = nothing
    after_death: Callable[[], Iterable[Any]] = nothing
    flags: Callable[[Iterable[Any]], Iterable[Flag]] = lambda _: ()
    desk: Callable[[Iterable[Any]], Iterable[Flag]] = lambda _: ()
    gaps: Callable[[Sequence[Any], Any, date], Iterable[Gap]] = lambda *_: ()
    summary: Callable[[Iterable[Any]], Iterable[Row]] = lambda _: ()


@dataclass(frozen=True, slots=True)
class Listed:
    """A column of the caseload: its label, its place among the columns of rooms, and SELECTs of facts.

    `rows` (`ground/marks`) name the id of the episode (`clients/queries/caseload`). `cells(facts, services, on)`: the
    cell of each episode by its id, of its facts in the order of their days.
    """

    label: str
    order: int
    facts: tuple[type[Any], ...]
    rows: Callable[[], Iterable[Any]]
    cells: Callable[[Any, frozenset[str], date], Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Load:
    """What makes a client weigh more on who keeps them: its code, its words, the root ids of such episodes.

    `rows` is a SELECT of one column, of episodes of `SERVICES` (`ground/marks`); the numbers stand in `team/standards`.
    """

    code: str
    words: str
    rows: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Latest:
    """The latest row of a declared kind in a record: the kind, what names it, and its day."""

    kind: str
    first: str | None
    second: str | None
    on_day: date | None


@dataclass(frozen=True, slots=True)
class Summary:
    """A row of the overview: the kind whose latest row it tells, its label, its words of that, and its page.

    `seldom`: it stands there only with words.
    """

    kind: str
    label: str
    words: Callable[[Latest], str]
    endpoint: str
    seldom: bool = False

    def row(self, shown: Iterable[Any]) -> Row:
        """The row, of all that the overview shows."""
        mine = (one for one in shown if isinstance(one, Latest) and one.kind == self.kind)
        return self.label, next(map(self.words, mine), ""), self.endpoint


def summed_up(*rows: Summary) -> Callable[[Iterable[Any]], Iterable[Row]]:
    """What `Marks.summary` takes, of rows that are told by the latest of a kind."""

    def told(shown: Iterable[Any]) -> list[Row]:
        pairs = [(one, one.row(shown)) for one in rows]
        return [row for one, row in pairs if row[1] or not one.seldom]

    return told


@dataclass(frozen=True, slots=True)
class Chapter:
    """What a room tells of each invented person of the demo (`clients/rules/invented`).

    `rows(book, person)` adds rows of files of the record package; `dress(session, book, person)`, once these came in,
    what no file holds.
    """

    rows: Callable[[Any, Any], None] = lambda *_: None
    dress: Callable[[Any, Any, Any], None] = lambda *_: None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Room:
    """One room and what it offers; whatever it does not offer stays empty.

    `title` is what its part of a record is called, `pages` what its pages are called (by endpoint) in lists of them.
    `permissions` are what its own doors ask for, and those of rooms above.
    `models` is the module of its tables, `commands` are those of `careplan`, `places` and `tabs` lead to its pages.
    `history` holds its rows of a record's history, `marks` what the banner and the overview show of it.
    `pending`: what may wait for a worker (an `Actor`) who may open records. `listed`: its columns of the caseload,
    `loads`: what makes a client weigh more, `matters`: what a safety task's source may name, one task for all of it.
    `checklist_facts(services, episode)`: what the conditions of a checklist ask of the episode (its root id).
    `known`: what it says beside items.
    `answers_saved(by=, services=, episode=, sheet=, given=, ended=, on=, at=)`: does what follows from saved answers
    of an assessment, and says it in sentences; `ended`: by item the rows that hold no longer; `at`: the moment of the
    save, None where nothing was written.
    `mistakes`: its kinds of rows that may be struck out. `registers`: its declared kinds of rows (`clients/registers`).
    `parted(by=, episode=, clients=, **why)`: does what follows where rows of these clients (root ids) were struck out,
    or their records put apart.
    `why_not_merge(services, client, other, on)`: why two clients (ids) cannot become one, in sentences.
    `standards`: its files of numbers and words. `package`: the TOML of its files of the record package, in the words of
    `package/profile-2.toml`; what must hold between their rows stands beside it (`package/promises.sql`).
    `demo`: what it tells of invented people.
    `downtime`: its lists and columns of the downtime pack.
    `clocks(services, episode, on)`: the waits and due days that run in an episode, label and words.
    `exits(services, episode, on)`: what the record holds already of the steps of leaving, code and words.
    `came_out(services, episode)`: when the client came out of prison or hospital (`CameOut`).
    `left_here(services, client, since)`: what left with words of the record since a moment: when, and what.
    `still_ours(services, episode)`: what leaving has to answer for above the plan: a key, its words, what must be done.
    `papers(worker, reference)`: open forms of which a paper carries the reference: words, endpoint and its values.
    `own_words(services, episode, on)`: what the client says of difficult times, for the safety plan: heading and words.
    """

    name: str
    title: str = ""
    pages: Mapping[str, str] = field(default_factory=dict)
    permissions: tuple[Permission, ...] = ()
    blueprint: "Blueprint | None" = None
    models: ModuleType | None = None
    commands: "tuple[Command, ...]" = ()
    places: tuple[Place, ...] = ()
    tabs: tuple[Tab, ...] = ()
    history: History | None = None
    marks: Marks | None = None
    pending: tuple[Pending, ...] = ()
    listed: tuple[Listed, ...] = ()
    loads: tuple[Load, ...] = ()
    matters: tuple[str, ...] = ()
    checklist_facts: Callable[[frozenset[str], str], Sequence[Any]] | None = None
    known: "tuple[Known, ...]" = ()
    answers_saved: Callable[..., Iterable[str]] | None = None
    mistakes: tuple[Mistake, ...] = ()
    parted: Callable[..., None] | None = None
    why_not_merge: Callable[[frozenset[str], str, str, date], Iterable[str]] | None = None
    standards: tuple[Files, ...] = ()
    package: Path | None = None
    demo: Chapter | None = None
    clocks: Callable[[frozenset[str], Any, date], Iterable[tuple[str, str]]] | None = None
    exits: Callable[[frozenset[str], Any, date], Iterable[tuple[str, str]]] | None = None
    came_out: Callable[[frozenset[str], Any], Iterable[CameOut]] | None = None
    left_here: Callable[[frozenset[str], Any, datetime], Iterable[tuple[datetime, str]]] | None = None
    still_ours: Callable[[frozenset[str], Any], Iterable[tuple[str, str, str]]] | None = None
    papers: Callable[[Any, str], Iterable[tuple[str, str, Mapping[str, str]]]] | None = None
    own_words: Callable[[frozenset[str], Any, date], Iterable[tuple[str, str]]] | None = None
    registers: tuple[Any, ...] = ()
    downtime: tuple[Downtime, ...] = ()
