"""Who answers which questions, what stands at each service, and its policies, as lists."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import url_for

from careplan.clients.registers.pages import action, address, correct_link
from careplan.clients.registers.rows import Owner, every
from careplan.governance.codes import SAFETY_POLICIES, Policy
from careplan.governance.labels import IN_PLACE
from careplan.governance.pages.returns import Line, Question, Shown, Tally
from careplan.governance.registers import POLICIES, REGISTERS
from careplan.governance.rules.policies import Approval, in_place, latest
from careplan.governance.rules.questions import wording
from careplan.ui.render import escaped
from careplan.ui.tables import Column, Link, Table, Tag, columns
from careplan.ui.words import day

QUESTIONS = (
    Column("For", "unit.name", "href"),
    Column("Level", lambda one: one.unit.level.capitalize()),
    Column("Asked", "questions", numeric=True),
    Column("Without an answer", "missing", numeric=True),
    Column("Claimed", "claimed", numeric=True),
)


def questions(tallies: Sequence[Tally]) -> Table:
    """The units that the worker answers for."""
    return Table("Questions to answer", QUESTIONS, tallies, "You answer for no service.")


def kept(tallies: Sequence[Tally]) -> Table:
    """The records that are kept of each service, a column for each kind."""
    services = [one.unit for one in tallies if one.unit.level == "service"]
    columns = (Column("Service", "name"), *(_kept(register) for register in REGISTERS))
    return Table("What stands at each service", columns, services, "No service.")


def _kept(register: Any) -> Column:
    def listing(unit: Any) -> str:
        return url_for(register.endpoint("listing"), service_id=unit.id)

    return Column(register.title, lambda _: register.title, listing)


def _withdrawing(one: Shown) -> str:
    return url_for("governance.withdrawing", evidence_id=one.id) if one.standing else ""


RETURNS = (
    Column("Question", lambda line: f"{line.id} {line.words}", "href"),
    Column("Answer in force", lambda line: escaped(line.answers) or "None"),
    Column("Since", lambda line: day(line.since, "")),
    Column("Evidence"),
)
EVIDENCE = (
    Column("What", "title"),
    Column("Where"),
    Column("Shows", "covers"),
    Column("Given by", lambda one: f"{one.by}, {day(one.at)}"),
    Column("Expires", lambda one: day(one.expires_on, "Does not expire")),
    Column("State"),
    Column(
        "Action", lambda one: f"Withdraw {one.title}" if one.standing else "", _withdrawing, label_hidden=True
    ),
)
HISTORY = (
    Column("Day", lambda row: day(row[0].recorded_on)),
    Column("What", 1),
    Column("Answer", 2),
    Column("Given by", lambda row: row[0].by),
    Column("Correction"),
)


def returns(lines: Sequence[Line]) -> Table:
    """The questions of a unit."""
    return Table(
        "Questions that ask for a return", RETURNS, lines, "No question asks this service for a return."
    )


def evidence(page: Question) -> Table:
    """What stands behind the answer to a question."""
    return Table("Evidence", EVIDENCE, page.evidence, "No evidence. The answer is printed as “claimed”.")


def history(page: Question) -> Table:
    """The answers that were given to a question, the latest first."""
    return Table("History of the answer", HISTORY, page.history, "No answer was given yet.")


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
    state = Tag(*IN_PLACE[in_place(counts, on, wording().near_days)])
    name = Link(wording().policies[policy], address(POLICIES, "new", owner, policy=policy.value))
    if row is None:
        return name, state, "", "", ""
    return name, state, day(row.approved_on), day(row.review_due_on), correct_link(POLICIES, owner, row)
