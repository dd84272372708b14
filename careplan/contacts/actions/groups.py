"""A group's session: what came of it for each client, their notes, the next appointments, and who joins."""

from collections.abc import Iterable, Mapping
from datetime import date

from careplan.clients.models import Episode
from careplan.clients.registers import rows as register
from careplan.clients.registers.rows import Owner
from careplan.contacts.actions.diary import book, settle
from careplan.contacts.actions.notes import write_note
from careplan.contacts.queries.diary import appointment
from careplan.contacts.queries.groups import Member, Sheet
from careplan.contacts.registers import MEMBERS
from careplan.contacts.rules.diary import Booking
from careplan.contacts.rules.groups import Came, Meeting
from careplan.contacts.rules.notes import Written
from careplan.ground.clock import moment_of
from careplan.staff.rules import Actor


def booking(group: Meeting) -> Booking:
    """What is booked of a session for each client."""
    return Booking("group", group.worker_id, group.minutes, group.place, group.name)


def record_session(
    *, by: Actor, group: Meeting, on: date, sheet: Sheet, rows: Iterable[Came], words: str
) -> int:
    """An outcome for each row, and a note for who came; answers how many were recorded."""
    episodes, every = {one.episode.id: one.episode for one in sheet.asked}, list(rows)
    for row in every:
        _record(by, group, on, sheet, episodes[row.episode_id], row, words)
    return len(every)


def _record(
    by: Actor, group: Meeting, on: date, sheet: Sheet, episode: Episode, row: Came, words: str
) -> None:
    slot, here = sheet.booked.get(episode.id), frozenset({group.service_id})
    booked = appointment(here, episode, slot.id, lock=True) if slot else None
    if booked is None:
        booked = book(by=by, episode=episode, booking=booking(group), starts_at=moment_of(on, group.at))
    settle(by=by, episode=episode, row=booked, settled=row.outcome)
    if row.attended:
        written = Written(
            happened_on=on,
            began=group.at,
            worker_id=group.worker_id or by.id,
            purpose="group",
            way="face_to_face",
            words=row.words(words),
            risk_changed=row.risk,
            risk_words=row.line if row.risk else None,
            with_whom=f"Group: {group.name}",
            minutes=group.minutes,
            appointment_id=booked.root_id,
            goals=row.goals,
        )
        write_note(by=by, episode=episode, written=written)


def book_session(
    *, by: Actor, group: Meeting, on: date, members: Iterable[Member], booked: Mapping[str, object]
) -> int:
    """An appointment of the session for each member who has none; answers how many were made."""
    without = [one for one in members if one.episode.id not in booked]
    for one in without:
        book(by=by, episode=one.episode, booking=booking(group), starts_at=moment_of(on, group.at))
    return len(without)


def join(*, by: Actor, group: Meeting, episode: Episode, since: date) -> None:
    """The client is in the group from the day on."""
    owner = Owner(frozenset({group.service_id}), group.service_id, episode)
    values = {"group_id": group.id, "since": since, "until": None}
    register.record(MEMBERS, by=by, owner=owner, values=values)
