"""Criterion 11, drop-out: kept in treatment for twelve weeks, and successful exits."""

from functools import partial

from careplan.audit.measures.populations import EpisodeCase, episodes, treatment_start
from careplan.audit.rules.census import Census
from careplan.audit.rules.measure import Measure, Measures
from careplan.audit.rules.numbers import Numbers
from careplan.audit.rules.verdict import Exclusion, Verdict, either, left_out

SUCCESSFUL = frozenset(
    {"completed_drug_free", "completed_alcohol_free", "completed_occasional_user", "referred_on"}
)


def retained(case: EpisodeCase, census: Census, numbers: Numbers) -> Verdict:
    """11.1: of those who started treatment in the twelve months that ended 84 days ago, who stayed 84 days.

    Deaths and transfers stay in the cohort; two episodes count twice. Days are taken off first, then months.
    """
    twelve_weeks = numbers.days("retained_days")
    start = treatment_start(case.episode, census.on)
    if start is None or not Census.at(census.on - twelve_weeks).covers(start):
        return left_out("not_in_cohort")
    closed = case.episode.closed_on
    return either(closed is None or closed >= start + twelve_weeks, "twelve_weeks", "left_early")


def successful_exit(case: EpisodeCase, census: Census) -> Verdict:
    """11.2: whether an episode closed in the period ended well; died and neutral exits count, too."""
    closed = case.episode.closed_on
    if closed is None or not census.covers(closed):
        return left_out("not_closed_in_period")
    if treatment_start(case.episode, closed) is None:
        return left_out(Exclusion.NOT_STARTED)
    return either(case.episode.exit_reason in SUCCESSFUL, "successful", "other_exit")


def measures(numbers: Numbers) -> Measures:
    """The measures of this criterion."""
    return {
        "11.1": Measure(episodes, partial(retained, numbers=numbers)),
        "11.2": Measure(episodes, successful_exit),
    }
