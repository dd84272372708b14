"""From the duty list to the note about a client who walked in."""

from typing import TYPE_CHECKING

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from careplan.clients.codes import WRITE_ASSESSMENT
from careplan.contacts.actions.walking_in import see_client
from careplan.contacts.views.room import record
from careplan.ground.clock import now, today
from careplan.staff.doors import actor, services
from careplan.team.labels import CHANGED
from careplan.team.queries import replaced, walk_in
from careplan.ui.frame import address, kept, told

if TYPE_CHECKING:
    from careplan.clients.models import Episode


@record.post("/walk-ins/<walk_in_id>/seen", WRITE_ASSESSMENT)
def seen(episode: "Episode", walk_in_id: str) -> ResponseReturnValue:
    """The worker sees the client now: attended in the diary, and on to the note; of who has left, to the record."""
    row = walk_in(services(), walk_in_id, today(), episode)
    if row is None:
        replaced(services(), walk_in_id, today()) or abort(404)
        return told(CHANGED, address("team.duty"))
    first, booked = see_client(by=actor(), episode=episode, row=row, at=now())
    name = episode.client.whole_name
    if not first:
        return told(f"{name} was seen already.", address("team.duty"))
    if booked is None:
        words = f"{name}: seen by you. The episode is closed: whoever comes back is referred again here."
        return kept(words, url_for("record.overview", episode_id=episode.id))
    note = url_for("contacts.new", episode_id=episode.id, appointment=booked.root_id)
    return kept(f"{name}: seen by you.", note)
