"""Criterion 11, drop-out: kept in treatment, and successful exits. Both count treatment journeys."""

from collections.abc import Iterator, Sequence
from functools import partial

from careplan.audit.review.measures.journeys import Journey, journeys, stay_on
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.facts import Service
from careplan.audit.review.rules.measure import RECORD, Case, Measure, Measures, Reason, Reasons
from careplan.audit.review.rules.numbers import Numbers
from careplan.audit.review.rules.verdict import Exclusion, Verdict, either, left_out

SUCCESSFUL = frozenset(
    {"completed_drug_free", "completed_alcohol_free", "completed_occasional_user", "referred_on"}
)


def begun(services: Sequence[Service], census: Census, numbers: Numbers) -> Iterator[Case[Journey]]:
    """The journeys of these services together, each named by its first episode."""
    return (Case(one.first.id, one, one.first) for one in journeys(services, census, numbers))


def retained(case: Case[Journey], census: Census, numbers: Numbers) -> Verdict:
    """11.1: of the journeys that began early enough in the period, which lasted as long as they should.

    Deaths and transfers out stay in the cohort; days between two episodes count. Days are taken off first, then months.
    """
    twelve_weeks, start = numbers.days("retained_days"), case.record.started_on
    if not Census.at(census.on - twelve_weeks).covers(start):
        return left_out("not_in_cohort")
    closed = case.record.closed_on
    return either(closed is None or closed >= start + twelve_weeks, "twelve_weeks", "left_early")


def ended(services: Sequence[Service], census: Census, numbers: Numbers) -> Iterator[Case[Journey | None]]:
    """The journeys that ended, each named by the episode closed last; and the episodes that are part of none."""
    for journey in journeys(services, census, numbers):
        if journey.last is not None:
            yield Case(journey.last.episode.id, journey, journey.last.episode)
    for service in services:
        for episode in service.episodes:
            if stay_on(episode, census.on) is None:
                yield Case(episode.id, None, episode)


def successful_exit(case: Case[Journey | None], census: Census) -> Verdict:
    """11.2: whether a journey that ended in the period ended well; died and neutral exits count, too."""
    if not census.covers(case.episode.closed_on):
        return left_out("not_closed_in_period")
    if case.record is None:
        return left_out(Exclusion.NOT_STARTED)
    return either(case.episode.exit_reason in SUCCESSFUL, "successful", "other_exit")


def service_of(case: Case[Journey | None]) -> str:
    """The service of the episode that names a case."""
    return case.episode.service_id


REASONS: Reasons = {
    "not_started": Reason("closed before treatment started"),
    "twelve_weeks": Reason("in treatment for 84 days"),
    "left_early": Reason("closed before 84 days"),
    "successful": Reason("completed, or referred on"),
    "other_exit": Reason("another way of leaving"),
}


def measures(numbers: Numbers) -> Measures:
    """The measures of this criterion."""
    journeys_of = partial(Measure, together=service_of, kind="episode", mended=RECORD, past=True)
    return {
        "11.1": journeys_of(partial(begun, numbers=numbers), partial(retained, numbers=numbers)),
        "11.2": journeys_of(partial(ended, numbers=numbers), successful_exit),
    }
