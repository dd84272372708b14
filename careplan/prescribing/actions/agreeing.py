"""What the second prescriber does: agrees, or does not; and what whoever asked does with that."""

from dataclasses import replace
from datetime import date

from careplan.clients.models import Episode
from careplan.ground.clock import london_day, now
from careplan.ground.db import db
from careplan.prescribing.actions.courses import Refused, note
from careplan.prescribing.actions.ending import end_agreed
from careplan.prescribing.actions.keeping import Answer, Written, fill, keep_order
from careplan.prescribing.actions.orders import check_place, correcting, hold, judge
from careplan.prescribing.codes import Agreed, Formulation, Phase
from careplan.prescribing.models import Agreement, DoseOrder
from careplan.prescribing.queries.courses import History
from careplan.prescribing.queries.elsewhere import elsewhere
from careplan.prescribing.queries.rows import order as order_of
from careplan.prescribing.rules.agreeing import Colleague, begins_on
from careplan.prescribing.rules.facts import Order
from careplan.prescribing.rules.findings import Context
from careplan.prescribing.rules.proposal import Proposal
from careplan.staff.rules import Actor

ANSWERED = "This order waits no more. Open the record's prescribing page"


def proposed(row: Agreement, episode: Episode, history: History, today: date) -> Proposal:
    """The order that waits, against its course as it is now, and beside those that run at other services.

    A correction keeps the day it was written for.
    """
    begins = row.effective_on
    if row.replaces is None:
        begins = begins_on(row.effective_on, london_day(row.recorded_at), today)
    order = Order(begins, row.daily_mg, Formulation(row.formulation), Phase(row.phase))
    kept = (one for one in history.orders if one.id != row.replaces or one.effective_on == begins)
    facts = replace(history.facts, orders=tuple(order_of(one) for one in kept))
    plan = history.course.cross_titration_plan or ""
    return Proposal(
        order, facts, today, history.standard(begins), elsewhere(episode, today), plan, history.health
    )


def agree(
    *,
    by: Actor,
    second: Colleague,
    row: Agreement,
    episode: Episode,
    history: History,
    today: date,
) -> None:
    """The colleague who was asked agrees: the order is written, or the course ended, as the rules judge it now.

    `by` is whoever is signed in, at whose desk `second` gave their password. Raises Refused, Blocked or NeedsAnswer.
    """
    if row.ends:
        _waits(row)
        end_agreed(by=by, second=second, row=row, episode=episode, history=history, today=today)
        _noted("agreed", by, row, episode, history)
        return
    proposal = proposed(row, episode, history, today)
    hold(episode, history, proposal)
    _waits(row)
    answer = Answer(row.reason, second, row.replaces_because or "")
    wrong, context = _replaced(row, history, proposal, answer)
    findings = judge(_orderer(row), proposal, answer, context)
    fill(by=_actor(second), row=row, agreed=Agreed.AGREED)
    act = "order.corrected" if row.replaces else "dose.ordered"
    written = Written(by, row.recorded_by, episode, history, proposal, answer, findings)
    order = keep_order(written, wrong, act)
    row.dose_order_id = order.id
    db.session.flush()
    _noted("agreed", by, row, episode, history)


def _replaced(
    row: Agreement, history: History, proposal: Proposal, answer: Answer
) -> tuple[DoseOrder | None, Context]:
    """The order in whose place this one comes, if any, and how it is judged; Refused where it has no place."""
    if row.replaces is None:
        return check_place(history, proposal, answer), Context.ORDER
    wrong = next((one for one in history.orders if one.id == row.replaces), None)
    if wrong is None:
        raise Refused(
            {"answer": "The order that this one corrects was corrected meanwhile. Withdraw this one"}
        )
    return wrong, correcting(history, wrong, proposal, answer)


def _noted(act: str, by: Actor, row: Agreement, episode: Episode, history: History) -> None:
    detail: dict[str, object] = {"agreement": row.id, "of": row.asked_of, "order": row.dose_order_id}
    note(f"agreement.{act}", by, episode, history.course, detail)


def _waits(row: Agreement) -> None:
    db.session.refresh(row, with_for_update=True)
    if row.answer is not None:
        raise Refused({"answer": ANSWERED})


def _actor(second: Colleague) -> Actor:
    return Actor(second.id, "", second.name)


def _orderer(row: Agreement) -> Actor:
    return Actor(row.recorded_by, "", "")


def decline(
    *, by: Actor, second: Colleague, row: Agreement, episode: Episode, history: History, words: str
) -> None:
    """The colleague who was asked does not agree, and says why; whoever ordered is told on Today."""
    _waits(row)
    fill(by=_actor(second), row=row, agreed=Agreed.DECLINED, words=words)
    _noted("declined", by, row, episode, history)


def withdraw(*, by: Actor, row: Agreement, episode: Episode, history: History) -> None:
    """The order is wanted no more."""
    _waits(row)
    fill(by=by, row=row, agreed=Agreed.WITHDRAWN)
    _noted("withdrawn", by, row, episode, history)


def noted(*, by: Actor, row: Agreement, episode: Episode, history: History) -> None:
    """Whoever had to be told has seen it: a manager, of a colleague from outside; the orderer, of a refusal."""
    if row.noted_at is None:
        row.noted_at, row.noted_by = now(), by.id
        db.session.flush()
        _noted("noted", by, row, episode, history)
