"""What stays off paper that a client may carry home."""

from dataclasses import dataclass
from datetime import date

from careplan.checklists.queries import editions, items
from careplan.clients.models import Episode
from careplan.clients.queries import worker_names
from careplan.plans.models import CarePlan
from careplan.plans.queries.readings import clock
from careplan.plans.queries.versions import reviews
from careplan.plans.queries.whole import Whole
from careplan.staff.models import Service
from careplan.staff.queries import service_of


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
    private = {code for edition in editions() for code, item in items(edition).items() if item.ask_alone}
    return frozenset(item for item in named if item is not None and item in private)
