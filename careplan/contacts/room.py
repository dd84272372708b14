"""What this room offers (docs/architecture.md)."""

from pathlib import Path

from careplan.clients.codes import READ_DESK
from careplan.clients.registers.offers import offers
from careplan.contacts import models
from careplan.contacts.codes import EDIT_TEMPLATES, SEND_REMINDERS
from careplan.contacts.demo import CHAPTER
from careplan.contacts.downtime import DOWNTIME
from careplan.contacts.history import HISTORY, MARKS
from careplan.contacts.pages import diary, notes, touch
from careplan.contacts.queries.today import PENDING, TOUCH
from careplan.contacts.queries.touch import exits
from careplan.contacts.registers import GROUPS, MEMBERS, NOTE_TEMPLATES, REMINDER_WORDS
from careplan.contacts.rules.standard import DIARY, LOST_TOUCH, NOTES, REMINDERS
from careplan.contacts.views import bp
from careplan.ground.offers import Place, Room, Tab

ROOM = Room(
    name="contacts",
    demo=CHAPTER,
    title="Contacts",
    permissions=(EDIT_TEMPLATES, SEND_REMINDERS),
    blueprint=bp,
    models=models,
    tabs=(
        Tab("contacts", "Contacts", "contacts.notes", 15),
        Tab("contacts", "Appointments", "contacts.appointments", 16),
    ),
    places=(Place("Diary", "contacts.diary", READ_DESK, 15),),
    pending=(PENDING, TOUCH),
    downtime=DOWNTIME,
    exits=exits,
    standards=(DIARY, LOST_TOUCH, NOTES, REMINDERS),
    package=Path(__file__).with_name("package.toml"),
    **offers(
        HISTORY.parts[0],
        MEMBERS,
        registers=(NOTE_TEMPLATES, REMINDER_WORDS, GROUPS),
        history=HISTORY,
        marks=MARKS,
        mistakes=(*notes.MISTAKES, *diary.MISTAKES, *touch.MISTAKES),
        pages={
            "contacts.notes": "Contacts",
            "contacts.note": "Note of a contact",
            "contacts.new": "Writing a note",
            "contacts.appointments": "Appointments",
            "contacts.appointment": "Appointment",
            "contacts.book": "Booking an appointment",
            "contacts.lost_touch": "Losing touch",
        },
    ),
)
