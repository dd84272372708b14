"""The other courses of an episode, as the rules on an order look at them."""

from collections import defaultdict

from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.prescribing.codes import Drug
from careplan.prescribing.models import DoseOrder
from careplan.prescribing.queries import rows
from careplan.prescribing.queries.courses import courses
from careplan.prescribing.rules.facts import Beside, Order


def running(services: frozenset[str], episode_id: str, course_id: str) -> tuple[Beside, ...]:
    """The courses of the episode (its root id) but this one (its root id), with their live orders by day."""
    others = [one for one in courses(services, episode_id) if one.root_id != course_id]
    if not others:
        return ()
    found: dict[str, list[Order]] = defaultdict(list)
    orders = rows.of_courses(DoseOrder, services, [one.root_id for one in others]).where(live(DoseOrder))
    for root, row in db.session.execute(orders.order_by(DoseOrder.effective_on, DoseOrder.id)):
        found[root].append(rows.order(row))
    return tuple(Beside(Drug(one.drug), tuple(found[one.root_id]), one.ended_on) for one in others)
