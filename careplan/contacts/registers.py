"""The service's own words to begin a note with, its groups and who is in them, declared (house.md B13)."""

from datetime import date
from typing import Any

from sqlalchemy import Index, select

from careplan.clients.codes import WRITE_ASSESSMENT
from careplan.clients.labels import PURPOSES
from careplan.clients.registers import Field, Named, Of, Register, Staff, needed
from careplan.contacts.codes import EDIT_TEMPLATES
from careplan.contacts.labels import WEEKDAYS
from careplan.contacts.rules.groups import until_after
from careplan.contacts.rules.reminders import neutral
from careplan.contacts.rules.standard import DIARY
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.ui.fields import Day, LongText, Select, Text, TimeOfDay, Whole

NOTE_TEMPLATES = Register(
    room="contacts",
    name="note_templates",
    noun="note_template",
    model_name="NoteTemplate",
    of=Of.SERVICE,
    title="Templates of notes",
    one="a template",
    about="What a note begins with when a worker inserts the template for what the contact is for. Where the service "
    "has none of its own, careplan's stands.",
    empty="The service has no templates of its own: careplan’s are inserted.",
    order=("purpose",),
    tells=("purpose",),
    once=("purpose",),
    once_words=("purpose", "There is a template for this already. Correct that one"),
    fields=(
        Field("purpose", "For", needed(Select, "What is it for?", "what it is for", choices=PURPOSES)),
        Field("words", "Words", needed(LongText, "Words", "the words of the template", max=4000, rows=10)),
    ),
    reads=EDIT_TEMPLATES,
    writes=EDIT_TEMPLATES,
    above=("contacts.search", "Notes"),
)
REMINDER_WORDS = Register(
    room="contacts",
    name="reminder_words",
    noun="reminder_word",
    model_name="ReminderWords",
    of=Of.SERVICE,
    title="Words of reminders",
    one="the words of a reminder",
    about="What is sent the day before an appointment. The latest holds. {day}, {time} and {telephone} are filled in. "
    "Somebody else may read it: name neither the service nor what the appointment is for.",
    empty="The service has no words of its own: careplan’s are used.",
    order=("-recorded_at",),
    tells=("words",),
    checks=(neutral,),
    fields=(Field("words", "Words", needed(LongText, "Words", "the words of a reminder", max=300, rows=3)),),
    reads=EDIT_TEMPLATES,
    writes=EDIT_TEMPLATES,
    above=("contacts.reminders", "Reminders"),
)
GROUPS = Register(
    room="contacts",
    name="treatment_groups",
    noun="treatment_group",
    model_name="TreatmentGroup",
    of=Of.SERVICE,
    title="Groups",
    one="a group",
    about="A group meets once a week. Its sessions stand in the diary, its register on one page.",
    empty="The service has no group yet.",
    order=("name",),
    tells=("name",),
    once=("name",),
    once_words=("name", "There is a group of this name already"),
    checks=(until_after("began_on", "ended_on", "The last day is before the first"),),
    fields=(
        Field("name", "Name", needed(Text, "Name", "the name of the group", max=60)),
        Field("weekday", "Day", needed(Select, "On which day?", "the day of the week", choices=WEEKDAYS)),
        Field("at", "Time", needed(TimeOfDay, "At what time?", "the time", max=20), package_type="time"),
        Field(
            "minutes",
            "Length",
            Whole(
                "How long? (optional)",
                called="How long",
                least=5,
                most=DIARY.latest.longest_minutes,
                unit="minutes",
                width=4,
            ),
            listed=False,
        ),
        Field("place", "Room or place", Text("Room or place (optional)", called="The place", max=60)),
        Field(
            "worker_id",
            "Led by",
            Staff("Who leads it? (optional)", called="Who leads it", blank="Not decided"),
        ),
        Field("began_on", "First day", needed(Day, "First day", "the first day")),
        Field(
            "ended_on",
            "Last day",
            Day("Last day, if it ends (optional)", called="The last day"),
            missing="Goes on",
        ),
    ),
    writes=WRITE_ASSESSMENT,
    above=("contacts.groups", "Groups"),
)
Group = GROUPS.model


class OneGroup(Named):
    """One of the groups of the service."""

    table, gone = "treatment_groups", "A group that was struck out"

    @classmethod
    def names(cls, service_id: str, on: date) -> dict[str, str]:  # noqa: ARG003 - one that ended is named too
        """Names of the groups by the first id of their chains."""
        rows = select(Group.root_id, Group.name).where(Group.service_id == service_id, live(Group))
        return {row[0]: row[1] for row in db.session.execute(rows.order_by(Group.name, Group.id))}

    @classmethod
    def text(cls, column: Any) -> Any:
        """The name of the group as it is now."""
        return select(Group.name).where(Group.root_id == column, live(Group)).scalar_subquery()


MEMBERS = Register(
    room="contacts",
    name="group_members",
    noun="group_member",
    model_name="GroupMember",
    of=Of.EPISODE,
    title="In groups",
    one="that the client joins a group",
    empty="The client is in no group.",
    order=("-since",),
    tells=("group_id",),
    day="since",
    once=("group_id",),
    once_words=("group_id", "The client is in this group already"),
    more=(Index("ix_group_members_group_id", "group_id"),),
    checks=(until_after("since", "until", "The last day is before the first"),),
    fields=(
        Field("group_id", "Group", needed(OneGroup, "Which group?", "the group")),
        Field("since", "Since", needed(Day, "From which day?", "the day from which")),
        Field(
            "until",
            "Until",
            Day("Last day, if it is known (optional)", called="The last day"),
            missing="Goes on",
        ),
    ),
)
GroupMember = MEMBERS.model
