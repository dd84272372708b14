"""The numbers of the review schedule, read from `standards/`, with where each came from."""

from pathlib import Path

from careplan.ground.standards import Edition, Positive, Series, Sourced, Words

STANDARDS = Path(__file__).parents[1] / "standards"


class Months(Sourced, frozen=True, kw_only=True):
    """Calendar months, and from which day they count."""

    months: Positive
    counts_from: Words


class Days(Sourced, frozen=True, kw_only=True):
    """Days, and from which day they count."""

    days: Positive
    counts_from: Words


class Interval(Months, frozen=True, kw_only=True):
    """The usual number of months and the range that can be chosen from."""

    at_least: Positive
    at_most: Positive

    def __post_init__(self) -> None:
        """Refuse a usual number outside the range."""
        if not self.at_least <= self.months <= self.at_most:
            raise ValueError("months must lie between at_least and at_most")


class Schedule(Edition, frozen=True, kw_only=True):
    """Limits and settings of the review clock."""

    first_limit: Months
    later_limit: Months
    review_interval: Interval
    due_soon: Days
    plan_missing: Days
    risk_link: Months


SCHEDULE = Series(STANDARDS, "review-schedule", Schedule)
