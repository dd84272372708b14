"""Pictures along treatment: supervised days by week, and how long people stay."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from careplan.audit.report.labels import percent_words, share_words
from careplan.audit.report.rules.pictures import LAST_WEEK, Fall, Stay, Week, falls, kept, staying
from careplan.audit.review.rules.bands import half_up
from careplan.audit.review.rules.ruleset import load
from careplan.ui.plots.columns import Column, Columns, Mark
from careplan.ui.plots.curves import Descent
from careplan.ui.plots.shapes import Key, Plot, Table
from careplan.ui.words import counted

NUMBERS = load().numbers
ENOUGH_DAYS, FIRST_WEEKS = NUMBERS.whole("enough_days"), NUMBERS.whole("first_weeks")
BOUNDARY = FIRST_WEEKS // 7
YEAR = 364
EVERY = 28
TICKS = (*((week - 0.5, str(week)) for week in (1, 4, 8, 12, 16, 20)), (LAST_WEEK - 1.0, f"{LAST_WEEK}+"))
SUPERVISION_KEYS = (
    Key("line", "limit", f"{ENOUGH_DAYS} days a week, and the end of day {FIRST_WEEKS}"),
    Key("bar", "outside", f"Mean under {ENOUGH_DAYS} days up to day {FIRST_WEEKS}"),
)


def week_words(week: int) -> str:
    """The number of a week; the last one stands for all after it."""
    return f"{week} and later" if week == LAST_WEEK else str(week)


def week_column(weeks: Mapping[int, Week], week: int, pair: tuple[int, int]) -> Column:
    """The column of a week; the lowest and the highest carry their number."""
    one = weeks.get(week)
    if one is None:
        return Column(None)
    few = week <= BOUNDARY and one.mean < ENOUGH_DAYS
    words = half_up(one.mean, 1) if week in pair else ""
    return Column(float(one.mean), "outside" if few else "plain", words)


def supervision(weeks: Mapping[int, Week]) -> Plot | None:
    """Mean supervised days in each week of treatment; none where no week can be told."""
    if not weeks:
        return None
    low, high = min(weeks, key=lambda w: weeks[w].mean), max(weeks, key=lambda w: weeks[w].mean)
    says = (
        f"Lowest mean: {half_up(weeks[low].mean, 1)} days a week in week {week_words(low)}; "
        f"highest: {half_up(weeks[high].mean, 1)} in week {week_words(high)}. "
        f"The first twelve weeks end with day {FIRST_WEEKS}."
    )
    spec = Columns(
        "supervision",
        "Supervised days by week of treatment",
        says,
        "week of treatment",
        TICKS,
        (Mark(BOUNDARY, f"day {FIRST_WEEKS}"),),
        (ENOUGH_DAYS, f"{ENOUGH_DAYS} days"),
        keys=SUPERVISION_KEYS,
    )
    columns = [week_column(weeks, week, (low, high)) for week in range(1, LAST_WEEK + 1)]
    rows = tuple(
        (week_words(week), half_up(one.mean, 1), share_words(Fraction(one.enough), Fraction(one.courses)))
        for week, one in weeks.items()
    )
    return spec.plot(columns, Table(("Week", "Mean days", f"{ENOUGH_DAYS} days or more"), rows))


def stay_words(stays: Sequence[Stay], curve: Sequence[Fall], seen: int) -> str:
    """How many, the share that stays for twelve weeks, the highest and the lowest of the curve."""
    left = sum(stay.left for stay in stays)
    long_enough = f"an estimated {share(kept(curve, FIRST_WEEKS))} stay for {FIRST_WEEKS} days or more"
    told = long_enough if seen >= FIRST_WEEKS else f"nobody has been followed for {FIRST_WEEKS} days yet"
    return (
        f"Of {counted(len(stays), 'treatment journey')} that began in the period {left} ended; {told}. "
        f"Highest: 100.0% at the start; lowest: {share(staying(curve, seen))} after {counted(seen, 'day')}."
    )


def share(value: Fraction) -> str:
    """A share as a percentage."""
    return percent_words(value, Fraction(1))


def retention(stays: Sequence[Stay]) -> Plot | None:
    """The survival curve of treatment started in the period; none where none was."""
    if not stays:
        return None
    curve, seen = falls(stays), min(YEAR, max(stay.days for stay in stays))
    days = range(0, seen + 1, EVERY)
    spec = Descent(
        "retention",
        "Staying in treatment",
        stay_words(stays, curve, seen),
        "weeks since treatment started",
        YEAR,
        seen,
        tuple((float(week * 7), str(week)) for week in range(0, 53, 8)),
        (FIRST_WEEKS, f"{FIRST_WEEKS} days"),
        keys=(Key("line", "limit", f"Twelve weeks: {FIRST_WEEKS} days"),),
    )
    rows = tuple(
        (str(day // 7), str(_at_risk(stays, day)), str(_gone(stays, day)), share(kept(curve, day)))
        for day in days
    )
    drawn = [(fall.days, float(fall.staying)) for fall in curve if fall.days <= seen]
    dots = [(day, float(kept(curve, day))) for day in days]
    return spec.plot(
        drawn, dots, Table(("Weeks", "Followed so far", "Left before", "Share that stays"), rows)
    )


def _at_risk(stays: Sequence[Stay], day: int) -> int:
    return sum(stay.days >= day for stay in stays)


def _gone(stays: Sequence[Stay], day: int) -> int:
    return sum(stay.left and stay.days < day for stay in stays)
