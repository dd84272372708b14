"""Checks of an open course and of safety in treatment against what was said."""

from datetime import timedelta

from careplan.outcomes.codes import Finding
from careplan.record.rules.checks.case import Case, begins

HAS = ("supplied_today", "already_has", "offered_declined")


def overdose_without_naloxone(case: Case) -> bool:
    """A recent overdose, and naloxone was neither handed over nor spoken of since."""
    day = case.overdosed_on
    if day is None:
        return False
    spoken = case.says("naloxone_status", *HAS) and case.answers["naloxone_status"].on >= day
    return not spoken and (case.naloxone_on is None or case.naloxone_on < day)


def course_without_naloxone(case: Case) -> bool:
    """A course runs without naloxone in date; silent where an overdose already asks for it."""
    return bool(case.courses) and case.naloxone_on is None and not overdose_without_naloxone(case)


def pregnant_without_joint_plan(case: Case) -> bool:
    """Pregnant within the last months, and no joint plan with maternity services is recorded."""
    told = case.said_on("pregnancy_status")
    now = told is not None and told >= case.since(case.standard.limits.pregnancy_days)
    return (
        now and case.says("pregnancy_status", "yes") and not case.says("antenatal_care", "booked_joint_plan")
    )


def allergic_to_the_drug(case: Case) -> bool:
    """An allergy is written down that names the drug of an open course."""
    answer, names = case.answers.get("allergies"), case.standard.names.allergens
    if answer is None or answer.value is not True:
        return False
    return any(begins(answer.text, names[one.drug].words) for one in case.courses if one.drug in names)


def prescribed_drug_not_in_test(case: Case) -> bool:
    """The latest test, taken while the course ran, found none of its drug, and no prescribing review since."""
    test = case.test
    if test is None or not case.unreviewed(test.on):
        return False
    after = timedelta(days=case.standard.limits.test_after_days)
    running = [one for one in case.courses if one.first_dose_on + after <= test.on]
    return any(test.results.get(one.drug) == Finding.NEGATIVE for one in running)


def tolerance_lost_without_reassessment(case: Case) -> bool:
    """Tolerance was lost, or the client came back from elsewhere, during a course that nobody has reassessed since."""
    first = case.since(case.standard.limits.tolerance_days)
    told = case.said_on("tolerance_loss") if case.says("tolerance_loss", *LOST) else None
    for course in case.courses:
        days = [*course.back, *([told] if told else [])]
        day = max(
            (one for one in days if first <= one <= case.on and one > course.first_dose_on), default=None
        )
        if case.unreviewed(day) and day is not None and not any(one >= day for one in course.reassessed):
            return True
    return False


LOST = ("prison_release", "hospital", "detox", "rehab")


def drives_without_advice(case: Case) -> bool:
    """Drives on a course, and the duty to tell was not explained."""
    return bool(case.courses) and case.says("driving", "drives_not_told")


def sedatives_against_the_course(case: Case) -> bool:
    """A sedating medicine is recorded or told, and the course was begun as without, unreviewed since."""
    answer, words = case.answers.get("current_medication"), case.standard.names.sedating.words
    told = [*case.medicines]
    told += [(str(row.get("name") or ""), answer.on) for row in answer.rows] if answer else []
    named = any(begins(name, words) and case.unreviewed(day) for name, day in told)
    return named and any(one.sedatives is False for one in case.courses)


def under_age_without_consent(case: Case) -> bool:
    """A course of somebody under 18 with neither consent about treatment nor an agreed plan."""
    agreed = case.plan is not None and case.plan.agreed
    return case.young and bool(case.courses) and not (case.may_treat or agreed)
