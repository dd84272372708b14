"""Groups in words: the list, and the register of a session."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import url_for

from careplan.clients.registers.people import client_meant
from careplan.contacts.forms.groups import SessionForm
from careplan.contacts.labels import WEEKDAYS
from careplan.contacts.pages.diary import outcome, page_of
from careplan.contacts.queries import groups as reads
from careplan.contacts.rules.diary import Slot
from careplan.contacts.rules.groups import Meeting, sessions
from careplan.ground.dates import asked_day
from careplan.ui.tables import Column, Link, Table
from careplan.ui.words import counted, day, time_words


def meets(group: Meeting) -> str:
    """When and where it meets."""
    at = time_words(group.began_on, group.at)
    return ", ".join(filter(None, (f"{WEEKDAYS[group.weekday]}s", at, group.place)))


def register_of(group: Meeting, on: date | None = None) -> str:
    """The address of a group's register."""
    return url_for("contacts.group_register", group_id=group.id, day=on.isoformat() if on else None)


def listing(every: Sequence[reads.Listed]) -> Table:
    """The groups of the worker's services."""
    several = len({one.group.service_id for one in every}) > 1
    columns = (
        Column("Group", lambda one: Link(one.group.name, register_of(one.group))),
        Column("Meets", lambda one: meets(one.group)),
        Column("Led by", lambda one: one.worker or "Not decided"),
        Column("In it", lambda one: counted(one.members, "client")),
        *((Column("Service", "service"),) if several else ()),
    )
    return Table("Groups", columns, every, "No group meets at your services yet.", caption_hidden=True)


def day_asked(args: Mapping[str, str], group: Meeting, today: date) -> date:
    """The day that an address asks for, else the latest session, else today."""
    given = args.get("day", "")
    return asked_day(given, next(sessions(group, today), today))


def days(group: Meeting, on: date, today: date) -> list[tuple[str, str]]:
    """The latest sessions, and the day that is shown."""
    every = sorted({*sessions(group, today), on}, reverse=True)
    return [(one.isoformat(), day(one)) for one in every]


def recorded(slots: Sequence[Slot]) -> Table:
    """What is recorded of the session."""
    leads = page_of()
    columns = (
        Column("Client", lambda one: Link(one.client, leads(one))),
        Column("What came of it", outcome),
    )
    return Table("Recorded already", columns, slots)


def joining(form: SessionForm, group: Meeting, on: date) -> Any:
    """The episode of whom the form names, where they may join; else the form says why not."""
    person, _, fault = client_meant(group.service_id, form.add.data or "")
    episode = None if fault else reads.episode_of(group, person or "", on)
    if not form.add.data:
        fault = "Enter the NHS number or the name of who came"
    elif not fault and episode is None:
        fault = "This client is not in treatment here on that day"
    elif episode is not None and episode.id in {one.episode.id for one in reads.members(group, on)}:
        fault = "This client is in the group already"
    form.add.errors = [fault] if fault else []
    return None if fault else episode
