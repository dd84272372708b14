"""The blueprint of this room's pages, and what a service asks in sections of its own."""

from typing import TYPE_CHECKING

from flask import Blueprint

from careplan.assessment.codes import Kind
from careplan.assessment.queries.forms import not_asked_then
from careplan.assessment.queries.own import Placed, own_questions
from careplan.assessment.registers import OWN_ANSWERS, OWN_QUESTIONS
from careplan.clients.doors import RecordPages
from careplan.clients.registers.views import mount
from careplan.ground import gathering
from careplan.ground.clock import today
from careplan.ground.memory import Kept
from careplan.staff.doors import actor, services
from careplan.ui.returning import offer

if TYPE_CHECKING:
    from careplan.clients.models import Episode

PLACED: Kept[list[Placed]] = Kept(most=64)
"""By service and form, of this process: used again while nothing that all records share was written (decision 60)."""

bp = Blueprint("assessment", __name__, template_folder="../templates")
record = RecordPages(bp)
mount(bp, OWN_QUESTIONS, "/checklists/of/<service_id>")
mount(bp, OWN_ANSWERS, refuses=not_asked_then)
bp.record(
    lambda state: offer(
        state.app, {"assessment.section": "Back to the section"}, frozenset({"assessment.fill_tool"})
    )
)


def placed(episode: "Episode", kind: Kind) -> list[Placed]:
    """The service's own questions of this form. One statement, none while they are kept."""
    state = (gathering.rooms(), services(), actor().mark, today())
    make = lambda: own_questions(services(), episode.service_id, kind, today())  # noqa: E731
    return PLACED.get((episode.service_id, kind), state, make)
