"""What the pages of a register show, and what only the database knows of a form."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from flask import request, url_for

from careplan.clients.doors import front
from careplan.clients.registers import people, rows
from careplan.clients.registers.declared import Of, Register
from careplan.clients.registers.fields import Field, OneClient
from careplan.clients.registers.forms import RegisterForm, form_of
from careplan.clients.registers.rows import Owner
from careplan.ground.corrections import is_live
from careplan.staff.doors import actor
from careplan.ui.paging import page_number
from careplan.ui.tables import Column, Link, Paged, Table, Tag, Value
from careplan.ui.words import day

SIZE = 25


@dataclass(frozen=True, slots=True)
class Listing:
    """The lists of a register under one owner, which page they show, and the episodes of the clients they name."""

    tables: Sequence[Table]
    page: int = 1
    episodes: Collection[str] = ()


Tables = Callable[[Owner, date], Sequence[Table]]


def address(register: Register, act: str, owner: Owner, **values: Any) -> str:
    """The address of one of a register's pages."""
    here: dict[str, Any] = (
        {"episode_id": owner.episode.id} if owner.episode else {"service_id": owner.service_id}
    )
    return url_for(register.endpoint(act), **here, **values)


def action(link: Value) -> Column:
    """The last column of a list: the link that corrects a row."""
    return Column("Action", link, label_hidden=True)


def listing(register: Register, owner: Owner, on: date, tables: Tables | None = None) -> Listing:
    """The live rows in their order, in pages (or the tables that the room makes), and what counts no longer."""
    past = _past(register, owner, on) if register.of is Of.SERVICE else ()
    if tables is not None:
        return Listing([*tables(owner, on), *past])
    page = rows.page(register, owner, page_number(request.args.get("page", "1")), SIZE)
    names, episodes = _names(register, owner, on, page.rows)
    columns = [_column(one, owner, names, episodes) for one in register.fields if one.listed]
    if owner.service_id in actor().services(register.writes):
        columns.append(action(partial(correct_link, register, owner, names=names)))
    table = Table(
        register.title,
        columns,
        page.rows,
        register.empty,
        caption_hidden=True,
        paged=Paged(page.number, page.pages, "?page={}".format),
    )
    return Listing([table, *past], page.number, set(episodes.values()))


def correct_link(register: Register, owner: Owner, row: Any, names: Mapping[str, str] | None = None) -> Link:
    """The link to the correction of a row."""
    return Link("Correct", address(register, "row", owner, row_id=row.id), f" {register.name_of(row, names)}")


def _names(
    register: Register, owner: Owner, on: date, shown: Iterable[Any] = ()
) -> tuple[dict[str, str], dict[str, str]]:
    """Names by the ids of staff, and of clients whom the shown rows name; an episode of each of these clients."""
    kinds = {one.kind: one.name for one in register.fields}
    kept = [one.named.names(owner.service_id, on) for one in register.fields if one.named]
    names = {id_: name for every in kept for id_, name in every.items()}
    ids = {getattr(row, kinds[OneClient]) for row in shown} - {None} if OneClient in kinds else set()
    clients = people.clients(owner.service_id, ids) if ids else {}
    names |= {id_: person.name for id_, (person, _) in clients.items()}
    return names, {id_: episode for id_, (_, episode) in clients.items()}


def _column(one: Field, owner: Owner, names: Mapping[str, str], episodes: Mapping[str, str]) -> Column:
    def link(row: Any) -> str:
        episode = episodes.get(getattr(row, one.name))
        return url_for(front(owner.service_id), episode_id=episode) if episode else ""

    def value(row: Any) -> Tag | str:
        words = one.told(getattr(row, one.name), names)
        colour = one.colours.get(getattr(row, one.name), "") if one.colours else ""
        return Tag(words, colour) if colour else words

    return Column(one.heading, value, link if one.kind is OneClient else None)


def _past(register: Register, owner: Owner, on: date) -> Iterable[Table]:
    names, _ = _names(register, owner, on)
    listed = [one for one in register.fields if one.listed]
    columns = (
        Column(
            "What stood here",
            lambda one: ", ".join(each.told(getattr(one[0], each.name), names) for each in listed),
        ),
        Column("What happened", lambda one: "Corrected" if one[2] else "Struck out"),
        Column("When", lambda one: day(one[0].struck_at or one[0].superseded_at)),
        Column("First recorded by", 1),
        Column("Why", lambda one: one[2].correction_reason if one[2] else one[0].struck_reason or ""),
    )
    replaced = rows.replaced(register, owner, SIZE)
    return [Table("Corrected or struck out lately", columns, replaced)] if replaced else []


def new_form(register: Register, owner: Owner, on: date) -> RegisterForm:
    """The form for a new row; an address may choose a code for it."""
    form = _with_staff(register, form_of(register), owner, on)
    if form.is_submitted() or form.from_draft:
        return form
    chosen = {
        one.name: request.args[one.name]
        for one in register.fields
        if request.args.get(one.name) in one.choices
    }
    for name, value in {**chosen, **(register.begins(chosen) if register.begins else {})}.items():
        form[name].process_data(value)
    return form


def correction(register: Register, owner: Owner, row: Any, on: date) -> RegisterForm:
    """The form for a row in the place of this one, filled with what the row holds until it is sent."""
    form = _with_staff(register, form_of(register, row), owner, on, row)
    if not form.is_submitted():
        form.show(row)
    return form


def _with_staff(
    register: Register, form: RegisterForm, owner: Owner, on: date, row: Any = None
) -> RegisterForm:
    for one in register.fields:
        if one.named:
            gone = row is not None and getattr(row, one.name)
            left = {gone: one.named.gone} if gone else {}
            form[one.name].choices = left | one.named.names(owner.service_id, on)
    return form


Refuses = Callable[[Owner, Mapping[str, Any], Any], Mapping[str, str]]
"""Why values may not stand beside other rows, as sentences at their fields; of the owner, and the row they correct."""


@dataclass(frozen=True, slots=True)
class Left:
    """What stays where a row is struck out, in a sentence, and the page that strikes it too."""

    words: str
    address: str


Staying = Callable[[Any], Left | None]


def values(
    register: Register, form: RegisterForm, owner: Owner, row: Any = None, refuses: Refuses | None = None
) -> dict[str, Any] | None:
    """The columns of the row that a form asks for; None with a sentence at a field where it may not stand."""
    made = form.values()
    person = owner.episode.client if owner.episode else None
    for one in register.fields:
        if one.kind is OneClient and made[one.name]:
            made[one.name], person, fault = people.client_meant(owner.service_id, made[one.name])
            form.refuse({one.name: fault} if fault else {})
    form.refuse(rows.born_and_died(made, register, person))
    form.refuse(refuses(owner, made, row) if refuses else {})
    there = rows.same(register, owner, made)
    if there is not None and (row is None or there.id != row.id):
        form.refuse(dict([register.once_words]))
    return made if form.sound else None


def differences(
    register: Register, owner: Owner, form: RegisterForm, row: Any, on: date
) -> list[tuple[str, str, str]]:
    """What stands now, the row where it is live, and what was typed."""
    row = row if row and is_live(row) else None
    typed, (names, _) = form.values(), _names(register, owner, on, [row] if row else [])
    return [
        (
            one.heading,
            one.words(getattr(row, one.name), names) if row else "",
            one.words(typed[one.name], names),
        )
        for one in register.fields
    ]
