"""The digest of an assessment: its answers in one text, for figures over very many assessments. Pure.

The first line names the items that count as asked whatever else the answer says. Then follow the answers that decide
more, and all others, a JSON list in a line of its own each: item, status, value (JSON), source of what was carried
over and its day, day of confirming.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

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


READER = msgspec.json.Decoder(Row)


def read(text: str, days: Mapping[str, date]) -> Answers:
    """The answers of a digest; `days`: from when a carried answer counts its age, by source, as known today."""
    plain, *lines = text.split("\n")
    given = {}
    for line in lines:
        row, one = _row(line)
        if row.source is not None and row.source in days:
            one = Given(one.status, one.value, days[row.source], one.confirmed_on)
        given[row.item] = one
    return _plain(plain), given


@lru_cache(1_000)
def _plain(line: str) -> frozenset[str]:
    """The items of a first line, one set for all assessments that have the same."""
    return frozenset(line.split())


@lru_cache(50_000)
def _row(line: str) -> tuple[Row, Given]:
    """An answer with its source's day as it was; most answers that decide anything are the same few codes."""
    row = READER.decode(line)
    value = None if row.value is None else read_value(row.value)
    return row, Given(row.status, value, row.source_on, row.confirmed_on)


def joined(first: Answers, second: Answers) -> Answers:
    """The answers of two rows of one chain; the second's stand."""
    plain, given = second
    kept = {item: one for item, one in first[1].items() if item not in plain and item not in given}
    return (first[0] - given.keys()) | plain, kept | given
