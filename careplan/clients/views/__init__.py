"""Pages of the clients room."""

from careplan.clients.views import (
    allocating,
    finding,
    handing,
    merging,
    mistakes,
    moving,
    referring,
    registering,
    righting,
    tasks,
    treatment,
)
from careplan.clients.views.room import bp
