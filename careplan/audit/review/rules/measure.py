"""A measure: which records it looks at and what it says of each."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Generic, TypeVar

from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.facts import Episode, Partnership, Service
from careplan.audit.review.rules.verdict import Line, Tally, Verdict

T = TypeVar("T")
R = TypeVar("R", covariant=True)


@dataclass(frozen=True, slots=True)
class Case(Generic[R]):
    """A record that a measure judges, by the id that lists print; `whose`: its episode, none for a service's own."""

    id: str
    record: R
    whose: Episode | None = None

    @property
    def episode(self) -> Episode:
        """The episode of a client's record."""
        assert self.whose is not None
        return self.whose

    @property
    def episode_id(self) -> str | None:
        """The episode's id, none for what is the service's own."""
        return self.whose.id if self.whose is not None else None


Values = dict[str, Any]


def nothing_more(_line: Line, _episode: Episode, _census: Census) -> Values:
    """The form needs the episode and nothing else."""
    return {}


@dataclass(frozen=True, slots=True)
class Form:
    """A page by its endpoint, with what its button says.

    `values`: what its address needs beside the episode; none where the record has nothing to open.
    """

    endpoint: str
    text: str
    values: Callable[[Line, Episode, Census], Values | None] = nothing_more


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason code in words, and the form that mends a record which stands on the wrong side for it."""

    words: str
    form: Form | None = None


Reasons = Mapping[str, Reason]
RECORD = Form("record.overview", "Open the record")


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a service keeps what is no client's record: the kind of governance's records, and what the link says."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Deed:
    """What would move a figure, in words that follow a number; `by_friday`: judged as at the coming Friday."""

    one: str
    many: str
    by_friday: bool = False


def always(services: Sequence[Service], census: Census) -> bool:  # noqa: ARG001 - the shape of `applies`
    """The measure applies to every unit."""
    return True


@dataclass(frozen=True, slots=True)
class Measure(Generic[T]):
    """`cases` finds the records of a service, `judge` says one thing about one of them.

    `every` lists all members in the numerator too (means, sums of parts); `apart` says that numerator and
    denominator are different records. `applies` looks at the whole unit. `settle` judges the records of a unit
    together, where one alone tells nothing. `by_partnership`: the cases are a partnership's, not a service's.
    `together`: the cases are found over all services of a unit at once, so that a partnership is not the sum of its
    services; it says to which service a case belongs.

    `kind`: what its records are, as far as other measures have the same; records of a kind are compared.
    `mended`: the page where a client's record is mended unless its reason has a form of its own. What is no client's
    record is mended where it is `kept`, or by answering the `question` of the review that it shows.
    On the worklist it stands under one heading: what can be done (`deed`), records to `look` at with the client and
    never to change, or what is `past`.
    `picture`: the kind of treatment whose waits it averages, or `doses`. `rate`: over many services the database
    adds it up. `answers`: it reads the answers of assessments.
    """

    cases: Callable[[Any, Census], Iterable[Case[T]]]
    judge: Callable[[Case[T], Census], Verdict]
    every: bool = False
    apart: bool = False
    applies: Callable[[Sequence[Service], Census], bool] = always
    settle: Callable[[Tally], Tally] | None = None
    by_partnership: bool = False
    together: Callable[[Case[T]], str] | None = None
    kind: str = ""
    mended: Form = Form("record.overview", "")
    kept: Kept | None = None
    question: str = ""
    deed: Deed | None = None
    look: str = ""
    past: bool = False
    picture: str = ""
    rate: bool = False
    answers: bool = False

    def __post_init__(self) -> None:
        """Refuse a measure under two headings."""
        if (self.deed is not None) + bool(self.look) + self.past > 1:
            raise ValueError("a measure stands under two headings")

    def lines(self, unit: Service | Partnership, census: Census) -> tuple[Line, ...]:
        """What it says of the records of one unit by itself; whoever is no member leaves no line."""
        return self.over((unit,), census)

    def over(self, units: Sequence[Service | Partnership], census: Census) -> tuple[Line, ...]:
        """What it says of the records of these units together."""
        if self.together is not None:
            judged = self._judged(units, census)
            return tuple([Line(case.id, self.together(case), case.episode_id, told) for case, told in judged])
        return tuple(
            [
                Line(case.id, unit.id, case.episode_id, told)
                for unit in units
                for case, told in self._judged(unit, census)
            ]
        )

    def _judged(self, unit: Any, census: Census) -> Iterator[tuple[Case[T], Verdict]]:
        """The cases of a unit, or of several together, that leave a line."""
        for case in self.cases(unit, census):
            verdict = self.judge(case, census)
            if verdict.told:
                yield case, verdict

    def of(self, lines: Iterable[Line]) -> Tally:
        """The tally of these lines; their order never matters."""
        tally = Tally(tuple(sorted(lines, key=attrgetter("id"))), self.every, self.apart)
        return tally if self.settle is None else self.settle(tally)


Measures = Mapping[str, Measure[Any]]


def tally(measure: Measure[Any], units: Sequence[Service | Partnership], census: Census) -> Tally:
    """The measure over all these units together."""
    return measure.of(measure.over(units, census))
