"""Checks about the home: who lives there, and what is kept there."""

from datetime import date

from careplan.record.rules.checks.case import Case

LOCKED = ("locked_given", "locked_own")
NO_HOME = ("sofa_surfing", "rough_sleeping")
OWN_HOMES = ("home", "hostel", "staying")
DRINKING = ("alcohol_dependence_symptoms", "alcohol_use")
USED = ("substances_used", "main_problem_substance", "other_problem_substances")


def child_beside_take_home(case: Case) -> bool:
    """A child lives at home, doses are taken home, and no lockable box is recorded."""
    return case.take_home and case.child_at_home and not case.says("safe_storage", *LOCKED)


def take_home_without_storage(case: Case) -> bool:
    """Doses are taken home, and it was not asked lately where they are kept; silent where the check above speaks."""
    asked = case.said_on("safe_storage")
    late = asked is None or asked < case.months_ago(case.standard.limits.storage_months)
    return case.take_home and late and not child_beside_take_home(case)


def overdose_beside_take_home(case: Case) -> bool:
    """Doses are taken home after an overdose that no prescribing review has looked at."""
    return case.take_home and case.unreviewed(case.overdosed_on)


def dependent_drinking_beside_take_home(case: Case) -> bool:
    """Doses are taken home by somebody who drinks with signs of dependence, and no prescribing review since."""
    signs = case.answers["alcohol_dependence_symptoms"].codes if DRINKING[0] in case.answers else frozenset()
    drinks = not case.says("alcohol_use", "never", "past")
    return case.take_home and drinks and bool(signs - {"none"}) and case.unreviewed(case.said_on(*DRINKING))


def benzodiazepines_beside_take_home(case: Case) -> bool:
    """Doses are taken home by somebody who uses benzodiazepines, and no prescribing review since."""
    return case.take_home and case.unreviewed(_benzodiazepines_on(case))


def no_home_beside_take_home(case: Case) -> bool:
    """Doses are taken home without a home to keep them in, and no prescribing review since; known by the assessment."""
    return (
        case.take_home and case.says("housing_status", *NO_HOME)
        and case.unreviewed(case.said_on("housing_status"))
    )  # fmt: skip


def settled_without_address(case: Case) -> bool:
    """The assessment and the addresses do not agree whether the client has a home."""
    kinds = {one.kind for one in case.homes}
    settled = case.says("housing_status", "settled") and "no_fixed_abode" in kinds
    return settled or (case.says("housing_status", "rough_sleeping") and "home" in kinds)


def abuse_where_post_is_safe(case: Case) -> bool:
    """A partner who lives with the client may be the one to fear, and post or a message at home is marked safe."""
    at_home = any(one.relation == "partner" and one.lives == "with_client" for one in case.people)
    post = any(one.safe_to_write for one in case.homes if one.kind in OWN_HOMES)
    message = any(one.kind == "landline" and one.allows("message") for one in case.ways)
    return case.says("domestic_abuse_experienced", "current") and at_home and (post or message)


def _benzodiazepines_on(case: Case) -> date | None:
    """When benzodiazepines were last named among what is used and not prescribed."""
    days = [case.answers[one].on for one in USED[1:] if case.says(one, "benzodiazepine")]
    table = case.answers.get(USED[0])
    if table and any(
        row.get("substance") == "benzodiazepine" and _used(row.get("days_28")) for row in table.rows
    ):
        days.append(table.on)
    return max(days, default=None)


def _used(days: object) -> bool:
    return str(days if days is not None else "").strip() not in ("", "0")
