"""Pages of contacts."""

from careplan.contacts.views import diary, notes, searching
from careplan.contacts.views.room import bp
