"""Who looked at a record: managers see everybody's openings, others their own."""

from typing import TYPE_CHECKING

from flask import render_template, request
from flask.typing import ResponseReturnValue

from careplan.clients.codes import READ_RECORD
from careplan.record.pages.looked import openings
from careplan.record.queries import looked as queries
from careplan.record.rules.looked import READ_TRAIL
from careplan.record.views.room import record
from careplan.staff.doors import actor, services
from careplan.ui.paging import page_number

if TYPE_CHECKING:
    from careplan.clients.models import Episode


@record.get("/looked", READ_RECORD)
def looked(episode: "Episode") -> ResponseReturnValue:
    """Worker, day and page of each opening, the last first, 50 to a page."""
    managed = actor().services(READ_TRAIL)
    reader = queries.Reader(actor().id, managed, services())
    number, worker = page_number(request.args.get("page", "1")), request.args.get("worker", "")
    shown = queries.openings(reader, episode.client_id, worker, number)
    return render_template(
        "record/looked.html",
        episode=episode,
        shown=shown,
        manages=episode.service_id in managed,
        worker=worker,
        openings=openings(episode.id, shown, worker, number),
    )
