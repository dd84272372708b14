"""A provider's own limits in words: all that may be moved, one with all that was signed, and on a rule's card."""

from collections.abc import Iterable, Sequence
from datetime import date

from flask import url_for

from careplan.prescribing.actions.own_limits import holds, waits
from careplan.prescribing.models import OwnLimit
from careplan.prescribing.pages.limits import limit_name
from careplan.prescribing.queries.own_limits import Led
from careplan.prescribing.rules.book import Rule
from careplan.prescribing.rules.facts import plain
from careplan.prescribing.rules.own_limits import BOUNDS, Own, bound_words, in_force
from careplan.prescribing.rules.standard import Standard, Threshold
from careplan.ui.tables import Column, Link, Table, Tag, columns
from careplan.ui.words import day, moment


def number(edition: Threshold, row: OwnLimit) -> str:
    """20 mg; of the way back, that it is the edition's."""
    if row.value is None:
        return f"{plain(edition.value)} {edition.unit}, as the edition has it"
    return f"{plain(row.value)} {edition.unit}"


def of_provider(led: Led, rows: Sequence[OwnLimit], standard: Standard, on: date) -> Table:
    """Every number that a provider may move: the edition's, its own, since when, how far, and who signed."""
    bounds, rows = BOUNDS.on(on).numbers, [row for row in rows if row.service_id in led.services]
    listed = (
        Column("Limit", lambda name: _link(led, name)),
        Column("The edition has", lambda name: f"{plain(standard[name].value)} {standard[name].unit}"),
        Column("Own limit", lambda name: _own(name, rows, standard, on)),
        Column("May be", lambda name: bound_words(bounds[name], standard[name].unit)),
        Column("Signed by", lambda name: _signatures(name, rows, on)),
    )
    return Table(f"Own limits of {led.name}", listed, sorted(bounds, key=limit_name))


def _link(led: Led, name: str) -> Link:
    return Link(limit_name(name), url_for("prescribing.own_limit", provider_id=led.id, limit=name))


def _of(name: str, rows: Iterable[OwnLimit], on: date) -> tuple[OwnLimit | None, OwnLimit | None]:
    """The row in force, and the next that begins or waits."""
    mine = [row for row in rows if row.name == name]
    current = next((row for row in mine if holds(row) and row.effective_on <= on), None)
    return current, next((row for row in reversed(mine) if row.effective_on > on), None)


def _own(name: str, rows: Sequence[OwnLimit], standard: Standard, on: date) -> str:
    current, coming = _of(name, rows, on)
    words = ""
    if current is not None and current.value is not None and current.standard == standard.base:
        words = f"{number(standard[name], current)} since {day(current.effective_on)}"
    if coming is not None:
        words += f"{'; ' if words else ''}{number(standard[name], coming)} from {day(coming.effective_on)}"
    return words or "None"


def _signatures(name: str, rows: Sequence[OwnLimit], on: date) -> str | Tag:
    current, coming = _of(name, rows, on)
    if coming is not None and waits(coming, on):
        return Tag("Waits for a second clinical lead", "orange")
    row = coming or current
    return signatures(row) if row is not None else ""


def signatures(row: OwnLimit) -> str:
    """Who signed, the second one after the first."""
    first = f"{row.lead}, {row.registration}"
    return f"{first}; {row.second_lead}, {row.second_registration}" if row.second_at else first


def history(rows: Sequence[OwnLimit], led: Led, edition: Threshold, on: date) -> Table:
    """Everything that was signed for one number, the latest first."""
    listed = (
        Column("From", lambda row: day(row.effective_on)),
        Column("Number", lambda row: number(edition, row)),
        Column("Why", "reason"),
        Column("Signed by", signatures),
        Column("Signed at", lambda row: moment(row.recorded_at)),
        Column("Service", lambda row: led.services[row.service_id]),
        Column("State", lambda row: _state(row, on)),
    )
    return Table("What was signed", listed, rows, "No limit of its own was ever signed.")


def _state(row: OwnLimit, on: date) -> Tag:
    if not holds(row):
        waiting = waits(row, on)
        return Tag("Waits for a second signature" if waiting else "Never held: not signed twice", "orange")
    return Tag("Holds from its day" if row.effective_on > on else "Signed", "green")


def to_sign(rows: Sequence[OwnLimit], on: date) -> OwnLimit | None:
    """What waits for a second signature."""
    return next((row for row in rows if waits(row, on)), None)


def on_card(rule: Rule, mine: Sequence[tuple[Led, tuple[Own, ...]]], standard: Standard, on: date) -> Table:
    """The own limits of providers that a rule judges by."""
    rows = [
        (led.name, limit_name(name), f"{plain(one.value)} {standard[name].unit}", day(one.effective_on))
        for led, own in mine
        for name, one in in_force(own, standard, on).items()
        if name in rule.numbers and one.value is not None
    ]
    return Table("Own limits", columns("Provider", "Limit", "Number", "Since"), rows)
