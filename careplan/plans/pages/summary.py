"""Agreement, copy and risk link of a version, as rows of a summary list."""

from careplan.plans.forms.choices import AGREED_HOW, AGREEMENTS, COPIES, KINDS
from careplan.plans.models import CarePlan
from careplan.ui.words import day

Row = tuple[str, str]


def plan_rows(plan: CarePlan) -> list[Row]:
    """What was agreed, how, and what became of the copy."""
    rows = [
        ("Version", f"{plan.version}, {KINDS[plan.kind].lower()}"),
        ("Drafted", day(plan.drafted_on)),
        ("Agreed", agreement_line(plan)),
    ]
    if plan.agreement_note:
        rows.append(("Reason", plan.agreement_note))
    rows.append(("Copy for the client", copy_line(plan)))
    if plan.next_due_on:
        rows.append(("Next review planned when agreed", f"{day(plan.next_due_on)}{_with(plan.next_review)}"))
    if plan.no_risk_reason:
        rows.append(("Agreed without a recent risk assessment", plan.no_risk_reason))
    return rows


def _with(who: str | None) -> str:
    return f", with {who}" if who else ""


def agreement_line(plan: CarePlan) -> str:
    """3 March 2026, signed on paper."""
    if plan.agreed_on is None:
        return "Not agreed yet"
    how = AGREED_HOW[plan.agreed_how] if plan.agreed_how else AGREEMENTS[plan.agreement or ""]
    name = f" by {plan.signed_name}" if plan.signed_name else ""
    return f"{day(plan.agreed_on)}. {how}{name}"


def copy_line(plan: CarePlan) -> str:
    """Offered on 3 March 2026. Took a copy on paper."""
    if plan.copy_offered_on is None:
        return "Not offered yet"
    taken = f". {COPIES[plan.copy_taken]}" if plan.copy_taken else ""
    return f"Offered on {day(plan.copy_offered_on)}{taken}"
