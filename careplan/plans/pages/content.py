"""A version as a page or a sheet of paper shows it: needs with their sources, goals under them, who does what."""

from dataclasses import dataclass
from datetime import date

from careplan.plans.forms.choices import DOMAINS, STATUSES
from careplan.plans.models import GoalAction, Need
from careplan.plans.pages.gaps import smart_line
from careplan.plans.pages.sources import sources, weighing
from careplan.plans.queries.versions import GoalInPlan
from careplan.plans.queries.whole import Whole

COLOURS = {"open": "blue", "achieved": "green", "partly": "yellow", "changed": "purple", "stopped": "grey"}


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
    under = {need.root_id: tuple(_goal(one) for one in goals if _answers(one, need)) for need in kept}
    placed = {goal.id for cards in under.values() for goal in cards}
    others = tuple(_goal(one) for one in goals if one.goal.root_id not in placed)
    cards = tuple(_need(need, where.get(need.item or "", ""), under[need.root_id]) for need in kept)
    return Content(cards, others, len(whole.needs) - len(kept) + len(whole.goals) - len(goals))


def _answers(one: GoalInPlan, need: Need) -> bool:
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
        colour=COLOURS[one.status.value],
        view=one.view,
        missing=smart_line(one.facts()),
        actions=one.actions,
    )
