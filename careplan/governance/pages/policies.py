"""Policies as their list shows them: eight for safety and three between agencies, each with what counts."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from careplan.clients.registers.pages import action, address, correct_link
from careplan.clients.registers.rows import Owner, every
from careplan.governance.codes import SAFETY_POLICIES, Policy
from careplan.governance.pages import words
from careplan.governance.registers import POLICIES
from careplan.governance.rules.asked import wording
from careplan.governance.rules.policies import Approval, in_place, latest
from careplan.ui.tables import Link, Table, Tag, columns
from careplan.ui.words import day

COLUMNS = (*columns("Policy", "State", "Approved", "Review due"), action(4))
OTHERS = (*columns("Policy", "Approved", "Review due"), action(3))


def tables(owner: Owner, on: date) -> list[Table]:
    """The eleven policies, then all other approvals."""
    approvals: dict[str, list[Any]] = {}
    for row in every(POLICIES, owner):
        approvals.setdefault(row.policy, []).append(row)
    counting = {policy: _counting(approvals.get(policy, []), on) for policy in Policy}
    lines = {policy: _policy(owner, policy, row, on) for policy, row in counting.items()}
    safety = [line for policy, line in lines.items() if policy in SAFETY_POLICIES]
    others = [line for policy, line in lines.items() if policy not in SAFETY_POLICIES]
    both = [Table("Safety", COLUMNS, safety), Table("Between agencies", COLUMNS, others)]
    older = [
        _approval(owner, row)
        for policy in Policy
        for row in approvals.get(policy, [])
        if row is not counting[policy]
    ]
    last = Table("Other approvals, before or after the one that counts", OTHERS, older)
    return [*both, last] if older else both


def _counting(rows: Sequence[Any], on: date) -> Any:
    """The approval that counts on the day; None without one."""
    counts = latest((Approval(row.approved_on, row.review_due_on) for row in rows), on)
    return next((row for row in rows if counts is not None and row.approved_on == counts.approved_on), None)


def _approval(owner: Owner, row: Any) -> Sequence[Any]:
    """An approval that does not count today."""
    name, approved = POLICIES.name_of(row), day(row.approved_on)
    there = address(POLICIES, "row", owner, row_id=row.id)
    return name, approved, day(row.review_due_on), Link("Correct", there, f" {name}, approved {approved}")


def _policy(owner: Owner, policy: Policy, row: Any, on: date) -> Sequence[Any]:
    counts = Approval(row.approved_on, row.review_due_on) if row else None
    state = Tag(*words.IN_PLACE[in_place(counts, on, wording().near_days)])
    name = Link(wording().policies[policy], address(POLICIES, "new", owner, policy=policy.value))
    if row is None:
        return name, state, "", "", ""
    return name, state, day(row.approved_on), day(row.review_due_on), correct_link(POLICIES, owner, row)
