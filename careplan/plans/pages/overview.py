"""The record's care plan page, what a review is held on, and what stays off paper that a client carries home."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from careplan.checklists.queries import bank, editions
from careplan.clients.labels import PAUSES
from careplan.clients.models import Episode, Pause
from careplan.clients.queries import worker_names
from careplan.plans.codes import GoalStatus
from careplan.plans.labels import HELD, KINDS
from careplan.plans.models import CarePlan, CarePlanReview
from careplan.plans.pages.content import Content, Links, content
from careplan.plans.pages.reviews import course, rated
from careplan.plans.pages.words import ClockLine, Difference, agreement_line, clock_line, copy_line, plan_rows
from careplan.plans.queries import clock
from careplan.plans.queries.versions import GoalInPlan, counted, goals, pauses, reviews, versions
from careplan.plans.queries.whole import Whole, whole
from careplan.plans.rules.clock import ClockStatus
from careplan.plans.rules.completeness import unanswered
from careplan.plans.rules.versions import active, before, draft, first_agreed, open_goals, smart_gaps
from careplan.staff.models import Service
from careplan.staff.queries import service_of
from careplan.ui.plots.shapes import Plot
from careplan.ui.render import escaped
from careplan.ui.tables import Column, Link, Table, filled
from careplan.ui.words import counted as number_of
from careplan.ui.words import day, yes_no


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


REVIEWS = (
    Column("Date", lambda one: day(one.reviewed_on)),
    Column("Review", lambda one: HELD[one.held]),
    Column("Client there", lambda one: yes_no(one.client_present, "Not recorded")),
    Column("Who else", lambda one: escaped(one.others_present or "")),
    Column("How well it works", rated),
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


def _changes(listed: list[CarePlan]) -> Column:
    """The last column of the versions: each beside the one that was agreed before it."""

    def link(one: CarePlan) -> Link | str:
        earlier = before(listed, one.version)
        if earlier is None:
            return ""
        href = Links(one.episode_id, one.id).to("plans.changes", earlier_id=earlier.id)
        return Link("What changed", href, f" since version {earlier.version}")

    return Column("Beside the one before", link)


def overview_page(services: frozenset[str], episode: Episode, on: date) -> Overview:
    """Reads what the page needs for the day."""
    listed = versions(services, episode)
    facts, by_id = counted(services, listed), {one.id: one for one in listed}
    holds, written = active(facts, on), draft(facts)
    plan = by_id[holds.id] if holds else None
    reading = clock(services, [episode.id], on)[episode.id]
    every = whole(services, episode, plan, on) if plan else None
    links, plan_links = Links(episode.id), Links(episode.id, plan.id if plan else None)
    resting, held = pauses(services, episode), reviews(services, episode)
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
        reviews=Table("Reviews", filled(REVIEWS, held), held, "No review was held yet." if plan else ""),
        versions=Table("Versions", filled((*VERSIONS, _changes(listed)), listed), listed),
        pauses=[_pause(one) for one in resting],
        pause=next((one for one in resting if one.until_on is None), None),
    )


def _missing(every: Whole, links: Links) -> Any:
    """What the plan that holds still lacks, with the page that mends it."""
    facts = every.facts()
    if every.plan.copy_offered_on is None:
        yield "No copy was offered to the client", links.to("plans.offer_copy")
    vague = [goal for goal in open_goals(facts.goals) if smart_gaps(goal)]
    if vague:
        missing = "without measure, target date, responsible person or need"
        yield f"{number_of(len(vague), 'open goal')} {missing}", links.to("plans.start")
    open_needs = unanswered(facts.needs, facts.goals)
    if open_needs:
        yield f"{number_of(len(open_needs), 'need')} without a goal or a reason", links.to("plans.start")


def _pause(pause: Pause) -> tuple[str, str]:
    until = f"until {day(pause.until_on)}" if pause.until_on else "until now"
    return PAUSES[pause.reason], f"from {day(pause.from_on)} {until}"


@dataclass(frozen=True, slots=True)
class UnderReview:
    """The plan under review and its open goals; `seen` changes when a review or a version is added."""

    plan: CarePlan
    first_agreed_on: date
    open: tuple[GoalInPlan, ...]
    reviews: tuple[CarePlanReview, ...]
    draft_id: str | None

    @property
    def last(self) -> CarePlanReview | None:
        """The review that was held or tried last."""
        return next(iter(self.reviews), None)

    @property
    def since(self) -> date:
        """The day of the last review that was held, else of the first agreed plan."""
        return next((one.reviewed_on for one in self.reviews if one.held), self.first_agreed_on)

    @property
    def course(self) -> Plot | None:
        """How well the plan has worked so far."""
        return course(self.reviews)

    @property
    def seen(self) -> str:
        """The plan and the last review that the page showed."""
        return f"{self.plan.id}:{self.last.id if self.last else ''}"

    def differences(self, form: Any) -> list[Difference]:
        """The latest review beside the one that was typed."""
        theirs = f"Held on {day(self.last.reviewed_on)}" if self.last and self.last.held else ""
        notes = self.last.note if self.last else ""
        mine = form.reviewed_on.data
        newer = not str(form.seen.data or "").startswith(f"{self.plan.id}:")
        plan = [("Plan under review", f"Version {self.plan.version}", "An earlier version")] if newer else []
        return [
            *plan,
            ("Review", theirs, f"On {day(mine)}" if mine else ""),
            ("What else was said", notes or "", form.note.data or ""),
        ]


def under_review(services: frozenset[str], episode: Episode, on: date) -> UnderReview | None:
    """What there is to review on the day; None without an agreed plan."""
    listed = versions(services, episode)
    facts = counted(services, listed)
    holds, first, written = active(facts, on), first_agreed(facts, on), draft(facts)
    if holds is None or first is None or first.agreed_on is None:
        return None
    plan = next(one for one in listed if one.id == holds.id)
    of_plan = goals(services, plan, on)
    still_open = tuple(one for one in of_plan if one.status is GoalStatus.OPEN)
    earlier = tuple(reviews(services, episode))
    return UnderReview(plan, first.agreed_on, still_open, earlier, written.id if written else None)


@dataclass(frozen=True, slots=True)
class Copy:
    """What a client's copy says besides the plan: who keeps the case, where, and when the plan is looked at again."""

    keyworker: str
    service: Service
    review_on: date | None
    review_with: str | None
    by: date | None
    """The day by which the review clock wants it, where no day was planned."""


def paper(services: frozenset[str], episode: Episode, plan: CarePlan, on: date) -> Copy:
    """The copy of the plan. The review is the one planned last: when the plan was agreed, or at a review since."""
    since = next(
        (
            one.next_due_on
            for one in reviews(services, episode)
            if one.next_due_on and plan.agreed_on and one.reviewed_on > plan.agreed_on
        ),
        None,
    )
    keyworker = worker_names({episode.keyworker_id}) if episode.keyworker_id else {}
    service = service_of(services, episode.service_id)
    assert service is not None  # the episode was found in one of them
    name = keyworker.get(episode.keyworker_id or "", "")
    planned = since or plan.next_due_on
    by = None if planned or plan.agreed_on is None else _due(services, episode, on)
    return Copy(name, service, planned, None if since else plan.next_review, by)


def _due(services: frozenset[str], episode: Episode, on: date) -> date | None:
    reading = clock(services, [episode.id], on)[episode.id]
    return reading.due.on if reading.due else None


def ask_alone_items(whole: Whole) -> frozenset[str]:
    """The items of this version's needs and goals that are only asked when nobody else is there."""
    named = {need.item for need in whole.needs} | {one.goal.need_item for one in whole.goals}
    private = {code for edition in editions() for code, item in bank(edition).items.items() if item.ask_alone}
    return frozenset(item for item in named if item is not None and item in private)
