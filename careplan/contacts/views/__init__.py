"""Pages of contacts."""

from careplan.contacts.views import notes, searching
from careplan.contacts.views.room import bp
