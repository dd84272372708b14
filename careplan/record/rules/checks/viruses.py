"""Checks of injecting against what was offered about viruses in blood."""

from careplan.harm_reduction.codes import BbvKind
from careplan.record.rules.checks.case import Case

HBV = frozenset(one.value for one in BbvKind if one.value.startswith("hbv"))
HCV = frozenset(one.value for one in BbvKind if one.value.startswith("hcv"))


def injects_without_hepatitis_b(case: Case) -> bool:
    """Injects, and nothing says that vaccination against hepatitis B was offered or is not needed."""
    answered = "hbv_status" in case.answers and not case.says("hbv_status", "not_offered")
    return case.says("injecting_status", "current") and not answered and HBV.isdisjoint(case.viruses)


def injects_without_hepatitis_c(case: Case) -> bool:
    """Injects, and nothing says that a test for hepatitis C was offered or made."""
    answered = "hcv_status" in case.answers and not case.says("hcv_status", "never_tested")
    return case.says("injecting_status", "current") and not answered and HCV.isdisjoint(case.viruses)
