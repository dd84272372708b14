"""Who answers which questions, and what stands at each service, as lists."""

from collections.abc import Sequence
from typing import Any

from flask import url_for

from careplan.governance.pages.returns import Line, Question, Shown, Tally
from careplan.governance.registers import REGISTERS
from careplan.ui.render import escaped
from careplan.ui.tables import Column, Table
from careplan.ui.words import day

QUESTIONS = (
    Column("For", "unit.name", "href"),
    Column("Level", lambda one: "Service" if one.unit.level == "service" else "Partnership"),
    Column("Asked", "asked", numeric=True),
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
