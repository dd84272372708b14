"""Checks of plan, treatment and sharing against each other."""

from datetime import timedelta

from careplan.clients.codes import PRESCRIBING
from careplan.plans.codes import GoalDomain
from careplan.record.rules.checks.case import Case
from careplan.risk.rules import GRAVE


def older_than_grave_risk(case: Case) -> bool:
    """High or immediate risk was assessed after the plan was last agreed or reviewed."""
    grave = [one.assessed_on for one in case.levels.values() if one.level in GRAVE]
    return case.plan is not None and any(day > case.plan.last_on for day in grave)


def prescribing_without_course(case: Case) -> bool:
    """Prescribing was begun weeks ago, and no course runs."""
    begun = case.on - timedelta(weeks=case.standard.limits.prescribing_weeks)
    started = [one for one in case.interventions if one.kind in PRESCRIBING and one.open_on(case.on)]
    return not case.courses and any(one.days.started_on and one.days.started_on <= begun for one in started)


def course_without_prescribing(case: Case) -> bool:
    """A course runs, and no treatment of the record is prescribing; silent where no treatment is recorded at all."""
    open_now = [one for one in case.interventions if one.days.ended_on is None or one.days.ended_on > case.on]
    return bool(case.courses) and bool(open_now) and not any(one.kind in PRESCRIBING for one in open_now)


def course_without_goal(case: Case) -> bool:
    """A course runs, and the plan that holds has no goal on drugs or alcohol."""
    return (
        bool(case.courses)
        and case.plan is not None
        and GoalDomain.DRUG_ALCOHOL not in case.plan.domains
    )  # fmt: skip


def told_after_consent_was_withdrawn(case: Case) -> bool:
    """Sharing with somebody ended who is still marked as may be told."""
    return case.still_told
