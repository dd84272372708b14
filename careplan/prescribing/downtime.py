"""The doses of the downtime pack: who comes to the round, with the order."""

from collections.abc import Iterator
from datetime import date

from careplan.ground.offers import Downtime, Expected
from careplan.prescribing.pages.rounds import RoundRow, round_row
from careplan.prescribing.queries.rounds import due
from careplan.prescribing.rules.facts import plain


def _doses(services: frozenset[str], on: date) -> Iterator[Expected]:
    """Every course of the day's round, by name."""
    for course in due(services, on):
        row = round_row(course)
        cells = (row.born, row.drug, _amount(row), row.how, "; ".join(row.notes))
        yield Expected(course.episode_id, course.client_name, cells)


def _amount(row: RoundRow) -> str:
    """45 mg (45 ml); that there is no order, where there is none."""
    order = row.course.order
    if order is None:
        return "No order"
    ml = f" ({plain(row.ml)} ml)" if row.ml is not None else ""
    return f"{plain(order.daily_mg)} mg{ml}"


LABELS = ("Born", "Medicine", "Dose", "How", "Take note")
DOWNTIME = (Downtime("Doses", 2, LABELS, _doses),)
