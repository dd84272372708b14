"""Two assessments of one kind side by side."""

from typing import TYPE_CHECKING

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from careplan.assessment import queries
from careplan.assessment.labels import KINDS
from careplan.assessment.pages import beside as pages
from careplan.assessment.views.room import bp
from careplan.clients.codes import READ_RECORD
from careplan.clients.doors import opens_record
from careplan.staff.doors import needs, services

if TYPE_CHECKING:
    from careplan.clients.models import Episode


@bp.get("/record/<episode_id>/assessments/<assessment_id>/changes")
@needs(READ_RECORD)
@opens_record
def changes(episode: "Episode", assessment_id: str) -> ResponseReturnValue:
    """What changed since the last assessment of this kind; 404 where there was none."""
    new = queries.sheet(services(), episode, assessment_id) or abort(404)
    if new.assessment.completed_on is None:
        abort(404)
    earlier = pages.before(queries.assessments(services(), episode.root_id), new) or abort(404)
    old = queries.sheet(services(), episode, earlier) or abort(404)
    rows = pages.changed(old, new)
    private = [one for one in rows if one.ask_alone]
    shown = {"old": old, "new": new, "name": KINDS[new.kind]}
    shown["open"] = pages.table(old, new, [one for one in rows if not one.ask_alone], "What changed")
    shown["private"] = private and pages.table(old, new, private, "What changed, only asked alone")
    return render_template("assessment/beside.html", episode=episode, **shown)
