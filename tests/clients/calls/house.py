"""A plugin of pytest: the house with the room of calls built on."""

import careplan.rooms as house
from tests.clients.calls.declared import ROOM

house.ROOMS = (*house.ROOMS, ROOM)
