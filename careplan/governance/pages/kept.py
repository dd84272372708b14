"""Policies, posts, clinical audits and incidents as their pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from careplan.governance.codes import SAFETY_POLICIES, Kept, Policy
from careplan.governance.forms.kept import (
    FIELDS,
    INCIDENTS,
    POST_ROLES,
    POST_STATES,
    SEVERITIES,
)
from careplan.governance.pages import words
from careplan.governance.queries import kept as queries
from careplan.governance.queries.units import Unit
from careplan.governance.rules.policies import Approval, in_place, latest
from careplan.governance.rules.wording import wording
from careplan.ui.words import day, plain_number

SIZE = 25


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: words, perhaps a colour, perhaps where they lead."""

    text: str
    colour: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells, where it is corrected, and the episode of the client it names."""

    cells: tuple[Cell, ...]
    name: str
    href: str
    episode_id: str | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """A row that was corrected or taken out."""

    text: str
    by: str
    at: Any
    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class Group:
    """A table of rows."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a kind."""

    kind: Kept
    unit: Unit
    title: str
    about: str
    empty: str
    add: str
    add_href: str
    groups: tuple[Group, ...]
    past: tuple[Past, ...]
    page: int
    pages: int

    @property
    def trail(self) -> dict[str, Any]:
        """What the trail keeps of an opened list: the episodes whose clients it names."""
        named = {row.episode_id for group in self.groups for row in group.rows if row.episode_id is not None}
        return {"page": self.page, "episodes": sorted(named)}


COLUMNS = {
    Kept.POLICIES: ("Policy", "State", "Approved", "Review due"),
    Kept.POSTS: ("Post", "State", "Whole-time equivalents", "Who", "Direct work", "Experience"),
    Kept.CLINICAL_AUDITS: ("What was audited", "Completed", "Signed off by"),
    Kept.INCIDENTS: ("Kind", "Harm", "Day", "Client"),
}
OTHERS = ("Policy", "Approved", "Review due")


def address(kind: Kept, act: str, service_id: str, **values: Any) -> str:
    """The address of one of a kind's pages."""
    return url_for(f"governance.{kind.name.lower()}_{act}", service_id=service_id, **values)


def page(services: frozenset[str], unit: Unit, kind: Kept, number: int, on: date) -> Page:
    """What stands at the service, and what was corrected or taken out lately."""
    if kind is Kept.POLICIES:
        groups, pages, number = _policies(services, unit, on), 1, 1
    else:
        found, number, pages = queries.rows(services, kind, unit.id, number, SIZE)
        groups = (Group(words.KEPT[kind], COLUMNS[kind], tuple(_rows(unit, kind, found, on))),)
    return Page(
        kind,
        unit,
        f"{words.KEPT[kind]}: {unit.name}",
        words.ABOUT[kind],
        words.EMPTY[kind],
        f"Record {words.ONE[kind]}",
        address(kind, "new", unit.id),
        groups,
        tuple(_past(services, unit, kind, on)),
        number,
        pages,
    )


def _policies(services: frozenset[str], unit: Unit, on: date) -> tuple[Group, ...]:
    """Eight for safety and three between agencies, each with the approval that counts; then all other approvals."""
    known: dict[str, list[Any]] = {}
    for row in queries.approvals(services, unit.id):
        known.setdefault(row.policy, []).append(row)
    rows = {policy: _policy(unit, policy, known.get(policy, []), on) for policy in Policy}
    safety = tuple(row for policy, row in rows.items() if policy in SAFETY_POLICIES)
    others = tuple(row for policy, row in rows.items() if policy not in SAFETY_POLICIES)
    columns = COLUMNS[Kept.POLICIES]
    groups = (Group("Safety", columns, safety), Group("Between agencies", columns, others))
    counted = {row.href for row in rows.values()}
    older = tuple(
        one
        for policy in Policy
        for row in known.get(policy, [])
        if (one := _approval(unit, row)).href not in counted
    )
    return (
        (*groups, Group("Other approvals, before or after the one that counts", OTHERS, older))
        if older
        else groups
    )


def _approval(unit: Unit, row: Any) -> Row:
    """An approval that does not count today."""
    name = f"{wording().policies[Policy(row.policy)]}, approved {day(row.approved_on)}"
    return Row(
        tuple(_cells(Kept.POLICIES, row, {}, {})), name, address(Kept.POLICIES, "row", unit.id, row_id=row.id)
    )


def _policy(unit: Unit, policy: Policy, rows: Sequence[Any], on: date) -> Row:
    counts = latest((Approval(row.approved_on, row.review_due_on) for row in rows), on)
    state, colour = words.IN_PLACE[in_place(counts, on, wording().near_days)]
    name = wording().policies[policy]
    row = next((row for row in rows if counts is not None and row.approved_on == counts.approved_on), None)
    cells = (
        Cell(name, href=address(Kept.POLICIES, "new", unit.id, policy=policy.value)),
        Cell(state, colour),
        Cell(day(counts.approved_on) if counts else ""),
        Cell(day(counts.review_due_on) if counts else ""),
    )
    return Row(cells, name, address(Kept.POLICIES, "row", unit.id, row_id=row.id) if row else "")


def _rows(unit: Unit, kind: Kept, rows: Sequence[Any], on: date) -> list[Row]:
    names = queries.staff(frozenset({unit.id}), on) if kind is Kept.POSTS else {}
    ids = {row.client_id for row in rows if row.client_id} if kind is Kept.INCIDENTS else set()
    clients = queries.clients(frozenset({unit.id}), ids) if ids else {}
    made = []
    for row in rows:
        cells = tuple(_cells(kind, row, names, clients))
        named = clients.get(row.client_id) if kind is Kept.INCIDENTS else None
        href = address(kind, "row", unit.id, row_id=row.id)
        made.append(Row(cells, cells[0].text, href, named[1] if named else None))
    return made


def _cells(kind: Kept, row: Any, names: dict[str, str], clients: dict[str, Any]) -> list[Cell]:
    if kind is Kept.POLICIES:
        return [
            Cell(wording().policies[Policy(row.policy)]),
            Cell(day(row.approved_on)),
            Cell(day(row.review_due_on)),
        ]
    if kind is Kept.CLINICAL_AUDITS:
        return [Cell(row.title), Cell(day(row.completed_on)), Cell(row.signed_off_by)]
    if kind is Kept.INCIDENTS:
        return [
            Cell(INCIDENTS[row.kind]),
            Cell(SEVERITIES[row.severity]),
            Cell(day(row.happened_on)),
            _client(row, clients),
        ]
    return [
        Cell(POST_ROLES[row.role]),
        Cell(POST_STATES[row.status], "" if row.status == "filled" else "orange"),
        Cell(plain_number(row.established_wte)),
        Cell(names.get(row.worker_id or "", "Not recorded")),
        Cell(
            "Not recorded" if row.direct_work_percent is None else f"{plain_number(row.direct_work_percent)}%"
        ),
        Cell(_experience(row)),
    ]


def _client(row: Any, clients: dict[str, Any]) -> Cell:
    if row.client_id not in clients:
        return Cell("None named")
    client, episode_id = clients[row.client_id]
    return Cell(client.name, href=url_for("record.overview", episode_id=episode_id))


def _experience(row: Any) -> str:
    years = row.experience_years
    said = [] if years is None else [f"{plain_number(years)} years in {FIELDS[row.experience_in].lower()}"]
    if row.accredited is not None:
        said.append("accredited" if row.accredited else "not accredited")
    return ", ".join(said) or "Not recorded"


def _past(services: frozenset[str], unit: Unit, kind: Kept, on: date) -> list[Past]:
    found = queries.replaced(services, kind, unit.id, SIZE)
    after = queries.successors(services, kind, [row.id for row, _ in found])
    rows = _rows_text(unit, kind, [row for row, _ in found], on)
    return [
        Past(
            text,
            by,
            row.struck_at or row.superseded_at,
            "Corrected" if row.id in after else "Taken out",
            after[row.id].correction_reason if row.id in after else row.struck_reason or "",
        )
        for (row, by), text in zip(found, rows, strict=True)
    ]


def _rows_text(unit: Unit, kind: Kept, rows: Sequence[Any], on: date) -> list[str]:
    names = queries.staff(frozenset({unit.id}), on) if kind is Kept.POSTS else {}
    return [", ".join(cell.text for cell in _cells(kind, row, names, {}) if cell.text) for row in rows]


def name_of(kind: Kept, row: Any) -> str:
    """A row in a few words, for a heading."""
    cells = _cells(kind, row, {}, {})
    return cells[0].text if kind is not Kept.INCIDENTS else f"{cells[0].text}, {cells[2].text}"
