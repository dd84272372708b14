"""The weekly regimen: seven characters of 0 or 1, Monday first, for collecting and for supervision."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from careplan.prescribing.codes import Formulation
from careplan.prescribing.rules.standard import Standard

if TYPE_CHECKING:
    from careplan.prescribing.rules.facts import Order

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Week:
    """Which days the client collects, and on which of them a dose is taken under supervision."""

    collect: str
    supervised: str

    def __post_init__(self) -> None:
        for days in (self.collect, self.supervised):
            if len(days) != 7 or set(days) - {"0", "1"}:
                raise ValueError(f"a week is seven characters of 0 or 1, not {days!r}")

    @property
    def supervised_days(self) -> int:
        """Civil days of the week with a supervised dose (rule D9)."""
        return self.supervised.count("1")

    def collects_on(self, day: date) -> bool:
        """Whether the client comes on that weekday."""
        return self.collect[day.weekday()] == "1"

    def supervised_on(self, day: date) -> bool:
        """Whether a dose is taken under supervision on that weekday."""
        return self.supervised[day.weekday()] == "1"


def comes_on(week: Week | None, day: date, first_dose_on: date) -> bool:
    """Whether a visit is due: the first dose is taken on day 1, whatever the week says of that weekday (rule D1)."""
    return week is None or day == first_dose_on or week.collects_on(day)


def supervised_on(week: Week | None, day: date, first_dose_on: date) -> bool:
    """Whether the dose is to be taken under supervision: on day 1 too, unless the week has the client collect it."""
    outside = week is not None and day == first_dose_on and not week.collects_on(day)
    return week is None or outside or week.supervised_on(day)


def not_collected(week: Week) -> tuple[str, ...]:
    """Weekdays that are supervised without being collected: there must be none."""
    return tuple(
        name
        for name, collect, supervised in zip(WEEKDAYS, week.collect, week.supervised, strict=True)
        if supervised == "1" and collect == "0"
    )


def days_words(days: str) -> str:
    """1111110 → Monday to Saturday; 1010100 → Monday, Wednesday and Friday; 0000000 → no day."""
    if days == "1" * 7:
        return "every day"
    runs: list[list[str]] = []
    for place, name in enumerate(WEEKDAYS):
        if days[place] == "1":
            if place and days[place - 1] == "1":
                runs[-1].append(name)
            else:
                runs.append([name])
    words = [word for run in runs for word in ([f"{run[0]} to {run[-1]}"] if len(run) > 2 else run)]
    if len(words) > 1:
        return f"{', '.join(words[:-1])} and {words[-1]}"
    return words[0] if words else "no day"


def week_words(week: Week) -> str:
    """collects every day, supervised Monday to Saturday."""
    supervised = f"supervised {days_words(week.supervised)}" if week.supervised_days else "not supervised"
    return f"{supervised}, collects {days_words(week.collect)}"


def handed_out_with(week: Week, day: date) -> tuple[date, ...]:
    """The days that a visit on `day` provides for besides itself: up to the next collection day."""
    return tuple(day + timedelta(days=more) for more in range(1, 1 + _days_between_visits(week, day)))


def _days_between_visits(week: Week, day: date) -> int:
    """How many days lie between the day and the next on which the client collects; none where they never do."""
    if "1" not in week.collect:
        return 0
    ahead = (week.collect * 2)[day.weekday() + 1 :]
    return min(ahead.index("1"), len(WEEKDAYS) - 1)


def taken_home_at_once(week: Week) -> int:
    """The most days of doses that one visit of the week hands out to take home."""
    return max(
        (
            _days_between_visits(week, day) + (not week.supervised_on(day))
            for day in (date.min + timedelta(days=more) for more in range(7))
            if week.collects_on(day)
        ),
        default=0,
    )


def days_provided(order: "Order | None", week: Week | None, day: date, standard: Standard) -> int:
    """How many days a dose of `day` covers: a depot its span, else up to the next collection."""
    if order is not None and order.formulation is Formulation.DEPOT_WEEKLY:
        return standard["depot_weekly_days"].whole
    if order is not None and order.formulation is Formulation.DEPOT_MONTHLY:
        return standard["depot_monthly_days"].whole
    return 1 + _days_between_visits(week, day) if week else 1
