"""Who answers which questions, and what stands at each service, as lists."""

from collections.abc import Sequence
from typing import Any

from flask import url_for

from careplan.governance.pages.returns import Tally
from careplan.governance.registers import REGISTERS
from careplan.ui.tables import Column, Table

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
