"""Everything recorded in an episode, with who and when."""

from typing import TYPE_CHECKING

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from careplan.clients.codes import READ_RECORD
from careplan.record import queries
from careplan.record.pages.history import acts, parts
from careplan.record.views.room import record
from careplan.staff.doors import actor
from careplan.ui.paging import page_number

if TYPE_CHECKING:
    from careplan.clients.models import Episode


@record.get("/history", READ_RECORD)
def history(episode: "Episode") -> ResponseReturnValue:
    """The newest act first, 50 to a page."""
    number = page_number(request.args.get("page", "1"))
    listed, part = parts(), request.args.get("part", "")
    part = part if part in listed else ""
    page = queries.history(episode, number, listed[part][1])
    return render_template(
        "record/history.html",
        episode=episode,
        page=page,
        part=part,
        parts=[(key, words) for key, (words, _) in listed.items()],
        lines=acts(episode, page.entries, actor()),
        url=lambda number: url_for(".history", episode_id=episode.id, part=part or None, page=number),
    )
