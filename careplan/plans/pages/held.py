"""What a review is held on: the plan that holds, its open goals, and what was reviewed last."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from careplan.clients.models import Episode
from careplan.plans.codes import GoalStatus
from careplan.plans.models import CarePlan, CarePlanReview
from careplan.plans.pages.differences import Difference
from careplan.plans.queries.versions import GoalInPlan, counted, goals, reviews, versions
from careplan.plans.rules.versions import active, draft, first_agreed
from careplan.ui.words import day


@dataclass(frozen=True, slots=True)
class Held:
    """The plan under review and its open goals; `seen` changes when a review or a version is added."""

    plan: CarePlan
    first_agreed_on: date
    open: tuple[GoalInPlan, ...]
    last: CarePlanReview | None
    draft_id: str | None

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


def held(services: frozenset[str], episode: Episode, on: date) -> Held | None:
    """What there is to review on the day; None without an agreed plan."""
    listed = versions(services, episode)
    facts = counted(services, listed)
    holds, first, written = active(facts, on), first_agreed(facts, on), draft(facts)
    if holds is None or first is None or first.agreed_on is None:
        return None
    plan = next(one for one in listed if one.id == holds.id)
    matching_goals = goals(services, plan, on)
    still_open = tuple(one for one in matching_goals if one.status is GoalStatus.OPEN)
    last = next(iter(reviews(services, episode)), None)
    return Held(plan, first.agreed_on, still_open, last, written.id if written else None)
