"""One version of a plan with everything in it, as the check before agreeing and the printed copy need it."""

from dataclasses import dataclass
from datetime import date

from careplan.clients.models import Episode
from careplan.plans.models import CarePlan, Need
from careplan.plans.queries.versions import GoalInPlan, goals
from careplan.plans.queries.weighing import facts, needs, ticked
from careplan.plans.rules.completeness import Gap, PlanFacts, gaps
from careplan.plans.rules.goals import is_filled
from careplan.plans.rules.needs import Ticked


@dataclass(frozen=True, slots=True)
class Whole:
    """A version, its goals, needs as weighed when it was agreed (a draft: now), and what assessments ticked."""

    plan: CarePlan
    goals: tuple[GoalInPlan, ...]
    needs: tuple[Need, ...]
    ticked: tuple[Ticked, ...] = ()

    def facts(self) -> PlanFacts:
        """The version as the rules read it."""
        plan = self.plan
        words = (plan.matters_to_me, plan.strengths, plan.how_to_help, plan.not_wanted)
        return PlanFacts(
            goals=tuple(one.facts() for one in self.goals),
            needs=tuple(facts(need) for need in self.needs),
            ticked=() if plan.agreed_on else tuple((one.item, one.words) for one in self.ticked),
            own_words=bool(plan.own_words_declined) or any(is_filled(text) for text in words),
            contingency=is_filled(plan.contingency),
            disengagement=is_filled(plan.disengagement),
        )

    def gaps(self) -> list[Gap]:
        """What holds back agreeing."""
        return gaps(self.facts())

    @property
    def last_need(self) -> str:
        """The id of the latest weighing, for pages that may go stale."""
        return max((need.id for need in self.needs), default="")

    def unweighed(self) -> list[Ticked]:
        """Needs that the assessments ticked and nobody has weighed."""
        weighed = {need.item for need in self.needs}
        return [one for one in self.ticked if one.item not in weighed]


def whole(services: frozenset[str], episode: Episode, plan: CarePlan, on: date) -> Whole:
    """A version with all its parts; goals stand as on the day."""
    matching_goals = tuple(goals(services, plan, on))
    at = None if plan.agreed_on is None else plan.agreed_at or plan.recorded_at
    return Whole(plan, matching_goals, tuple(needs(services, episode, at)), tuple(ticked(services, episode)))
