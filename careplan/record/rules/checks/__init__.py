"""Checks between assessment, risk, plan and prescription: conditions by the code of their words. Pure."""

from collections.abc import Callable, Iterator, Mapping

from careplan.record.rules.checks import home, plan, risk, treatment, viruses
from careplan.record.rules.checks.case import Case

CONDITIONS: Mapping[str, Callable[[Case], bool]] = {
    "overdose_naloxone": treatment.overdose_without_naloxone,
    "child_take_home": home.child_beside_take_home,
    "pregnant_joint_plan": treatment.pregnant_without_joint_plan,
    "allergy_to_drug": treatment.allergic_to_the_drug,
    "suicide_plan_level": risk.suicide_plan_under_high,
    "child_concern_level": risk.child_concern_at_low,
    "abuse_level": risk.abuse_at_low,
    "grave_without_action": risk.grave_without_open_action,
    "drug_not_in_test": treatment.prescribed_drug_not_in_test,
    "tolerance_reassessment": treatment.tolerance_lost_without_reassessment,
    "overdose_take_home": home.overdose_beside_take_home,
    "plan_before_risk": plan.older_than_grave_risk,
    "abuse_post": home.abuse_where_post_is_safe,
    "consent_withdrawn": plan.told_after_consent_was_withdrawn,
    "young_consent": treatment.under_age_without_consent,
    "sedatives_denied": treatment.sedatives_against_the_course,
    "course_naloxone": treatment.course_without_naloxone,
    "storage_unknown": home.take_home_without_storage,
    "alcohol_take_home": home.dependent_drinking_beside_take_home,
    "benzodiazepine_take_home": home.benzodiazepines_beside_take_home,
    "no_home_take_home": home.no_home_beside_take_home,
    "driving_course": treatment.drives_without_advice,
    "prescribing_without_course": plan.prescribing_without_course,
    "course_without_treatment": plan.course_without_prescribing,
    "course_without_goal": plan.course_without_goal,
    "hepatitis_b_offer": viruses.injects_without_hepatitis_b,
    "hepatitis_c_test": viruses.injects_without_hepatitis_c,
    "housing_address": home.settled_without_address,
}
"""The most urgent first."""


def speaking(case: Case) -> Iterator[str]:
    """The codes of the checks that speak, the most urgent first."""
    return (code for code, holds in CONDITIONS.items() if holds(case))
