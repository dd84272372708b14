"""Which rows a reader sees: of which services, live today or live as known on an earlier day."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Executable, and_, case, null, or_
from sqlalchemy.orm import aliased

from careplan.ground.clock import LONDON
from careplan.ground.corrections import live, live_until
from careplan.ground.db import Recorded, db
from careplan.ground.reading import of_columns

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Scope:
    """The services, and the first moment that is not known any more (none: everything recorded is known).

    `episodes`: ids of those whose rows alone are read, all versions of each; none for those of all.
    """

    services: frozenset[str]
    until: datetime | None = None
    episodes: frozenset[str] | None = None

    def live(self, model: Any) -> ColumnElement[bool]:
        """Rows that are neither corrected nor struck out, as far as known."""
        return live(model) if self.until is None else live_until(model, self.until)

    def mine(self, model: Any) -> ColumnElement[bool]:
        """Live rows of the services."""
        return and_(model.service_id.in_(self.services), self.live(model), *self._narrowed(model))

    def below(self, parent: Any, id_: Any) -> ColumnElement[bool]:
        """The parent row that a child names; as a child stands at its parent's service, no other is looked at."""
        return and_(parent.id == id_, parent.service_id.in_(self.services), *self._narrowed(parent))

    def _narrowed(self, model: Any) -> tuple[ColumnElement[bool], ...]:
        """What is no row of an episode is narrowed by the row that it is below."""
        column = getattr(model, "episode_id", None)
        return () if self.episodes is None or column is None else (column.in_(self.episodes),)

    def filled(self, value: Any, moment: Any) -> Any:
        """What is filled in later: none while it was not known; what carries no moment came with its row."""
        if self.until is None:
            return value
        return case((or_(moment.is_(None), moment < self.until), value), else_=null())


def scope(services: frozenset[str], as_known_on: date | None = None) -> Scope:
    """Rows of these services with the knowledge of a whole day (London), of a moment, or of now.

    A moment, aware, shuts out what was recorded at it: an audit does not know its own signing.
    """
    if as_known_on is None or isinstance(as_known_on, datetime):
        return Scope(services, as_known_on)
    return Scope(services, datetime.combine(as_known_on + timedelta(days=1), time(), LONDON))


def chain(model: type[Recorded]) -> Any:
    """Any row of a chain of corrections: what a child's parent id names. Children hang on its `root_id`."""
    return aliased(model)


def rows(statement: Executable) -> Sequence[Any]:
    """All rows of a SELECT of columns, without the work that objects need. TypeError for one of objects."""
    of_columns(statement)
    session = db.session()
    if session.autoflush:
        session.flush()
    return session.connection().execute(statement).all()


def coded(kind: type[E]) -> Mapping[str, E]:
    """The members of a vocabulary by value: several times as fast as asking it, for tens of thousands of rows."""
    return {one.value: one for one in kind}


def grouped(pairs: Iterable[tuple[str, T]]) -> Mapping[str, tuple[T, ...]]:
    """Facts by the root of their parent, in the order they came; a parent without any has an empty tuple."""
    children: dict[str, list[T]] = defaultdict(list)
    for parent, fact in pairs:
        children[parent].append(fact)
    return defaultdict(tuple, {parent: tuple(facts) for parent, facts in children.items()})


def made(kind: Callable[..., T], columns: Sequence[Any], **children: Any) -> T:
    """A fact of the columns, in the order of its fields, with what hangs on it."""
    return kind(*columns, **children)
