"""Tables of this room."""

from careplan.contacts.models.note import ContactGoal, ContactNote
