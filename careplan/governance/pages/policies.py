"""Policies as their list shows them: eight for safety and three between agencies, each with what counts."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from careplan.clients.registers.pages import Cell, Group, Row, address
from careplan.clients.registers.rows import Owner, every
from careplan.governance.codes import SAFETY_POLICIES, Policy
from careplan.governance.pages import words
from careplan.governance.registers import POLICIES
from careplan.governance.rules.policies import Approval, in_place, latest
from careplan.governance.rules.wording import wording
from careplan.ui.words import day

COLUMNS = ("Policy", "State", "Approved", "Review due")
OTHERS = ("Policy", "Approved", "Review due")


def groups(owner: Owner, on: date) -> tuple[Group, ...]:
    """The eleven policies, then all other approvals."""
    approvals: dict[str, list[Any]] = {}
    for row in every(POLICIES, owner):
        approvals.setdefault(row.policy, []).append(row)
    rows = {policy: _policy(owner, policy, approvals.get(policy, []), on) for policy in Policy}
    safety = tuple(row for policy, row in rows.items() if policy in SAFETY_POLICIES)
    others = tuple(row for policy, row in rows.items() if policy not in SAFETY_POLICIES)
    counted = {row.href for row in rows.values()}
    older = [_approval(owner, row) for policy in Policy for row in approvals.get(policy, [])]
    older = [row for row in older if row.href not in counted]
    last = Group("Other approvals, before or after the one that counts", OTHERS, tuple(older))
    both = (Group("Safety", COLUMNS, safety), Group("Between agencies", COLUMNS, others))
    return (*both, last) if older else both


def _approval(owner: Owner, row: Any) -> Row:
    """An approval that does not count today."""
    name, approved = POLICIES.name_of(row), day(row.approved_on)
    cells = (Cell(name), Cell(approved), Cell(day(row.review_due_on)))
    return Row(cells, f"{name}, approved {approved}", address(POLICIES, "row", owner, row_id=row.id))


def _policy(owner: Owner, policy: Policy, rows: Sequence[Any], on: date) -> Row:
    counts = latest((Approval(row.approved_on, row.review_due_on) for row in rows), on)
    state, colour = words.IN_PLACE[in_place(counts, on, wording().near_days)]
    name = wording().policies[policy]
    row = next((row for row in rows if counts is not None and row.approved_on == counts.approved_on), None)
    cells = (
        Cell(name, href=address(POLICIES, "new", owner, policy=policy.value)),
        Cell(state, colour),
        Cell(day(counts.approved_on) if counts else ""),
        Cell(day(counts.review_due_on) if counts else ""),
    )
    return Row(cells, name, address(POLICIES, "row", owner, row_id=row.id) if row else "")
