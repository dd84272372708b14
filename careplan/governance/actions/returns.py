"""Giving answers: a new row each time; a second answer on one day corrects the first, with the reason."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from careplan.governance.models import Return
from careplan.governance.queries.units import Unit
from careplan.governance.rules import misfit
from careplan.ground.corrections import live, supersede
from careplan.ground.db import db
from careplan.staff.rules import Actor
from careplan.trail.actions import write


def answer(
    *, by: Actor, unit: Unit, question: str, values: Mapping[str, str], on: date, reason: str | None = None
) -> list[Return]:
    """The answers to a question from the day on, by key. An answer given on that day already is left or corrected.

    Raises ValueError for what is no answer to the question, and where a correction has no reason.
    """
    for key, value in values.items():
        if wrong := misfit(unit.level, question, key, value):
            raise ValueError(f"{wrong[0]}: {wrong[1]} expected")
    today = _given_on(unit, question, on)
    written = []
    for key, value in values.items():
        before = today.get(key)
        if before is None or before.value != value:
            written.append(_write(by, unit, question, key, value, on, before, reason))
    if written:
        detail = {"question": question, "keys": sorted(row.key for row in written)}
        write("return.given", by=by, subject=unit.subject, service_id=unit.service_id, detail=detail)
    return written


def _given_on(unit: Unit, question: str, on: date) -> dict[str, Return]:
    rows = select(Return).where(
        Return.level == unit.level,
        Return.unit_id == unit.id,
        Return.question == question,
        Return.recorded_on == on,
        live(Return),
    )
    return {row.key: row for row in db.session.scalars(rows.order_by(Return.key, Return.id))}


def _write(
    by: Actor,
    unit: Unit,
    question: str,
    key: str,
    value: str,
    on: date,
    before: Return | None,
    reason: str | None,
) -> Return:
    row = Return(
        level=unit.level.value,
        unit_id=unit.id,
        question=question,
        key=key,
        value=value,
        recorded_on=on,
        recorded_by=by.id,
    )
    if before is not None:
        if not reason:
            raise ValueError("a correction needs a reason")
        supersede(before, row, reason=reason)
    db.session.add(row)
    db.session.flush()
    return row
