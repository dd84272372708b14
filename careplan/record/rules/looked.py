"""Pages of a record in words, for whoever asks who looked at it."""

from collections.abc import Iterable

from careplan.ground.offers import Room
from careplan.ground.permissions import Permission
from careplan.staff.codes import Role

READ_TRAIL = Permission("read_trail", (Role.MANAGER,), reading=True)

FORMER = {
    "clients.overview": "Overview",
    "clients.history": "History",
    "governance.looked": "Who looked",
}
"""An opening names the page as it was called on the day: a name that is no page any more keeps its words."""


def page_words(rooms: Iterable[Room], endpoint: str) -> str:
    """The page of that endpoint in words; of a form: the part of the record, and what the form does."""
    name, _, page = endpoint.partition(".")
    room = next((one for one in rooms if one.name == name), None)
    words = FORMER | dict(room.pages if room else {})
    title = room.title if room and room.title else name.capitalize()
    return words.get(endpoint) or f"{title}: {page.replace('_', ' ')}"
