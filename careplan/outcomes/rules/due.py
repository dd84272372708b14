"""Which profile an episode needs next, and by which day. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from careplan.ground.dates import add_months
from careplan.outcomes.codes import Stage
from careplan.outcomes.rules.standard import Profile


@dataclass(frozen=True, slots=True)
class Asked:
    """The days of an episode in treatment: its start, its end, and its latest profiles, of any stage and at leaving."""

    started_on: date
    closed_on: date | None = None
    last_on: date | None = None
    exit_on: date | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """The stage of the profile, the last day on which it counts, and whether that day is over."""

    stage: Stage
    until: date
    late: bool


def due(asked: Asked, on: date, profile: Profile) -> Due | None:
    """What is due on the day; None where nothing is.

    At the start from the first day of treatment; a review once its months are over, or its last day where nobody was
    ever asked; at leaving as long as it counts, then nothing mends it.
    """
    if asked.closed_on is not None:
        return _exit(asked, asked.closed_on, on, profile)
    latest = timedelta(days=profile.review.last)
    anchor = asked.last_on or asked.started_on
    if asked.last_on is None and on <= asked.started_on + latest:
        until = asked.started_on + timedelta(days=profile.start.last)
        return Due(Stage.START, until, on > until) if on >= asked.started_on else None
    if on < add_months(anchor, profile.review_due.months):
        return None
    return Due(Stage.REVIEW, anchor + latest, on > anchor + latest)


def _exit(asked: Asked, closed_on: date, on: date, profile: Profile) -> Due | None:
    until = closed_on + timedelta(days=profile.exit.last)
    first = closed_on + timedelta(days=profile.exit.first)
    done = asked.exit_on is not None and first <= asked.exit_on
    return None if done or on > until else Due(Stage.EXIT, until, late=False)
