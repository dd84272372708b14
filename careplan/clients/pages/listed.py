"""Treatments, times away and what was done about a task, as lists."""

from collections.abc import Sequence
from typing import Any

from careplan.clients.labels import PAUSES
from careplan.clients.pages.treatment import Line
from careplan.clients.queries import TaskLine
from careplan.clients.rules.keeping import Spell
from careplan.ui.render import escaped
from careplan.ui.tables import Column, Table, Tag
from careplan.ui.words import day_short, moment

DONE = (
    Column("When", lambda one: moment(one.at)),
    Column("Who", "by"),
    Column("What", lambda one: escaped(one.words)),
)
TREATMENTS = (
    Column("Treatment", "kind"),
    Column("Referred", lambda one: day_short(one.days.referred_on)),
    Column("First offered", lambda one: day_short(one.days.first_offered_on, "Not yet")),
    Column("Wait", lambda one: Tag(one.wait, "yellow") if one.waiting else one.wait),
    Column("Started", lambda one: day_short(one.days.started_on, "Not yet")),
    Column("Ended", lambda one: escaped(f"{day_short(one.days.ended_on, '')}\n{one.ending}")),
    Column("Actions", label_hidden=True),
)
AWAY = (
    Column("Where", lambda one: PAUSES[one.reason]),
    Column("From", lambda one: day_short(one.from_on)),
    Column("Back on"),
)
UNTREATED = (
    "No treatment recorded yet. Record what the client was referred to; the wait is counted from there."
)
NEVER_AWAY = (
    "None recorded. While a client is in prison, in hospital or in residential treatment elsewhere, reviews are not "
    "counted as late."
)


def done(actions: Sequence[TaskLine]) -> Table:
    """What was done about a task."""
    return Table("What was done", DONE, actions, "Nothing recorded yet.")


def treatments(lines: Sequence[Line]) -> Table:
    """The treatments of an episode; the page writes what may be done."""
    return Table("Treatment in this episode", TREATMENTS, lines, UNTREATED, caption_hidden=True)


def away(pauses: Sequence[Any]) -> Table:
    """Times away; the page writes the return."""
    caption = "Times in prison, hospital or residential treatment elsewhere"
    return Table(caption, AWAY, pauses, NEVER_AWAY, caption_hidden=True)


KEEPERS = (
    Column("Keyworker", "name"),
    Column("From", lambda one: day_short(one.from_on)),
    Column("Until", lambda one: day_short(one.until_on, "Now")),
)


def keyworkers(spells: Sequence[Spell]) -> Table:
    """Who kept the case from when to when."""
    return Table("Keyworkers", KEEPERS, spells, "Nobody was the keyworker yet.", size="s")
