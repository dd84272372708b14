"""What a plan still lacks before it can be agreed, and what makes a date of agreement a true one."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from careplan.ground.dates import add_months
from careplan.plans.codes import NeedPriority, WantsHelp
from careplan.plans.rules.facts import Goal
from careplan.plans.rules.standard import Schedule
from careplan.plans.rules.versions import is_filled

MOST_RATED = 10
"""The best answer to how well the plan works for the client; the least is 0."""


@dataclass(frozen=True, slots=True)
class Need:
    """A need as the rules read it; `item` is the assessment item it came from, if any."""

    id: str
    words: str
    priority: NeedPriority
    wants_help: WantsHelp
    item: str | None = None
    not_now_reason: str | None = None


class Lack(StrEnum):
    """Something a plan lacks."""

    NEED_UNSORTED = "need_unsorted"
    NEED_UNANSWERED = "need_unanswered"
    NO_GOALS = "no_goals"
    GOAL_WITHOUT_ACTION = "goal_without_action"
    OWN_WORDS = "own_words"
    CONTINGENCY = "contingency"
    DISENGAGEMENT = "disengagement"


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing lacking; `subject` is the need, goal or item it concerns, `words` how the worker knows it."""

    lack: Lack
    subject: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A draft as the rules read it. `ticked` are needs of the assessment it answers: (item, words)."""

    goals: tuple[Goal, ...] = ()
    needs: tuple[Need, ...] = ()
    ticked: tuple[tuple[str, str], ...] = ()
    own_words: bool = False
    contingency: bool = False
    disengagement: bool = False


def must_be_answered(need: Need) -> bool:
    """Whether a need may not be passed over: marked high, or the client wants help now."""
    return need.priority is NeedPriority.HIGH or need.wants_help is WantsHelp.NOW


def is_answered(need: Need, goals: Iterable[Goal]) -> bool:
    """Whether a need has a goal under it, or a recorded reason for not now."""
    names = {need.id, need.item} - {None}
    return any(goal.need in names for goal in goals) or is_filled(need.not_now_reason)


def unanswered(needs: Iterable[Need], goals: Collection[Goal]) -> list[Need]:
    """The needs that keep a plan from being complete: a date alone is not a plan."""
    return [need for need in needs if must_be_answered(need) and not is_answered(need, goals)]


def unsorted(ticked: Iterable[tuple[str, str]], needs: Iterable[Need]) -> list[tuple[str, str]]:
    """Needs the assessment ticked that nobody has weighed with the client yet."""
    weighed = {need.item for need in needs}
    return [(item, words) for item, words in ticked if item not in weighed]


def gaps(plan: PlanFacts) -> list[Gap]:
    """Everything that holds back agreeing, in the order in which a worker would mend it."""
    gaps = [] if plan.own_words else [Gap(Lack.OWN_WORDS)]
    gaps += [Gap(Lack.NEED_UNSORTED, item, words) for item, words in unsorted(plan.ticked, plan.needs)]
    gaps += [Gap(Lack.NEED_UNANSWERED, need.id, need.words) for need in unanswered(plan.needs, plan.goals)]
    gaps += [] if plan.goals else [Gap(Lack.NO_GOALS)]
    gaps += [Gap(Lack.GOAL_WITHOUT_ACTION, goal.id, goal.wording) for goal in plan.goals if not goal.actions]
    gaps += [] if plan.contingency else [Gap(Lack.CONTINGENCY)]
    return gaps + ([] if plan.disengagement else [Gap(Lack.DISENGAGEMENT)])


def risk_is_recent(completed_on: date | None, on: date, standard: Schedule) -> bool:
    """Whether a risk assessment was completed lately, both ends of the time included."""
    return completed_on is not None and add_months(on, -standard.risk_link.months) <= completed_on <= on


class DateFault(StrEnum):
    """Why a day cannot be the day a plan was agreed, offered or reviewed."""

    IN_FUTURE = "in_future"
    BEFORE_DRAFT = "before_draft"
    BEFORE_AGREED = "before_agreed"
    AFTER_CLOSE = "after_close"


def agreed_on_fault(agreed_on: date, drafted_on: date, today: date) -> DateFault | None:
    """Why a plan cannot have been agreed on that day; none when it can."""
    if agreed_on > today:
        return DateFault.IN_FUTURE
    return DateFault.BEFORE_DRAFT if agreed_on < drafted_on else None


def review_fault(reviewed_on: date, agreed_on: date, closed_on: date | None, today: date) -> DateFault | None:
    """Why a review cannot have been held or tried on that day; none when it can."""
    if reviewed_on > today:
        return DateFault.IN_FUTURE
    if closed_on is not None and reviewed_on > closed_on:
        return DateFault.AFTER_CLOSE
    return DateFault.BEFORE_AGREED if reviewed_on < agreed_on else None


def unanswered_goals(open_ids: Iterable[str], answered_ids: Collection[str]) -> list[str]:
    """Open goals to which a review has not yet given a status."""
    return [goal_id for goal_id in open_ids if goal_id not in answered_ids]
