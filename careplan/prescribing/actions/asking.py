"""Asking a colleague to agree to an order or an end, and withdrawing what was asked."""

from careplan.clients.models import Episode
from careplan.ground.clock import now
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.prescribing.actions.courses import note
from careplan.prescribing.codes import Agreed, Ends
from careplan.prescribing.models import Agreement, DoseOrder
from careplan.prescribing.queries.courses import History
from careplan.prescribing.queries.rows import of_courses
from careplan.prescribing.rules.agreeing import Colleague, Outside, Second
from careplan.prescribing.rules.facts import Order
from careplan.staff.rules import Actor

ANOTHER = "Another order was written"


def ask(
    *,
    by: Actor,
    episode: Episode,
    history: History,
    order: Order,
    second: Second,
    reason: str,
    wrong: DoseOrder | None = None,
    replaces_because: str = "",
    ends: Ends | None = None,
) -> Agreement:
    """The order as written, or the end of the course on its day, with the second prescriber.

    It waits for a colleague of the service; one from outside has agreed.

    What waited for this course before is withdrawn.
    """
    withdraw_waiting(by=by, episode=episode, history=history, words=ANOTHER)
    row = Agreement(course_id=history.id, service_id=episode.service_id, recorded_by=by.id)
    row.effective_on, row.daily_mg, row.ends = order.effective_on, order.daily_mg, ends
    row.formulation, row.phase = order.formulation.value, order.phase.value
    row.reason, row.replaces = reason.strip(), wrong.id if wrong else None
    row.replaces_because = replaces_because.strip() or None
    if isinstance(second, Colleague):
        row.asked_of = second.id
    elif isinstance(second, Outside):
        row.outside_name, row.outside_registration = second.name, second.registration
        row.outside_reached = second.reached
    db.add(row)
    note("agreement.asked", by, episode, history.course, {"agreement": row.id, "of": row.asked_of})
    return row


def answer(
    *, by: Actor, row: Agreement, agreed: Agreed, words: str = "", order: DoseOrder | None = None
) -> None:
    """Fill the answer, once."""
    row.answer, row.answered_at, row.answered_by = agreed.value, now(), by.id
    row.answer_words, row.dose_order_id = words.strip() or None, order.id if order else None
    db.session.flush()


def withdraw_waiting(*, by: Actor, episode: Episode, history: History, words: str) -> None:
    """What waits for this course waits no more."""
    mine = of_courses(Agreement, frozenset({episode.service_id}), [history.id])
    waiting = mine.where(Agreement.answer.is_(None), live(Agreement))
    for _, row in db.session.execute(waiting.order_by(Agreement.id)).all():
        answer(by=by, row=row, agreed=Agreed.WITHDRAWN, words=words)
        note("agreement.withdrawn", by, episode, history.course, {"agreement": row.id})
