"""Pictures of how many fall in each class: doses and waits, with the review's limits and the mean drawn in."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from careplan.audit.review.measures import MEASURES
from careplan.audit.review.measures.c04 import DOSES
from careplan.audit.review.rules.bands import Band, half_up
from careplan.audit.review.rules.engine import Result
from careplan.audit.review.rules.ruleset import load
from careplan.clients.labels import KINDS
from careplan.ui.plots.columns import Column, Columns, Mark
from careplan.ui.plots.shapes import Key, Plot, Table
from careplan.ui.words import counted, plain_number, sentence

NUMBERS = load().numbers
LIMIT_DAYS = NUMBERS.whole("wait_days")
MEAN = Key("line", "mean", "Mean")
HAIR = Fraction(1, 100)  # doses are kept to a hundredth of a milligram


@dataclass(frozen=True, slots=True)
class Doses:
    """Classes of equal width in milligrams; a value on the upper limit, or on the last edge, is still below it."""

    width: int
    last: int
    low: int
    high: int
    every: int

    @property
    def edges(self) -> tuple[Fraction, ...]:
        """The first value of each class but the first."""
        starts = range(self.width, self.last + 1, self.width)
        return tuple(Fraction(mg) + (HAIR if mg in (self.high, self.last) else 0) for mg in starts)

    @property
    def labels(self) -> tuple[str, ...]:
        """The words of each class."""
        below = [self._label(mg) for mg in range(0, self.last, self.width)]
        return (*below, f"over {self.last} mg")

    def _label(self, mg: int) -> str:
        over = "over " if mg == self.high else ""
        upto = "to" if mg + self.width in (self.high, self.last) else "to under"
        return f"{over}{mg} {upto} {mg + self.width} mg"

    @property
    def inside(self) -> range:
        """The places of the classes within the limits."""
        return range(self.low // self.width, self.high // self.width)

    @property
    def ticks(self) -> tuple[tuple[float, str], ...]:
        """Milligrams under the axis."""
        return tuple((mg / self.width, str(mg)) for mg in range(0, self.last + 1, self.every))

    def place(self, mg: Fraction) -> float:
        """Where a value lies, counted in columns; all beyond the last edge in the middle of the last column."""
        return min(float(mg) / self.width, len(self.edges) + 0.5)


def good_doses() -> tuple[int, int]:
    """The lowest and the highest mean dose of methadone that is good."""
    cut = next(rule.cut for _, rule in load().measures() if MEASURES[rule.measure].picture == DOSES)
    limits = dict(dict(cut.steps)[Band.GOOD]) if cut is not None else {}
    return int(limits["at_least"]), int(limits["at_most"])


LOW, HIGH = good_doses()
IDEAL_LOW, IDEAL_HIGH = NUMBERS.whole("ideal_least"), NUMBERS.whole("ideal_most")
METHADONE = Doses(width=10, last=120, low=LOW, high=HIGH, every=20)
METHADONE_TITLE = "Daily doses: oral methadone in maintenance"
BUPRENORPHINE = Doses(width=2, last=32, low=IDEAL_LOW, high=IDEAL_HIGH, every=4)


def mean_of(values: Sequence[Fraction | int]) -> Fraction:
    """The mean, exact."""
    return Fraction(sum(values), len(values))


def fills(edges: Sequence[Fraction], values: Iterable[Fraction | int]) -> list[int]:
    """How many values fall in each class."""
    counts = Counter(bisect_right(edges, value) for value in values)
    return [counts[place] for place in range(len(edges) + 1)]


def fullest(labels: Sequence[str], counts: Sequence[int]) -> str:
    """The fullest class in words."""
    most = max(counts)
    names = [label for label, count in zip(labels, counts, strict=True) if count == most]
    return f"Most in one class: {most} ({', '.join(names)})."


def columns_of(counts: Sequence[int], inside: range) -> list[Column]:
    """Columns with what lies outside the limits hatched."""
    return [Column(n, "plain" if at in inside else "outside", str(n)) for at, n in enumerate(counts)]


def dose_words(values: Sequence[Fraction], labels: Sequence[str], counts: Sequence[int]) -> str:
    """How many, the mean, the lowest and the highest."""
    return (
        f"{sentence(counted(len(values), 'course'))}; mean {half_up(mean_of(values), 1)} mg a day. "
        f"Lowest dose: {plain_number(half_up(values[0], 2))} mg; "
        f"highest: {plain_number(half_up(values[-1], 2))} mg. {fullest(labels, counts)}"
    )


def dose_spec(id_: str, title: str, says: str, classes: Doses, mean: Fraction) -> Columns:
    """The frame of a dose histogram: limits and mean."""
    limits = f"{classes.low} to {classes.high} mg"
    marks = (
        Mark(classes.low / classes.width, f"{classes.low}"),
        Mark(classes.place(mean), f"mean {half_up(mean, 1)}", "mean"),
        Mark(classes.high / classes.width, f"{classes.high}"),
    )
    keys = (
        Key("line", "limit", f"Limits: {limits}"),
        MEAN,
        Key("bar", "outside", f"Outside {limits}"),
    )
    return Columns(id_, title, says, "mg a day; courses over each column", classes.ticks, marks, keys=keys)


def doses(id_: str, title: str, classes: Doses, values: Sequence[Fraction]) -> Plot | None:
    """The histogram of daily doses, given in order of size; none without any."""
    if not values:
        return None
    labels, counts = classes.labels, fills(classes.edges, values)
    spec = dose_spec(id_, title, dose_words(values, labels, counts), classes, mean_of(values))
    rows = tuple(
        (label, str(count), "inside" if at in classes.inside else "outside")
        for at, (label, count) in enumerate(zip(labels, counts, strict=True))
    )
    return spec.plot(columns_of(counts, classes.inside), Table(("Class", "Courses", "Limits"), rows))


WAIT_EDGES = tuple(Fraction(day) for day in range(8, 37, 7))
WAIT_LABELS = (
    "0 to 7 days",
    "8 to 14 days",
    "15 to 21 days",
    "22 to 28 days",
    "29 to 35 days",
    "over 35 days",
)
WAIT_TICKS = ((0.0, "0"), (1.0, "7"), (2.0, "14"), (3.0, "21"), (4.0, "28"), (5.0, "35"))


def wait_words(values: Sequence[int]) -> str:
    """How many, the mean, the shortest and the longest."""
    late = sum(day > LIMIT_DAYS for day in values)
    return (
        f"{sentence(counted(len(values), 'offer'))}; mean wait {half_up(mean_of(values), 1)} days. "
        f"Shortest: {counted(values[0], 'day')}; longest: {counted(values[-1], 'day')}. "
        f"Over {LIMIT_DAYS} days: {late} of {len(values)}."
    )


def waits_of(kind: str, values: Sequence[int]) -> Plot:
    """The waits for one kind of treatment."""
    counts, mean = fills(WAIT_EDGES, values), mean_of(values)
    place = min(float(mean) / 7, len(WAIT_EDGES) + 0.5)
    spec = Columns(
        f"waits-{kind.replace('_', '-')}",
        f"Waits: {KINDS[kind].lower()}",
        wait_words(values),
        "days from referral to first offer",
        WAIT_TICKS,
        (Mark(LIMIT_DAYS / 7, f"{LIMIT_DAYS} days"), Mark(place, f"mean {half_up(mean, 1)}", "mean")),
        keys=(
            Key("line", "limit", f"Limit: {LIMIT_DAYS} days"),
            MEAN,
            Key("bar", "outside", f"Over {LIMIT_DAYS} days"),
        ),
    )
    rows = tuple((label, str(n)) for label, n in zip(WAIT_LABELS, counts, strict=True))
    return spec.plot(columns_of(counts, range(LIMIT_DAYS // 7)), Table(("Wait", "Offers"), rows))


def histogram(result: Result) -> Plot | None:
    """The picture of a measure that is a mean of doses or of waits; none for any other, and without cases."""
    picture = MEASURES[result.rule.measure].picture
    if not picture:
        return None
    values = sorted(line.verdict.part for line in result.tally.members)
    if picture == DOSES:
        return doses("doses-methadone", METHADONE_TITLE, METHADONE, [Fraction(mg) for mg in values])
    return waits_of(picture, [int(days) for days in values]) if values else None


def waits(counts: Mapping[str, Sequence[int]]) -> tuple[Plot, ...]:
    """One picture for each kind that was offered in the period."""
    return tuple(waits_of(kind, values) for kind, values in counts.items())
