"""The editions of standards in words: all of them, and one with who signed it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from careplan.governance import queries
from careplan.governance.models import StandardInForce
from careplan.governance.rules.editions import Sheet, state
from careplan.ground.gathering import rooms
from careplan.ground.standards import HOW_LABELS, How
from careplan.ground.stated import Stated
from careplan.ui.paging import part_of
from careplan.ui.tables import Column, Link, Paged, Table, Tag
from careplan.ui.words import day, moment, sentence

SIZE = 100
Signed = tuple[StandardInForce, str, str]


def title(one: Sheet) -> str:
    """A standard and its edition."""
    return f"{sentence(one.key.replace('-', ' '))}, edition {one.edition}"


def _binds(one: Sheet, services: Sequence[tuple[str, str, bool]]) -> dict[str, str]:
    return {id_: name for id_, name, prescribes in services if prescribes or not one.prescribing}


def listing(services: frozenset[str]) -> Table:
    """Every edition with how far it is signed, by room. Two statements."""
    signed, bound = queries.sign_offs(services), queries.bound(services)
    parts = {room.name: room.title or sentence(room.name) for room in rooms()}

    def tag(one: Sheet) -> Tag:
        hashes = {row.service_id: row.sha256 for row, _, _ in signed if row.standard == one.name}
        words, done = state(hashes, _binds(one, bound), one.sha256)
        return Tag(words, "green" if done else "orange")

    columns = (
        Column(
            "Standard",
            lambda one: Link(title(one), url_for("governance.standard", key=one.key, edition=one.edition)),
        ),
        Column("Part", lambda one: parts[one.room]),
        Column("In force from", lambda one: day(one.in_force_from)),
        Column("State", tag),
    )
    rows = [one for one in queries.editions().values() if _binds(one, bound)]
    rows.sort(key=lambda one: (parts[one.room], one.key, one.in_force_from))
    return Table("Editions", columns, rows, "No standard binds your services.", caption_hidden=True)


@dataclass(frozen=True, slots=True)
class Page:
    """One edition: what differs from the one before, who signed it, what it says, and for whom it waits."""

    sheet: Sheet
    title: str
    changes: Table | None
    signed: Table
    values: Table
    waiting: Mapping[str, str]


def page(sheet: Sheet, services: frozenset[str], number: int) -> Page:
    """One edition, its values in pages. Two statements."""
    signed = [one for one in queries.sign_offs(services, sheet.key) if one[0].standard == sheet.name]
    done = {row.service_id for row, _, _ in signed}
    bound = _binds(sheet, queries.bound(services))
    return Page(
        sheet,
        title(sheet),
        _changes(sheet) if sheet.before else None,
        _signed(sheet, signed),
        _values(sheet, number),
        {id_: name for id_, name in bound.items() if id_ not in done},
    )


def _changes(sheet: Sheet) -> Table:
    columns = (
        Column("Where", lambda one: sentence(one.place)),
        Column("Was", lambda one: "Nothing" if one.was is None else one.was),
        Column("Is", lambda one: "Gone" if one.now is None else one.now),
    )
    caption = f"What differs from edition {sheet.before} ({len(sheet.changes)})"
    return Table(caption, columns, sheet.changes, "No value differs.")


def _version(sheet: Sheet, row: StandardInForce) -> str:
    if row.sha256 is None:
        return "Not kept"
    return f"{row.sha256[:12]}, {'this one' if row.sha256 == sheet.sha256 else 'another one'}"


def _signed(sheet: Sheet, signed: Sequence[Signed]) -> Table:
    columns = (
        Column("Service", 1),
        Column("Clinical lead", lambda one: f"{one[0].lead}, {one[0].registration}"),
        Column("Signed on", lambda one: day(one[0].signed_on)),
        Column("Version signed", lambda one: _version(sheet, one[0])),
        Column("Recorded by", lambda one: f"{one[2]}, {moment(one[0].recorded_at)}"),
    )
    return Table("Signed", columns, signed, "Nobody has signed this edition for your services yet.")


def _known(value: Stated) -> str:
    return HOW_LABELS[How(value.how)].capitalize() if value.how in tuple(How) else ""


def _values(sheet: Sheet, number: int) -> Table:
    part = part_of(list(sheet.values.items()), number, SIZE)
    columns = (
        Column("What", lambda one: sentence(one[0])),
        Column("Value", lambda one: one[1].words),
        Column("Source", lambda one: one[1].source),
        Column("How it was seen", lambda one: _known(one[1])),
    )
    here = url_for("governance.standard", key=sheet.key, edition=sheet.edition)
    paged = Paged(part.number, part.pages, lambda page: f"{here}?page={page}")
    return Table(f"What it says ({part.total})", columns, part.rows, "It holds nothing.", paged=paged)
