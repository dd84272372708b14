"""The record's care plan page, each version of the plan, and the client's copy."""

from typing import TYPE_CHECKING, Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from careplan.clients.doors import opens_record
from careplan.ground.clock import today
from careplan.plans.pages.content import content
from careplan.plans.pages.gaps import tasks
from careplan.plans.pages.links import Links
from careplan.plans.pages.overview import overview_page
from careplan.plans.pages.paper import ask_alone_items, paper
from careplan.plans.pages.summary import plan_rows
from careplan.plans.queries.whole import whole
from careplan.plans.views.room import bp, the_plan
from careplan.staff.doors import needs, services
from careplan.staff.rules import Permission

if TYPE_CHECKING:
    from careplan.clients.models import Episode


@bp.get("/record/<episode_id>/care-plan")
@needs(Permission.READ_RECORD)
@opens_record
def overview(episode: "Episode") -> ResponseReturnValue:
    """The plan that holds, its clock, what is missing, reviews and earlier versions."""
    return render_template("plans/overview.html", page=overview_page(services(), episode, today()))


@bp.get("/record/<episode_id>/care-plan/<plan_id>")
@needs(Permission.READ_RECORD)
@opens_record
def version(episode: "Episode", plan_id: str) -> ResponseReturnValue:
    """One version: a draft as its list of tasks, an agreed one as it was agreed."""
    plan = the_plan(episode, plan_id)
    links, every = Links(episode.id, plan.id), whole(services(), episode, plan, today())
    shown: dict[str, Any] = {"plan": plan, "links": links, "content": content(every)}
    shown["closed"] = episode.closed_on is not None
    if plan.agreed_on is not None:
        return render_template("plans/version.html", rows=plan_rows(plan), **shown)
    ready = not every.gaps()
    return render_template("plans/draft.html", tasks=tasks(every, links), ready=ready, **shown)


@bp.get("/record/<episode_id>/care-plan/<plan_id>/print")
@needs(Permission.READ_RECORD)
@opens_record
def print_copy(episode: "Episode", plan_id: str) -> ResponseReturnValue:
    """The client's copy in plain words; what is only asked in private stays off, unless the worker says it is safe."""
    plan = the_plan(episode, plan_id)
    every, safe = whole(services(), episode, plan, today()), request.args.get("private") == "1"
    left_off = frozenset() if safe else ask_alone_items(every)
    return render_template(
        "plans/print.html",
        plan=plan,
        links=Links(episode.id, plan.id),
        content=content(every, left_off),
        client=episode.client,
        large=request.args.get("large") == "1",
        safe=safe,
        copy=paper(services(), episode, plan, today()),
        today=today(),
    )
