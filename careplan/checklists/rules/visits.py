"""The visits in which an assessment was held: their days, how, and who else was there. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from careplan.checklists.codes import Status
from careplan.checklists.rules.asked import Given
from careplan.checklists.rules.bank import Bank
from careplan.checklists.rules.bounds import Life, day_of

VISITS, DAY, WHO = "visits", "visit_day", "who_else"
"""The item, and two of its columns."""
ALONE = "nobody_else"


def visit_fault(text: str, life: Life) -> str:
    """What is wrong with the day of a visit, as the end of a sentence; empty where it can be."""
    on = day_of(text)
    if on is None:
        return "must be a day, like 27/3/2026"
    if on > life.on:
        return "must be today or in the past"
    if life.since is not None and on < life.since:
        return (
            f"must be on or after {life.since.day}/{life.since.month}/{life.since.year}, the day of referral"
        )
    return ""


def visit_days(given: Mapping[str, Given]) -> list[date]:
    """The days on which the assessment was held, in order; empty where none was told."""
    return sorted({on for row in _rows(given) if (on := day_of(str(row.get(DAY, ""))))})


def company(bank: Bank, given: Mapping[str, Given], on: date) -> list[str]:
    """Who else is there in a visit of the day, in words; empty where the client is alone or nothing was told."""
    today = (row.get(WHO) for row in _rows(given) if row.get(DAY) == on.isoformat())
    return [words for words in today if words and words != bank.labels.get(ALONE)]


def _rows(given: Mapping[str, Given]) -> Sequence[Any]:
    answer = given.get(VISITS)
    return answer.value or () if answer and answer.status is Status.ANSWERED else ()
