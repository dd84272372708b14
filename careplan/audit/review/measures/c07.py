"""Criterion 7, clients as partners: support for involvement, directory, planning, experience."""

from dataclasses import replace
from datetime import date
from functools import partial

from careplan.audit.review.measures.units import answer, open_services, partnerships, parts_of, share
from careplan.audit.review.rules.bands import Band
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.facts import Partnership, Service
from careplan.audit.review.rules.measure import Case, Deed, Measure, Measures, Reason, Reasons
from careplan.audit.review.rules.numbers import Numbers
from careplan.audit.review.rules.verdict import SURVEYED, Exclusion, Verdict, cannot_tell, met, worth
from careplan.survey.rules import month_end

SUPPORT = frozenset({"financial", "forum", "strategic_groups", "training_mentoring"})
PLANNING = {
    "none": Band.WEAK,
    "consulted": Band.FAIR,
    "members": Band.GOOD,
    "coproduced": Band.EXCELLENT,
}


def involvement(case: Case[Service], census: Census) -> Verdict:
    """7.1: forms of support for involvement, of four."""
    value = answer(case.record, "7.1", "involvement", census.on)
    if value is None:
        return cannot_tell(Exclusion.NO_RETURN)
    return met("answered", len(parts_of(value) & SUPPORT), len(SUPPORT))


def directory(case: Case[Partnership], census: Census, numbers: Numbers) -> Verdict:
    """7.2: a directory of services: published, in several formats, and updated lately."""
    answered = partial(answer, case.record, "7.2", day=census.on)
    published, updated = answered("directory.published"), answered("directory.updated_on")
    if published is None:
        return cannot_tell(Exclusion.NO_RETURN)
    if published != "yes":
        return worth("no_directory", Band.WEAK)
    first = census.back(numbers.whole("directory_months"))
    lately = updated is not None and first < date.fromisoformat(updated) <= census.on
    if answered("directory.formats") == "yes" and lately:
        return worth("directory_in_formats", Band.EXCELLENT)
    return worth("directory_published", Band.GOOD)


def planning(case: Case[Partnership], census: Census) -> Verdict:
    """7.3: the part that clients have in strategic planning."""
    value = answer(case.record, "7.3", "planning", census.on)
    return cannot_tell(Exclusion.NO_RETURN) if value is None else worth(f"planning_{value}", PLANNING[value])


def experience(case: Case[Service], census: Census) -> Verdict:
    """7.4: satisfied clients of the survey, of the months that ended in the period.

    Where no month has an answer, the totals that somebody typed.
    """
    counts = [one for one in case.record.surveyed if census.covers(month_end(one.month))]
    if counts:
        return met(SURVEYED, sum(one.positive for one in counts), sum(one.answered for one in counts))
    verdict = share(case, census, "7.4", ("experience.positive", "experience.respondents"))
    return replace(verdict, reason="typed") if verdict.reason == "answered" else verdict


INVOLVE = Deed("kind of support for involvement in place", "kinds of support for involvement in place")
REASONS: Reasons = {
    "no_directory": Reason("no directory is published"),
    "directory_published": Reason("a directory is published"),
    "directory_in_formats": Reason("published in several formats and updated within 12 months"),
    "planning_none": Reason("clients take no part"),
    "planning_consulted": Reason("clients are consulted"),
    "planning_members": Reason("clients are members"),
    "planning_coproduced": Reason("plans are made together with clients"),
    SURVEYED: Reason("counted from the client survey"),
    "typed": Reason("a total that was typed"),
}


def measures(numbers: Numbers) -> Measures:
    """The measures of this criterion."""
    return {
        "7.1": Measure(open_services, involvement, every=True, question="7.1", deed=INVOLVE),
        "7.2": Measure(
            partnerships, partial(directory, numbers=numbers), by_partnership=True, question="7.2"
        ),
        "7.3": Measure(partnerships, planning, by_partnership=True, question="7.3"),
        "7.4": Measure(open_services, experience, every=True, question="7.4"),
    }
