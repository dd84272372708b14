"""What the pages of a register show, and what only the database knows of a form."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import request, url_for

from careplan.clients.registers import people, rows
from careplan.clients.registers.declared import Of, Register
from careplan.clients.registers.fields import Field, OneClient, Staff
from careplan.clients.registers.forms import RegisterForm, form_of
from careplan.clients.registers.rows import Owner
from careplan.ui.paging import page_number

SIZE = 25


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: words, perhaps the colour of a tag, perhaps where they lead."""

    text: str
    colour: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells, what it is called, where it is corrected, and the episode of a client whom it names."""

    cells: tuple[Cell, ...]
    name: str
    href: str
    episode_id: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A table of rows."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Past:
    """A row that was corrected or taken out."""

    text: str
    by: str
    at: datetime
    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class Listing:
    """The list of a register under one owner."""

    groups: tuple[Group, ...]
    past: tuple[Past, ...] = ()
    page: int = 1
    pages: int = 1

    @property
    def trail(self) -> dict[str, Any]:
        """What the trail keeps of an opened list: the episodes whose clients it names."""
        named = {row.episode_id for group in self.groups for row in group.rows if row.episode_id is not None}
        return {"page": self.page, "episodes": sorted(named)}


Groups = Callable[[Owner, date], tuple[Group, ...]]


def address(register: Register, act: str, owner: Owner, **values: Any) -> str:
    """The address of one of a register's pages."""
    here: dict[str, Any] = (
        {"episode_id": owner.episode.id} if owner.episode else {"service_id": owner.service_id}
    )
    return url_for(register.endpoint(act), **here, **values)


def listing(register: Register, owner: Owner, on: date, groups: Groups | None = None) -> Listing:
    """The live rows in their order, in pages (or the groups that the room makes of them), and what counts no longer."""
    past = tuple(_past(register, owner, on)) if register.of is Of.SERVICE else ()
    if groups is not None:
        return Listing(groups(owner, on), past)
    number = page_number(request.args.get("page", "1"))
    shown, number, pages = rows.page(register, owner, number, SIZE)
    columns = tuple(one.heading for one in register.fields if one.listed)
    made = tuple(_rows(register, owner, shown, on))
    return Listing((Group(register.title, columns, made),), past, number, pages)


def _names(register: Register, owner: Owner, on: date) -> dict[str, str]:
    staffed = any(one.kind is Staff for one in register.fields)
    return people.staff(owner.service_id, on) if staffed else {}


def _rows(register: Register, owner: Owner, shown: Sequence[Any], on: date) -> list[Row]:
    names = _names(register, owner, on)
    column = next((one.name for one in register.fields if one.kind is OneClient), "")
    ids = {getattr(row, column) for row in shown if getattr(row, column)} if column else set()
    clients = people.clients(owner.service_id, ids) if ids else {}
    names |= {id_: person.name for id_, (person, _) in clients.items()}
    episodes = {id_: episode for id_, (_, episode) in clients.items()}
    return [_row(register, owner, row, names, episodes.get(getattr(row, column, ""))) for row in shown]


def _row(register: Register, owner: Owner, row: Any, names: dict[str, str], episode: str | None) -> Row:
    cells = tuple(_cell(one, getattr(row, one.name), names, episode) for one in register.fields if one.listed)
    return Row(cells, register.name_of(row), address(register, "row", owner, row_id=row.id), episode)


def _cell(one: Field, value: Any, names: dict[str, str], episode: str | None) -> Cell:
    if one.kind is OneClient:
        href = url_for("record.overview", episode_id=episode) if episode else ""
        return Cell(names[value], href=href) if value in names else Cell("None named")
    if one.kind is Staff:
        return Cell(names.get(value, "Not recorded"))
    return Cell(one.words(value) or "Not recorded", one.colours.get(value, "") if one.colours else "")


def _past(register: Register, owner: Owner, on: date) -> list[Past]:
    names = _names(register, owner, on)
    return [
        Past(
            ", ".join(
                _cell(one, getattr(row, one.name), names, None).text for one in register.fields if one.listed
            ),
            by,
            row.struck_at or row.superseded_at,
            "Corrected" if right else "Taken out",
            right.correction_reason if right else row.struck_reason or "",
        )
        for row, by, right in rows.replaced(register, owner, SIZE)
    ]


def new_form(register: Register, owner: Owner, on: date) -> RegisterForm:
    """The form for a new row; an address may choose a code for it."""
    form = _with_staff(register, form_of(register), owner, on)
    for one in () if form.is_submitted() or form.from_draft else register.fields:
        if request.args.get(one.name) in one.choices:
            form[one.name].process_data(request.args[one.name])
    return form


def correction(register: Register, owner: Owner, row: Any, on: date, *, filled: bool) -> RegisterForm:
    """The form for a row in the place of this one; `filled` with what the row holds."""
    form = _with_staff(register, form_of(register, row), owner, on, row)
    if filled:
        form.show(row)
    return form


def _with_staff(
    register: Register, form: RegisterForm, owner: Owner, on: date, row: Any = None
) -> RegisterForm:
    for one in register.fields:
        if one.kind is Staff:
            gone = row is not None and getattr(row, one.name)
            form[one.name].choices = ({gone: "Somebody who left"} if gone else {}) | people.staff(
                owner.service_id, on
            )
    return form


def values(register: Register, form: RegisterForm, owner: Owner, row: Any = None) -> dict[str, Any] | None:
    """The columns of the row that a form asks for; None with a sentence at a field where it may not stand."""
    made = form.values()
    person = owner.episode.client if owner.episode else None
    for one in register.fields:
        if one.kind is OneClient and made[one.name]:
            made[one.name], person, fault = people.client_meant(owner.service_id, made[one.name])
            form.refuse({one.name: fault} if fault else {})
    form.refuse(rows.born_and_died(made, register, person))
    there = rows.same(register, owner, made)
    if there is not None and (row is None or there.id != row.id):
        form.refuse(dict([register.once_words]))
    return made if form.sound else None


def differences(register: Register, form: RegisterForm, row: Any) -> list[tuple[str, str, str]]:
    """What stands now and what was typed, for a row that was corrected meanwhile."""
    typed = form.values()
    return [
        (
            one.heading,
            one.words(getattr(row, one.name)) if row is not None else "",
            one.words(typed[one.name]),
        )
        for one in register.fields
    ]
