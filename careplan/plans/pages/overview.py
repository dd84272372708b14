"""The record's care plan page: what holds, when it is looked at again, what is missing."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from careplan.clients.models import Episode, Pause
from careplan.plans.forms.choices import KINDS, PAUSES
from careplan.plans.models import CarePlan
from careplan.plans.pages.content import Content, content
from careplan.plans.pages.links import Links
from careplan.plans.pages.summary import agreement_line, copy_line, plan_rows
from careplan.plans.pages.words import ClockLine, clock_line
from careplan.plans.queries import clock
from careplan.plans.queries.versions import counted, pauses, reviews, versions
from careplan.plans.queries.whole import Whole, whole
from careplan.plans.rules.clock import ClockStatus
from careplan.plans.rules.completeness import unanswered
from careplan.plans.rules.goals import is_smart, open_goals
from careplan.plans.rules.versions import active, draft
from careplan.ui.render import escaped
from careplan.ui.tables import Column, Table
from careplan.ui.words import counted as number_of
from careplan.ui.words import day


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the page shows."""

    links: Links
    clock: ClockLine
    closed: bool
    may_leave: bool
    plan: CarePlan | None
    plan_links: Links
    draft: CarePlan | None
    rows: list[tuple[str, str]]
    content: Content | None
    missing: list[tuple[str, str]]
    reviews: Table
    versions: Table
    pauses: list[tuple[str, str]]
    pause: Pause | None


THERE = {True: "Yes", False: "No", None: "Not recorded"}
REVIEWS = (
    Column("Date", lambda one: day(one.reviewed_on)),
    Column("Review", lambda one: "Held" if one.held else "Tried, the client did not come"),
    Column("Client there", lambda one: THERE[one.client_present]),
    Column("Next planned", lambda one: day(one.next_due_on, "")),
    Column("Notes", lambda one: escaped(one.note or "")),
)
VERSIONS = (
    Column(
        "Version",
        lambda one: f"Version {one.version}, {KINDS[one.kind].lower()}",
        lambda one: Links(one.episode_id, one.id).plan,
    ),
    Column("Agreed", agreement_line),
    Column("Copy", copy_line),
)


def overview_page(services: frozenset[str], episode: Episode, on: date) -> Overview:
    """Reads what the page needs for the day."""
    listed = versions(services, episode)
    facts, by_id = counted(services, listed), {one.id: one for one in listed}
    holds, written = active(facts, on), draft(facts)
    plan = by_id[holds.id] if holds else None
    reading = clock(services, [episode.id], on)[episode.id]
    every = whole(services, episode, plan, on) if plan else None
    links, plan_links = Links(episode.id), Links(episode.id, plan.id if plan else None)
    resting = pauses(services, episode)
    closed = reading.status in (ClockStatus.CLOSED, ClockStatus.DIED)
    return Overview(
        links=links,
        clock=clock_line(reading),
        closed=closed,
        may_leave=episode.closed_on is None,
        plan=plan,
        plan_links=plan_links,
        draft=by_id[written.id] if written else None,
        rows=plan_rows(plan) if plan else [],
        content=content(every) if every else None,
        missing=list(_missing(every, plan_links)) if every and not closed else [],
        reviews=Table(
            "Reviews", REVIEWS, reviews(services, episode), "No review was held yet." if plan else ""
        ),
        versions=Table("Versions", VERSIONS, listed),
        pauses=[_pause(one) for one in resting],
        pause=next((one for one in resting if one.until_on is None), None),
    )


def _missing(every: Whole, links: Links) -> Any:
    """What the plan that holds still lacks, with the page that mends it."""
    facts = every.facts()
    if every.plan.copy_offered_on is None:
        yield "No copy was offered to the client", links.to("plans.offer_copy")
    vague = [goal for goal in open_goals(facts.goals) if not is_smart(goal)]
    if vague:
        missing = "without measure, target date, responsible person or need"
        yield f"{number_of(len(vague), 'open goal')} {missing}", links.to("plans.start")
    open_needs = unanswered(facts.needs, facts.goals)
    if open_needs:
        yield f"{number_of(len(open_needs), 'need')} without a goal or a reason", links.to("plans.start")


def _pause(pause: Pause) -> tuple[str, str]:
    until = f"until {day(pause.until_on)}" if pause.until_on else "until now"
    return PAUSES[pause.reason], f"from {day(pause.from_on)} {until}"
