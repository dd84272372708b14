"""Criterion 5, safety: policies, untoward incidents, and staff who are confident to report."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial

from careplan.audit.review.measures.c04 import PRESCRIBING
from careplan.audit.review.measures.populations import gives_buprenorphine, open_within
from careplan.audit.review.measures.units import open_services, service_share
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.facts import Incident, Policy, Service
from careplan.audit.review.rules.measure import Case, Deed, Kept, Measure, Measures, Reason, Reasons
from careplan.audit.review.rules.numbers import Numbers
from careplan.audit.review.rules.verdict import NONE, ONE, REVIEW_OVERDUE, Verdict, left_out, met, not_met
from careplan.governance.codes import SAFETY_POLICIES
from careplan.governance.labels import IN_PLACE
from careplan.governance.rules.policies import InPlace
from careplan.prescribing.rules.facts import Course
from careplan.staff.codes import Sector

DAY = timedelta(days=1)
POLICIES = Kept("policies", "Open policies")
APPROVE = Deed("policy approved", "policies approved")


def policies(service: Service, census: Census, names: Sequence[str]) -> Iterator[Case[tuple[Service, str]]]:
    """The policies that a service which was open on the census should have, in place or not."""
    if service.open_on(census.on):
        for name in names:
            yield Case(f"{service.id}:{name}", (service, name))


def in_force(service: Service, policy: str, day: date) -> Policy | None:
    """The row that counts: of several the latest approved by the day."""
    policies = (row for row in service.policies if row.policy == policy and row.approved_on <= day)
    return max(policies, key=lambda row: row.approved_on, default=None)


def in_place(case: Case[tuple[Service, str]], census: Census) -> Verdict:
    """5.1 and 10.1: approved by the census (spec 05 §8); an overdue review is a reason of its own."""
    service, policy = case.record
    if policy == "buprenorphine_titration" and not gives_buprenorphine((service,), census):
        return left_out("no_buprenorphine")
    row = in_force(service, policy, census.on)
    if row is None:
        return not_met("no_policy")
    return met("policy_in_date" if census.on < row.review_due_on else REVIEW_OVERDUE)


def exposures(service: Service, census: Census) -> Iterator[Case[Incident | Course]]:
    """The incidents of a service, and the courses that were open within the period."""
    for incident in service.incidents:
        yield Case(incident.id, incident)
    for episode in service.episodes:
        for course in episode.courses:
            if open_within(course, census):
                yield Case(course.id, course, episode)


def rate(case: Case[Incident | Course], census: Census) -> Verdict:
    """5.2: incidents of any kind in the period, against the days of courses in it."""
    if isinstance(case.record, Incident):
        inside = census.covers(case.record.on)
        return met("incident", ONE, NONE) if inside else left_out("not_in_period")
    first, end = max(case.record.first_dose_on, census.first), census.on + DAY
    last = end if case.record.ended_on is None else min(case.record.ended_on, end)
    return not_met("days_open", NONE, (last - first).days)


def statutory(service: Service, census: Census) -> Iterator[Case[Service]]:
    """Services of the NHS alone: only their staff are asked by the national survey."""
    return open_services(service, census) if service.sector == Sector.NHS else iter(())


def any_statutory(services: Sequence[Service], census: Census) -> bool:  # noqa: ARG001 - the shape of `applies`
    """Whether the unit has a service of the NHS."""
    return any(service.sector == Sector.NHS for service in services)


REASONS: Reasons = {
    "policy_in_date": Reason("in place and in date"),
    "policy_out_of_date": Reason("the review of the policy is due"),
    "policy_review_overdue": Reason(IN_PLACE[InPlace.EXPIRED][0].lower()),
    "no_policy": Reason("not in place"),
    "incident": Reason("incident in the period"),
    "days_open": Reason("course open in the period"),
}


def measures(numbers: Numbers) -> Measures:  # noqa: ARG001 - the shape of all criteria
    """The measures of this criterion."""
    incidents = Kept("incidents", "Open incidents")
    return {
        "5.1": Measure(
            partial(policies, names=SAFETY_POLICIES),
            in_place,
            kept=POLICIES,
            mended=PRESCRIBING,
            deed=APPROVE,
        ),
        "5.2": Measure(
            exposures,
            rate,
            apart=True,
            rate=True,
            kind="incident",
            kept=incidents,
            mended=PRESCRIBING,
            past=True,
        ),
        "5.3": service_share(
            "5.3",
            "confident.positive",
            "confident.respondents",
            cases=statutory,
            applies=any_statutory,
            mended=PRESCRIBING,
        ),
    }
