"""What the pages say of a depot: when the next injection is due."""

from collections.abc import Iterator
from datetime import date

from careplan.prescribing.rules.depots import Injection, next_due
from careplan.prescribing.rules.facts import Facts, day_words, on_depot, plain
from careplan.prescribing.rules.standard import Standard


def due_rows(facts: Facts, on: date, standard: Standard, runs: bool) -> Iterator[tuple[str, str]]:
    """The next injection and the days on which it may be given, for a summary list; nothing off depots."""
    due = next_due(facts, on, standard) if runs else None
    if due is not None:
        yield "Next injection", due_words(due, on)
    elif runs and on_depot(facts.orders, on):
        yield "Next injection", "Not known: no injection is logged"


def due_words(due: Injection, on: date) -> str:
    """24 mg on Friday 10 April 2026. It may be given from 8 April 2026 to 12 April 2026."""
    amount = f"{plain(due.mg)} mg" if due.mg is not None else "Not ordered yet, due"
    between = f"It may be given from {day_words(due.opens_on)} to {day_words(due.closes_on)}"
    late = f". {due.late(on)} days late" if due.late(on) else ""
    return f"{amount} on {due.on:%A} {day_words(due.on)}. {between}{late}"
