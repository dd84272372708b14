"""The first page of a record."""

from typing import TYPE_CHECKING

from flask import render_template
from flask.typing import ResponseReturnValue

from careplan.clients.doors import opens_record
from careplan.clients.views.room import bp
from careplan.staff.doors import needs
from careplan.staff.rules import Permission

if TYPE_CHECKING:
    from careplan.clients.models import Episode


@bp.get("/record/<episode_id>")
@needs(Permission.READ_RECORD)
@opens_record
def overview(episode: "Episode") -> ResponseReturnValue:
    """What stands in the record, what is missing, what is open."""
    return render_template("clients/overview.html", episode=episode)
