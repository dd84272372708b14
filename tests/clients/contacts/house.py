"""A plugin of pytest: the house with the room of contacts built on."""

import careplan.rooms as house
from tests.clients.contacts.declared import ROOM

house.ROOMS = (*house.ROOMS, ROOM)
