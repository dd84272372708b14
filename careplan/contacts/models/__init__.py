"""Tables of this room."""

from careplan.contacts.models.feed import CalendarLink
from careplan.contacts.models.note import ContactGoal, ContactNote
from careplan.contacts.models.touch import LostTouchDone
