"""An open assessment as a blank form on paper."""

from typing import TYPE_CHECKING

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from careplan.assessment import queries
from careplan.assessment.labels import KINDS
from careplan.assessment.pages import paper as pages
from careplan.assessment.queries.own import own_asked
from careplan.assessment.rules.references import reference
from careplan.assessment.views.room import bp, placed
from careplan.clients.codes import READ_RECORD
from careplan.clients.doors import opens_record
from careplan.staff.doors import needs, services

if TYPE_CHECKING:
    from careplan.clients.models import Episode


@bp.get("/record/<episode_id>/assessments/<assessment_id>/paper")
@needs(READ_RECORD)
@opens_record
def paper(episode: "Episode", assessment_id: str) -> ResponseReturnValue:
    """The questions with room for their answers, all or those of one page; 404 where the assessment is finished."""
    sheet = queries.sheet(services(), episode, assessment_id) or abort(404)
    slug, alone = request.args.get("section", ""), request.args.get("print") == "all"
    own = own_asked(services(), episode, placed(episode, sheet.kind), [*sheet.bank.sections.values()])
    sections = pages.blanks(sheet, slug, own, alone=alone)
    if sheet.assessment.completed_on or not sections:
        abort(404)
    shown = {"sheet": sheet, "sections": sections, "slug": slug, "alone": alone, "name": KINDS[sheet.kind]}
    shown |= {"left_off": pages.left_off(sheet, slug), "reference": reference(sheet.id)}
    return render_template("assessment/paper.html", episode=episode, **shown)
