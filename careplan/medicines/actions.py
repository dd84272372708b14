"""What an assessment says of medicines comes back to the record."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from careplan.checklists.codes import Status
from careplan.checklists.rules.asked import Given
from careplan.clients.models import Episode
from careplan.clients.registers import rows
from careplan.clients.registers.rows import Owner
from careplan.medicines.known import ITEM
from careplan.medicines.labels import DID
from careplan.medicines.queries import recorded
from careplan.medicines.registers import TAKEN
from careplan.medicines.rules import CELLS, Act, Change, changes
from careplan.staff.rules import Actor

WHY = "Said in an assessment"


def follow_answers(
    *,
    by: Actor,
    services: frozenset[str],
    episode: Episode,
    sheet: Any,
    given: Mapping[str, Given],
    ended: Mapping[str, Sequence[Mapping[str, Any]]],
    on: date,
    at: datetime | None,
) -> list[str]:
    """Record, change and stop what the table of an open assessment newly says, and tell it in a sentence."""
    answer, before = given.get(ITEM), sheet.given.get(ITEM)
    if (
        sheet.assessment.completed_on
        or answer is None
        or answer == before
        or answer.status != Status.ANSWERED
    ):
        return []
    owner = Owner(services, episode.service_id, episode)
    every = {one.id: (row, one) for row, one in recorded(owner)}
    stood = before.value if before is not None and before.value else []
    facts = [one for _, one in every.values()]
    todo = [*changes(stood, answer.value or [], ended.get(ITEM, ()), facts, on)]
    for one in todo:
        _do(by, owner, one, every[one.row.id][0] if one.row else None, on, at)
    told = ", ".join(f"{one.cells['name']} {DID[one.act]}" for one in todo)
    return [f"In the record of medicines: {told}."] if told else []


def _do(by: Actor, owner: Owner, change: Change, row: Any, on: date, at: datetime | None) -> None:
    values: dict[str, Any] = {cell: change.cells.get(cell) for cell in CELLS}
    values |= {"told_by": "client", "stopped_on": on if change.act is Act.STOP else None}
    values["recorded_at"] = at  # of the answers, so that they are known to say what the record says
    if row is None:
        rows.record(TAKEN, by=by, owner=owner, values=values)
    else:
        rows.correct(TAKEN, by=by, owner=owner, row=row, values=values, reason=WHY)
