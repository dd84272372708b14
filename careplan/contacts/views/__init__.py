"""Pages of contacts."""

from careplan.contacts.views import diary, feed, first, groups, notes, reminders, searching, touch
from careplan.contacts.views.room import bp
