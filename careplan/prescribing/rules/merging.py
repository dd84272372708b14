"""Why two records cannot become one: nobody has two courses of a drug, or two prescriptions for a day. Pure."""

from collections.abc import Iterable
from datetime import date

from careplan.prescribing.codes import Drug
from careplan.prescribing.rules.prescriptions import Covered
from careplan.ui.words import day

Running = tuple[Drug, date, str]
"""An open course: its drug, the day of its first dose, the name of its service."""


def two_courses(one: Iterable[Running], other: Iterable[Running]) -> list[str]:
    """A sentence for each drug of which both have an open course."""
    theirs = {drug: (since, at) for drug, since, at in other}
    return [
        f"Both have an open {drug.value} course: {at} since {day(since)}, {theirs[drug][1]} since "
        f"{day(theirs[drug][0])}. One person may be getting two doses. Ring the prescriber today: one course "
        "has to end first"
        for drug, since, at in {row[0]: row for row in one}.values()
        if drug in theirs
    ]


def two_prescriptions(drug: Drug, one: Iterable[Covered], other: Iterable[Covered]) -> list[str]:
    """A sentence where live prescriptions of the drug cover the same day (record package, section 4, rule 8)."""
    theirs = sorted(other, key=lambda covered: covered.starts_on)
    for mine in sorted(one, key=lambda covered: covered.starts_on):
        for their in theirs:
            if mine.shares_a_day(their):
                since = max(mine.starts_on, their.starts_on)
                return [
                    f"Prescriptions of {drug.value} in both records cover {day(since)}. Ask the prescriber which one "
                    "was supplied, and cancel the other"
                ]
    return []
