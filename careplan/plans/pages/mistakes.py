"""What may be struck out in this room, in words."""

from typing import TYPE_CHECKING

from careplan.clients.queries.mistakes import of_episode
from careplan.clients.rules.words import EXITS, KINDS
from careplan.ground.offers import Mistake
from careplan.plans.actions.mistakes import strike_plan, strike_review
from careplan.plans.actions.reopening import strike_closing, why_not
from careplan.plans.labels import AGREED
from careplan.plans.models import CarePlan, CarePlanReview, Goal
from careplan.plans.queries import closing
from careplan.plans.queries.mistakes import of_plan
from careplan.ui.words import day

if TYPE_CHECKING:
    from careplan.clients.models import Episode


def _draft(_episode: "Episode", row: CarePlan) -> str | None:
    return None if row.agreed_on else "This plan is a draft. Nothing counts yet: change it or delete it."


def _plan(row: CarePlan) -> list[tuple[str, str]]:
    agreed = f"{day(row.agreed_on)}, {AGREED.get(row.agreement or '', '')}" if row.agreed_on else ""
    goals = [("Goal", one.wording) for one in of_plan(row) if isinstance(one, Goal)]
    return [("Version", str(row.version)), ("Drafted", day(row.drafted_on)), ("Agreed", agreed), *goals]


def _review(row: CarePlanReview) -> list[tuple[str, str]]:
    what = "Held with the client" if row.held else "The client did not attend"
    due = day(row.next_due_on) if row.next_due_on else ""
    return [("Review", what), ("On", day(row.reviewed_on)), ("Next review", due), ("Note", row.note or "")]


def _itself(episode: "Episode", row_id: str) -> "Episode | None":
    return episode if episode.id == row_id else None


def _closing(row: "Episode") -> list[tuple[str, str]]:
    why = EXITS[row.exit_reason] if row.exit_reason else ""
    ended = [("Treatment that goes on", KINDS[one.kind]) for one in closing.interventions_ended(row)]
    ended += [("Course that goes on", one.drug.capitalize()) for one in closing.courses_ended(row)]
    return [("Left treatment", day(row.closed_on)), ("Reason", why), ("Note", row.exit_note or ""), *ended]


MISTAKES = (
    Mistake(
        kind="agreed",
        name="agreed care plan",
        then="Its goals and actions go with it. The version that was agreed before stands again.",
        find=of_episode(CarePlan),
        shown=_plan,
        strike=strike_plan,
        author=lambda row: row.agreed_by or row.recorded_by,
        why_not=_draft,
    ),
    Mistake(
        kind="review",
        name="care plan review",
        then="Goals stand as before it, and the next review is due as before.",
        find=of_episode(CarePlanReview),
        shown=_review,
        strike=strike_review,
    ),
    Mistake(
        kind="closed",
        name="end of the episode",
        then="The episode is open again, with the treatments and courses that ended with it; a course goes on only "
        "after the client was seen, where doses were missed. Prescriptions stay cancelled: write new ones.",
        find=_itself,
        shown=_closing,
        strike=strike_closing,
        author=lambda row: row.closed_by or row.recorded_by,
        why_not=why_not,
    ),
)
