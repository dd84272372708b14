"""The digest of an assessment: its answers in one text, for figures over very many assessments. Pure.

The first line names the items that count as asked whatever else the answer says. The second is a JSON list of the
answers that decide more, and of all others: item, status, value (JSON), source of what was carried over and its day,
day of confirming.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

import msgspec

from careplan.checklists.codes import Status
from careplan.checklists.rules.asked import Given
from careplan.checklists.rules.values import read_value

Answers = tuple[frozenset[str], dict[str, Given]]
"""`plain` and `given` of a sitting."""


class Row(msgspec.Struct, frozen=True, array_like=True):
    """One answer that has to be looked at; `source` is the root of the assessment it was carried from."""

    item: str
    status: Status
    value: str | None
    source: str | None
    source_on: date | None
    confirmed_on: date | None


READER = msgspec.json.Decoder(list[Row])


def read(text: str, days: Mapping[str, date]) -> Answers:
    """The answers of a digest; `days`: from when a carried answer counts its age, by source, as known today."""
    plain, _, rows = text.partition("\n")
    return frozenset(plain.split()), {row.item: _given(row, days) for row in READER.decode(rows)}


def _given(row: Row, days: Mapping[str, date]) -> Given:
    carried_on = None if row.source is None else days.get(row.source, row.source_on)
    return Given(row.status, _value(row.value), carried_on, row.confirmed_on)


@cache
def _value(text: str | None) -> Any:
    """Few values decide anything, and these are codes."""
    return None if text is None else read_value(text)


def joined(first: Answers, second: Answers) -> Answers:
    """The answers of two rows of one chain; the second's stand."""
    plain, given = second
    kept = {item: one for item, one in first[1].items() if item not in plain and item not in given}
    return (first[0] - given.keys()) | plain, kept | given
