"""The first page of a record."""

from typing import TYPE_CHECKING

from flask import g, render_template
from flask.typing import ResponseReturnValue

from careplan.clients.codes import READ_RECORD
from careplan.clients.labels import EXITS, PRIORITIES, SOURCES, URGENCIES
from careplan.ground.clock import today
from careplan.plans.queries import plan_summary
from careplan.record.pages import memory, summary
from careplan.record.pages import overview as pages
from careplan.record.views.room import record
from careplan.risk.labels import DOMAINS
from careplan.staff.doors import services
from careplan.ui.frame import address

if TYPE_CHECKING:
    from careplan.clients.models import Episode


@record.get("", READ_RECORD)
def overview(episode: "Episode") -> ResponseReturnValue:
    """What stands in the record, what is missing, what is open. The banner uses the same facts."""
    on = today()
    g.banner_facts = memory.facts(services(), episode, on, whole=True)
    plan = plan_summary(g.banner_facts.facts, on)
    courses = memory.courses(services(), episode, on)
    page = pages.overview(episode, g.banner_facts, plan, courses, on)
    return render_template(
        "record/overview.html",
        episode=episode,
        page=page,
        plan=summary.plan_lines(plan),
        courses=[summary.course_lines(one, on) for one in courses],
        address=address,
        harm=DOMAINS,
        exits=EXITS,
        sources=SOURCES,
        priorities=PRIORITIES,
        urgencies=URGENCIES,
    )
