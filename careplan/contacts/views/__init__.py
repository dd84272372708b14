"""Pages of contacts."""

from careplan.contacts.views import diary, feed, groups, notes, searching, touch
from careplan.contacts.views.room import bp
