"""Reminders in words: the list of a day, and the file for the text gateway."""

from collections.abc import Mapping
from datetime import date

from flask import url_for

from careplan.clients.doors import front
from careplan.contacts.queries import reminders as reads
from careplan.contacts.rules.diary import Slot
from careplan.contacts.rules.reminders import Reach, Reminder, filled, following_day, number
from careplan.contacts.rules.standard import REMINDERS
from careplan.ground.dates import is_day
from careplan.ui.tables import Column, Table
from careplan.ui.words import clock, day_long

FILE = (Column("number", "number"), Column("message", "words"))


def day_asked(args: Mapping[str, str], today: date) -> date:
    """The day that an address asks for, else the next on which somebody works."""
    given = args.get("day", "")
    return date.fromisoformat(given) if is_day(given) else following_day(today)


def every(services: frozenset[str], on: date, today: date) -> list[Reminder]:
    """A row for each appointment of the day that stands, in the order of the clock. Four statements."""
    slots = reads.waiting(services, on)
    reaches = reads.reaches({one.episode_id for one in slots}) if slots else {}
    words = reads.words(services)
    return [_reminder(one, reaches[one.episode_id], words[one.service_id], on, today) for one in slots]


def _reminder(slot: Slot, reach: Reach, own: tuple[str, str], on: date, today: date) -> Reminder:
    to, why_not = number(reach, today)
    template, telephone = own
    standard = REMINDERS.on(today)
    if not telephone:
        template = standard.without_telephone
    values = {"day": day_long(on), "time": clock(slot.starts_at), "telephone": telephone}
    return Reminder(slot, to, filled((template or standard.words).strip(), values) if to else "", why_not)


def sent(rows: list[Reminder]) -> Table:
    """Who is reminded, and with which words."""
    columns = (TIME, CLIENT, Column("Number", "number"), Column("Message", "words"))
    return Table("In the file", columns, rows, "Nobody can be reminded by text for this day.")


def left_out(rows: list[Reminder]) -> Table:
    """Who is not, and why."""
    return Table("Left out", (TIME, CLIENT, Column("Why", "why_not")), rows, "Nobody is left out.")


TIME = Column("Time", lambda one: clock(one.slot.starts_at))
CLIENT = Column(
    "Client",
    lambda one: one.slot.client,
    lambda one: url_for(front(one.slot.service_id), episode_id=one.slot.episode_id),
)
