"""Rows of a register under one owner: reading them, and writing them with the trail."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Unpack

from sqlalchemy import ColumnElement, and_, func, not_, select

from careplan.clients.actions.mistakes import strike_out
from careplan.clients.models import Client, Episode
from careplan.clients.registers.declared import Of, Register
from careplan.ground.corrections import Why, live, strike, supersede
from careplan.ground.db import db
from careplan.staff.models import Worker
from careplan.staff.rules import Actor
from careplan.trail.actions import write
from careplan.ui.paging import Rows, read_page


@dataclass(frozen=True, slots=True)
class Owner:
    """What rows hang on: an episode (and its client), or a service; with the services that the worker may see."""

    services: frozenset[str]
    service_id: str
    episode: Episode | None = None
    name: str = ""

    def keys(self, of: Of) -> dict[str, str]:
        """The columns of a new row that tie it to its owner."""
        if self.episode is None:
            return {"service_id": self.service_id}
        if of is Of.CLIENT:
            return {"client_id": self.episode.client_id}
        return {"episode_id": self.episode.root_id, "service_id": self.service_id}


def mine(register: Register, owner: Owner) -> ColumnElement[bool]:
    """SQL condition: rows of the owner, live or not."""
    model = register.model
    if register.of is Of.CLIENT and owner.episode is not None:
        return of_client(register, owner.episode.client.root_id)
    conditions = [getattr(model, name) == value for name, value in owner.keys(register.of).items()]
    return and_(model.service_id.in_(owner.services), *conditions)


def of_client(register: Register, root_id: Any) -> ColumnElement[bool]:
    """SQL condition: rows of a client by any id of the client's chain."""
    condition: ColumnElement[bool] = register.model.client_id.in_(
        select(Client.id).where(Client.root_id == root_id)
    )
    return condition


def page(register: Register, owner: Owner, number: int, size: int) -> Rows:
    """A page of live rows in the register's order. Two statements."""
    here = (mine(register, owner), live(register.model))
    page = read_page(select(register.model).order_by(*register.ordered()), register.model, here, number, size)
    return page._replace(rows=[row for (row,) in page.rows])


def every(register: Register, owner: Owner) -> Sequence[Any]:
    """All live rows in the register's order."""
    rows = select(register.model).where(mine(register, owner), live(register.model))
    return db.session.scalars(rows.order_by(*register.ordered())).all()


def replaced(register: Register, owner: Owner, size: int) -> list[tuple[Any, str, Any]]:
    """Rows that count no longer, the latest first: the row, who recorded it, and the row in its place or None."""
    model = register.model
    dead = (
        select(model, func.coalesce(Worker.name, model.recorded_by))
        .outerjoin(Worker, Worker.id == model.recorded_by)
        .where(mine(register, owner), not_(live(model)))
        .order_by(func.coalesce(model.struck_at, model.superseded_at).desc(), model.id.desc())
        .limit(size)
    )
    rows = db.session.execute(dead).all()
    after = select(model).where(model.corrects.in_([row[0].id for row in rows])).order_by(model.id)
    right = {one.corrects: one for one in db.session.scalars(after)}
    return [(row[0], row[1], right.get(row[0].id)) for row in rows]


def find(register: Register, owner: Owner, row_id: str) -> Any:
    """A row of the owner by its id, live or not; None elsewhere."""
    return db.session.scalars(
        select(register.model).where(register.model.id == row_id, mine(register, owner))
    ).first()


def last(register: Register, owner: Owner) -> Any:
    """The row that was recorded last, live or not; None without one."""
    model = register.model
    rows = select(model).where(mine(register, owner)).order_by(model.recorded_at.desc(), model.id.desc())
    return db.session.scalars(rows.limit(1)).first()


def after(register: Register, row: Any) -> Any:
    """The correction of a row; None without one."""
    return db.session.scalars(select(register.model).where(register.model.corrects == row.id)).first()


def same(register: Register, owner: Owner, values: Mapping[str, Any]) -> Any:
    """The live row that agrees in what may stand once; None without one."""
    alike = [getattr(register.model, name) == values[name] for name in register.once]
    rows = select(register.model).where(mine(register, owner), live(register.model), *alike)
    return db.session.scalars(rows).first() if alike else None


def record(register: Register, *, by: Actor, owner: Owner, values: Mapping[str, Any]) -> Any:
    """A new row."""
    row = register.model(recorded_by=by.id, **owner.keys(register.of), **values)
    db.add(row)
    _written(register, "recorded", by, owner, row)
    return row


def record_at(register: Register, service_id: str, *, by: Actor, **values: Any) -> Any:
    """A new row of a service itself."""
    return record(register, by=by, owner=Owner(frozenset({service_id}), service_id), values=values)


def correct(
    register: Register, *, by: Actor, owner: Owner, row: Any, values: Mapping[str, Any], reason: str
) -> Any:
    """A new row in the place of one that no longer holds, which stays readable."""
    keys = {name: getattr(row, name) for name in owner.keys(register.of)}
    right = register.model(recorded_by=by.id, **keys, **values)
    supersede(row, right, reason=reason)
    _written(register, "corrected", by, owner, right, corrects=row.id)
    return right


def remove(register: Register, *, by: Actor, owner: Owner, row: Any, **why: Unpack[Why]) -> None:
    """Strike out a live row that was recorded by mistake."""
    if owner.episode is not None:
        strike_out(by=by, episode=owner.episode, row=row, act=register.noun, **why)
        return
    strike(row, by=by.id, **why)
    _written(register, "removed", by, owner, row, reason=why["reason"])


def _written(register: Register, act: str, by: Actor, owner: Owner, row: Any, **detail: str) -> None:
    write(
        f"{register.noun}.{act}",
        by=by,
        subject=f"{register.name}:{row.id}",
        service_id=owner.service_id,
        client_id=owner.episode.client_id if owner.episode else getattr(row, "client_id", None),
        detail=detail or None,
    )


def born_and_died(values: Mapping[str, Any], register: Register, person: Any) -> dict[str, str]:
    """The sentence that refuses a day before the client's birth or after the client's death."""
    on: date | None = values.get(register.day)
    if on is None or person is None:
        return {}
    called = register[register.day].options["called"]
    if person.birth.earliest is not None and on < person.birth.earliest:
        return {register.day: f"{called} is before this client’s birth"}
    if person.deceased_on is not None and on > person.deceased_on:
        return {register.day: f"{called} is after this client’s death"}
    return {}
