"""A version as a page or paper shows it: needs, goals under them, who does what; what a draft lacks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

from flask import url_for

from careplan.assessment.labels import KINDS
from careplan.clients.codes import InterventionKind
from careplan.plans.codes import OptionAnswer
from careplan.plans.labels import DOMAINS, LACKS, PRIORITIES, STATUS_COLOURS, STATUSES, WANTS_HELP
from careplan.plans.models import CarePlan, GoalAction, Need
from careplan.plans.queries.versions import GoalInPlan
from careplan.plans.queries.whole import Whole
from careplan.plans.rules.completeness import Gap, Lack
from careplan.plans.rules.options import Option
from careplan.plans.rules.versions import Ticked, smart_gaps
from careplan.ui.words import counted, day


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses that carry the episode and, where there is one, the plan."""

    episode_id: str
    plan_id: str | None = None

    def to(self, endpoint: str, **values: Any) -> str:
        """The address of a page of this plan."""
        if self.plan_id is not None:
            values = {"plan_id": self.plan_id, **values}
        return url_for(endpoint, episode_id=self.episode_id, **values)

    @property
    def plan(self) -> str:
        """The page of the version itself."""
        return self.to("plans.version")

    @property
    def overview(self) -> str:
        """The record's care plan page."""
        return url_for("plans.overview", episode_id=self.episode_id)


def source_line(ticked: Ticked) -> str:
    """The assessment and its day: Triage, 3 January 2026."""
    return f"{KINDS[ticked.kind]}, {day(ticked.asked_on)}"


def sources(ticked: Iterable[Ticked]) -> dict[str, str]:
    """Where each ticked item was asked, by item, with the question and the answer."""
    return {one.item: f"{source_line(one)}: {one.words} {one.answer}".rstrip() for one in ticked}


def weighing(need: Need) -> str:
    """High, wants help now."""
    return f"{PRIORITIES[need.priority]}, wants help: {WANTS_HELP[need.wants_help].lower()}"


MENDS = {
    Lack.OWN_WORDS: ("plans.sort_needs", ""),
    Lack.NEED_UNSORTED: ("plans.sort_needs", ""),
    Lack.NEED_UNANSWERED: ("plans.edit_need", "need_id"),
    Lack.NO_GOALS: ("plans.goals", ""),
    Lack.GOAL_WITHOUT_ACTION: ("plans.goals", ""),
    Lack.CONTINGENCY: ("plans.contingency", ""),
    Lack.DISENGAGEMENT: ("plans.contingency", ""),
}
"""Where each is mended, and what the address names."""
SMART_WORDS = {
    "measure": "how we will know",
    "target_on": "by when",
    "responsible": "who sees to it",
    "need": "which need it answers",
}


@dataclass(frozen=True, slots=True)
class GapLine:
    """One thing lacking and where it is mended."""

    words: str
    href: str


def gap_lines(gaps: list[Gap], links: Links) -> list[GapLine]:
    """Every gap as a link to the page that mends it."""
    return [GapLine(LACKS[gap.lack].format(words=gap.words), _href(gap, links)) for gap in gaps]


def _href(gap: Gap, links: Links) -> str:
    endpoint, named = MENDS[gap.lack]
    return links.to(endpoint, **({named: gap.subject} if named else {}))


def smart_line(facts: Any) -> str:
    """What a goal lacks to be SMART, in one line; empty when it lacks nothing."""
    return ", ".join(SMART_WORDS[part] for part in smart_gaps(facts))


def tasks(whole: Whole, links: Links) -> list[dict[str, str]]:
    """The parts of a draft as a task list."""
    lacks = {gap.lack for gap in whole.gaps()}
    unweighed, goals = len(whole.unweighed()), len(whole.goals)
    needs = (
        f"{counted(unweighed, 'need')} to weigh"
        if unweighed
        else f"{counted(len(whole.needs), 'need')} weighed"
    )
    return [
        _task(
            "What matters, and what is needed",
            links.to("plans.sort_needs"),
            bool(lacks & {Lack.OWN_WORDS, Lack.NEED_UNSORTED}),
            needs,
        ),
        _task(
            "Write goals with the client",
            links.to("plans.goals"),
            bool(lacks & {Lack.NO_GOALS, Lack.NEED_UNANSWERED, Lack.GOAL_WITHOUT_ACTION}),
            f"{counted(goals, 'goal')} written",
        ),
        _options(whole.plan, links),
        _task(
            "Plan for difficult times and losing touch",
            links.to("plans.contingency"),
            bool(lacks & {Lack.CONTINGENCY, Lack.DISENGAGEMENT}),
        ),
    ]


def _options(plan: CarePlan, links: Links) -> dict[str, str]:
    """What was explained of treatment: no plan waits for it."""
    explained = plan.options
    chosen = [one.title for one in explained if one.answer == OptionAnswer.CHOSEN]
    hint = f"{counted(len(explained), 'option')} explained" if explained else ""
    task = _task(
        "Explain treatment options",
        links.to("plans.options"),
        not explained,
        ". ".join(filter(None, [hint, f"Chosen: {', '.join(chosen)}" if chosen else ""])),
    )
    return task if explained else task | {"status": "Optional", "colour": "grey"}


def with_saved(listed: Sequence[Option], plan: CarePlan) -> list[Option]:
    """The options of the service, and below them those that the draft holds and the service has no longer."""
    kinds = {one.kind for one in listed}
    gone = [
        Option(InterventionKind(one.option), one.words) for one in plan.options if one.option not in kinds
    ]
    return [*listed, *gone]


def options_saved(plan: CarePlan) -> SimpleNamespace:
    """What the draft holds of treatment options, by the names of the fields of their form."""
    saved = {f"answer_{one.option}": one.answer for one in plan.options}
    saved |= {f"why_{one.option}": one.why or "" for one in plan.options}
    return SimpleNamespace(information_given=plan.information_given, **saved)


def _task(text: str, href: str, lacking: bool, hint: str = "") -> dict[str, str]:
    state = {"status": "Incomplete", "colour": "blue"} if lacking else {"status": "Completed"}
    return {"text": text, "href": href, "hint": hint, **state}


@dataclass(frozen=True, slots=True)
class GoalCard:
    """A goal in words, with its steps."""

    id: str
    wording: str
    domain: str
    measure: str | None
    target_on: date | None
    responsible: str | None
    status: str
    colour: str
    view: str | None
    disagreement: str | None
    missing: str
    actions: tuple[GoalAction, ...]


@dataclass(frozen=True, slots=True)
class NeedCard:
    """A need in words, where it comes from, and the goals under it."""

    id: str
    words: str
    domain: str
    weighing: str
    source: str
    not_now: str | None
    goals: tuple[GoalCard, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """Needs with their goals, and goals that answer no listed need."""

    needs: tuple[NeedCard, ...]
    others: tuple[GoalCard, ...]
    left_off: int = 0


def content(whole: Whole, left_off: frozenset[str] = frozenset()) -> Content:
    """The version's needs and goals; those of the items in `left_off` stay off, and are counted."""
    kept = [need for need in whole.needs if need.item not in left_off]
    off = {need.root_id for need in whole.needs if need.item in left_off} | left_off
    goals = [one for one in whole.goals if not {one.goal.need_id, one.goal.need_item} & off]
    where = sources(whole.ticked)
    under = {need.root_id: tuple(_goal(one) for one in goals if answers_need(one, need)) for need in kept}
    placed = {goal.id for cards in under.values() for goal in cards}
    others = tuple(_goal(one) for one in goals if one.goal.root_id not in placed)
    cards = tuple(_need(need, where.get(need.item or "", ""), under[need.root_id]) for need in kept)
    return Content(cards, others, len(whole.needs) - len(kept) + len(whole.goals) - len(goals))


def answers_need(one: GoalInPlan, need: Need) -> bool:
    """Whether the goal was written for the need: by its id or, where the goal came without one, by its item."""
    goal = one.goal
    if goal.need_id is not None:
        return goal.need_id == need.root_id
    return goal.need_item is not None and goal.need_item == need.item


def _need(need: Need, source: str, goals: tuple[GoalCard, ...]) -> NeedCard:
    domain = DOMAINS[need.domain]
    return NeedCard(need.root_id, need.words, domain, weighing(need), source, need.not_now_reason, goals)


def _goal(one: GoalInPlan) -> GoalCard:
    goal = one.goal
    return GoalCard(
        id=goal.root_id,
        wording=goal.wording,
        domain=DOMAINS[goal.domain],
        measure=goal.measure,
        target_on=goal.target_on,
        responsible=goal.responsible,
        status=STATUSES[one.status],
        colour=STATUS_COLOURS[one.status],
        view=one.view,
        disagreement=goal.disagreement,
        missing=smart_line(one.facts()),
        actions=one.actions,
    )
