"""Checks of the levels of risk against what was said, and of grave risk against what is done about it."""

from careplan.record.rules.checks.case import Case
from careplan.risk.codes import Level, RiskDomain
from careplan.risk.rules import GRAVE


def suicide_plan_under_high(case: Case) -> bool:
    """Thoughts of suicide with a plan, and a level of harm to self that is not high."""
    level = case.level(RiskDomain.SELF)
    return case.says("suicidal_thoughts", "active_with_plan") and level is not None and level not in GRAVE


def child_concern_at_low(case: Case) -> bool:
    """Somebody has to act for a child, and the level of harm to children is low."""
    told = case.says("child_safeguarding", "early_help_offered", "referral_made", "discussed_with_lead")
    return (told or case.child_concern) and case.level(RiskDomain.CHILDREN) is Level.LOW


def abuse_at_low(case: Case) -> bool:
    """Abuse goes on, and the level of harm from others is low."""
    now = case.says("domestic_abuse_experienced", "current")
    return now and case.level(RiskDomain.FROM_OTHERS) is Level.LOW


def grave_without_open_action(case: Case) -> bool:
    """High or immediate risk in a domain for which nothing is left to do."""
    return any(one.level in GRAVE and domain not in case.open_actions for domain, one in case.levels.items())
