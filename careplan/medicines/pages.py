"""The lists of medicines: what is taken, with what it may do beside an opioid, and what was stopped."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from careplan.clients.registers.pages import action, correct_link
from careplan.clients.registers.rows import Owner
from careplan.medicines.labels import NOT_JUDGED, TOLD_BY
from careplan.medicines.queries import recorded
from careplan.medicines.registers import TAKEN
from careplan.medicines.rules import MEDICINES
from careplan.staff.doors import actor
from careplan.ui.tables import Column, Table
from careplan.ui.words import day, sentence


def tables(owner: Owner, on: date) -> Sequence[Table]:
    """Two lists; a medicine that the list of groups does not name is said to be unjudged."""
    every, groups = recorded(owner), MEDICINES.on(on)

    def does(row: Any) -> str:
        return "; ".join(sentence(words) for words in groups.words_of(row.name)) or NOT_JUDGED

    how = [
        Column("Medicine", lambda row: row.name),
        Column("Dose", lambda row: row.dose or "Not recorded"),
        Column("How often", lambda row: row.how_often or "Not recorded"),
        Column("Prescribed by or bought", lambda row: row.prescriber or "Not recorded"),
    ]
    told = Column("Told", lambda row: f"{day(row.recorded_at)}: {TOLD_BY.get(row.told_by, row.told_by)}")
    corrects = [action(partial(correct_link, TAKEN, owner))] if _writes(owner) else []
    taken = [
        *how,
        Column("Since", lambda row: row.since or "Not recorded"),
        Column("Beside an opioid", does),
        told,
    ]
    now = [row for row, one in every if one.taken_on(on)]
    past = [row for row, one in every if not one.taken_on(on)]
    lists = [Table("Taken now", [*taken, *corrects], now, TAKEN.empty)]
    if past:
        stopped = Column("Stopped", lambda row: day(row.stopped_on))
        lists.append(Table("Stopped", [*how, stopped, told, *corrects], past))
    return lists


def _writes(owner: Owner) -> bool:
    return owner.service_id in actor().services(TAKEN.writes)
