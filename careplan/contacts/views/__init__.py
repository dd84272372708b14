"""Pages of contacts."""

from careplan.contacts.views import diary, feed, first, groups, notes, reminders, searching, touch, walking_in
from careplan.contacts.views.room import bp
