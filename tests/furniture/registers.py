"""A row of each register, from its declaration alone."""

from collections.abc import Iterator
from itertools import count
from typing import Any

from sqlalchemy import select

from careplan.clients.registers import Field, Findings, Of, OneClient, Register
from careplan.ground.db import db
from careplan.outcomes.registers.fields import TopDays, TopRating, TopUnits
from careplan.rooms import ROOMS
from careplan.ui.fields import Day, Decimal2, TimeOfDay, Whole, Year, YesNo
from tests.furniture.base import World

TURNS = count()


def furnish(world: World, register: Register) -> str:
    """A row with the canary in each column of free text; its id. A new one, but where no second row may be like it."""
    turn = next(TURNS) % 180  # a service may be furnished twice, on days of its own; all within a year
    keys = {Of.EPISODE: {"episode_id": world.episode.id, "service_id": world.service_id}}
    keys[Of.CLIENT] = {"client_id": world.ids["client_id"]}
    keys[Of.SERVICE] = {"service_id": world.service_id}
    values = {one.name: _value(world, register, one, turn) for one in register.fields}
    same = keys[register.of] | {name: values[name] for name in register.once if name in values}
    if register.once and (there := db.session.scalars(select(register.model).filter_by(**same)).first()):
        return str(there.id)
    row = register.model(recorded_by="factory", **keys[register.of], **values)
    db.session().info["trailed"] = True
    db.session.add(row)
    db.session.flush()
    return str(row.id)


def _value(world: World, register: Register, one: Field, turn: int) -> Any:
    if isinstance(one.form, Findings):
        return {next(iter(one.form.keys)): next(iter(one.form.choices))}
    if one.choices:
        return next(iter(one.choices))
    if one.named:
        return {"workers": world.worker_id}.get(one.named.table) or world.ids[f"{one.named.table}_id"]
    values = {
        Day: world.ago(9 + turn if "latest" in one.options else -400),
        Decimal2: 1,
        Whole: 1,
        Year: 1985,
        YesNo: True,
        TimeOfDay: "14:30",
        TopDays: "4",
        TopUnits: "6.5",
        TopRating: "11",
        OneClient: world.ids["client_id"],
    }
    return values.get(one.kind, f"{world.word} {register.name} {one.name}")


def walk() -> Iterator[tuple[tuple[str, str], str]]:
    """(endpoint, argument) → the name of the row's id, for the pages of one row."""
    for room in ROOMS:
        for register in room.registers:
            for act in ("row", "remove"):
                yield (register.endpoint(act), "row_id"), f"{register.name}_id"
