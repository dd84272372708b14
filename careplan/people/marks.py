"""What the banner and the overview show of a client as a person."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import func, or_

from careplan.clients.registers.rows import of_client
from careplan.ground.corrections import live
from careplan.ground.marks import CLIENT, EPISODE, ON, Rows, mark
from careplan.ground.offers import Flag, Gap, Marks, Row
from careplan.people import labels, rules
from careplan.people.registers import (
    ADDRESSES,
    HELPERS,
    RELATIONS,
    SAFEGUARDING,
    SPEECH,
    WAYS,
    Address,
    ContactWay,
    Helper,
    Preference,
    Relation,
    SafeguardingStep,
)

F = TypeVar("F")
Alive = Callable[[Any], Any]


def ways(alive: Alive = live) -> Rows:
    """Numbers and addresses in use, the preferred first."""
    row = ContactWay
    columns = {name: getattr(row, name) for name in ("kind", "value", "preferred", "whose")}
    rows = mark(rules.Way, row.id, safe=func.coalesce(row.safe, ""), **columns)
    return rows.where(of_client(WAYS, CLIENT), alive(row), _in_use(row))


def _in_use(row: Any) -> Any:
    return or_(row.until.is_(None), row.until > ON)


def _steps() -> Rows:
    row = SafeguardingStep
    names = ("whom", "name", "stage", "happened_on", "review_on")
    steps = mark(rules.Concern, row.id, row.happened_on, **{name: getattr(row, name) for name in names})
    return steps.where(row.episode_id == EPISODE, live(row))


def speech(alive: Alive = live) -> Rows:
    """How the client is spoken with, each time it was recorded."""
    row = Preference
    names = ("recorded_at", "preferred_name", "language", "interpreter", "needs")
    rows = mark(rules.Speech, row.id, **{name: getattr(row, name) for name in names})
    return rows.where(of_client(SPEECH, CLIENT), alive(row))


def homes(alive: Alive = live) -> Rows:
    """Addresses in use."""
    row = Address
    names = ("kind", "lines", "postcode", "safe_to_write")
    rows = mark(rules.Home, row.id, row.since, **{name: getattr(row, name) for name in names})
    return rows.where(of_client(ADDRESSES, CLIENT), alive(row), _in_use(row))


def relations(alive: Alive = live) -> Rows:
    """People who matter, the oldest first."""
    row = Relation
    names = ("name", "relation", "lives", "born_on", "born_year", "school", "told_by", "recorded_at")
    rows = mark(rules.Person, row.id, row.born_on, **{name: getattr(row, name) for name in names})
    return rows.where(of_client(RELATIONS, CLIENT), alive(row), _in_use(row))


def helpers(alive: Alive = live) -> Rows:
    """Practices, pharmacies and workers in use."""
    row = Helper
    rows = mark(rules.Helper, row.id, row.since, kind=row.kind, name=row.name, telephone=row.telephone)
    return rows.where(of_client(HELPERS, CLIENT), alive(row), _in_use(row))


def _flags(shown: Iterable[Any]) -> Iterator[Flag]:
    """Whom to keep safe, how to speak with the client, and how the client wants to be reached."""
    shown = list(shown)
    for one in rules.standing(_of(rules.Concern, shown)):
        yield Flag(labels.concern_words(one), SAFEGUARDING.endpoint("listing"), "red", 45)
    if speech := rules.newest(_of(rules.Speech, shown)):
        for words in labels.speech_words(speech):
            yield Flag(words, SPEECH.endpoint("listing"), "amber" if speech.interpreter else "grey", 75)
    if way := rules.preferred(_of(rules.Way, shown)):
        yield Flag(labels.way_words(way), WAYS.endpoint("listing"), "grey", 90)


def _desk(shown: Iterable[Any]) -> Iterator[Flag]:
    """What reception is told: that an interpreter is needed, and how the client wants to be reached."""
    shown = list(shown)
    if (speech := rules.newest(_of(rules.Speech, shown))) and speech.interpreter:
        yield Flag(labels.interpreter_words(speech), "", "amber", 75)
    if way := rules.preferred(_of(rules.Way, shown)):
        yield Flag(labels.way_words(way), WAYS.endpoint("listing"), "grey", 90)


def _gaps(shown: Sequence[Any], *_: Any) -> Iterator[Gap]:
    """Nobody can be reached whose numbers and addresses are not known, or not known to be safe."""
    safe = any(one.safe for one in _of(rules.Way, shown))
    if not safe and not any(one.safe_to_write for one in _of(rules.Home, shown)):
        yield Gap("No safe way to reach the client", "Missing", WAYS.endpoint("new"), order=60)


def _summary(shown: Iterable[Any]) -> Iterator[Row]:
    """How to reach the client, who matters, children first, and who else treats them."""
    shown = list(shown)
    ways, homes = _of(rules.Way, shown), _of(rules.Home, shown)
    yield (
        "How to reach",
        "; ".join(map(labels.way_words, rules.by_preference(ways))),
        WAYS.endpoint("listing"),
    )
    yield "Address", "; ".join(map(labels.home_words, homes)), ADDRESSES.endpoint("listing")
    people = rules.children_first(_of(rules.Person, shown))
    yield "Family and others", "; ".join(map(labels.person_words, people)), RELATIONS.endpoint("listing")
    helpers = _of(rules.Helper, shown)
    yield "Doctor and pharmacy", "; ".join(map(labels.helper_words, helpers)), HELPERS.endpoint("listing")


def _of(fact: type[F], shown: Iterable[Any]) -> list[F]:
    return [one for one in shown if isinstance(one, fact)]


MARKS = Marks(
    (rules.Way, rules.Concern, rules.Speech, rules.Home, rules.Person, rules.Helper),
    always=lambda: [ways(), _steps(), speech()],
    overview=lambda: [homes(), relations(), helpers()],
    flags=_flags,
    desk=_desk,
    gaps=_gaps,
    summary=_summary,
)
