"""Appointments as iCalendar (RFC 5545): when and what for, never who. Pure."""

from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256

from careplan.clients.labels import PURPOSES
from careplan.contacts.rules.diary import Slot

HEAD = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//careplan//diary//EN", "METHOD:PUBLISH")


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def calendar(slots: Iterable[Slot], at: datetime) -> str:
    """The appointments that stand, as a calendar of the moment; an event's id tells nothing of the record."""
    lines = [*HEAD]
    for one in slots:
        if one.stands:
            uid = sha256(f"careplan calendar {one.id}".encode()).hexdigest()[:32]
            lines += ["BEGIN:VEVENT", f"UID:{uid}@careplan", f"DTSTAMP:{_moment(at)}"]
            lines += [f"DTSTART:{_moment(one.starts_at)}", f"DTEND:{_moment(one.ends_at)}"]
            lines += [f"SUMMARY:{PURPOSES[one.purpose]}", "CLASS:PRIVATE", "END:VEVENT"]
    return "".join(f"{line}\r\n" for line in [*lines, "END:VCALENDAR"])
