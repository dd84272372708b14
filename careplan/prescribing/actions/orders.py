"""Ordering a dose: the rules are asked again in the transaction that writes, and what they said is kept."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from careplan.clients.models import Episode
from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.prescribing.actions.courses import Refused, after_death
from careplan.prescribing.actions.keeping import Answer, Written, ask_second, keep_order, second_of
from careplan.prescribing.models import Agreement, Course, DoseOrder
from careplan.prescribing.queries.courses import History
from careplan.prescribing.queries.rows import of_courses
from careplan.prescribing.rules.agreeing import waits
from careplan.prescribing.rules.amounts import fits
from careplan.prescribing.rules.check import check
from careplan.prescribing.rules.courses import (
    begin_problem,
    farthest_on,
    move_problem,
    neighbours,
    reason_problem,
)
from careplan.prescribing.rules.facts import day_words
from careplan.prescribing.rules.findings import Context, Finding, Need, explains, unmet
from careplan.prescribing.rules.proposal import Proposal
from careplan.staff.rules import Actor


class Blocked(ValueError):
    """A rule blocks the order; it cannot be saved whatever the reason."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("; ".join(one.message for one in findings if one.blocks))
        self.findings = findings


class NeedsAnswer(ValueError):
    """The order needs a reason, or a second prescriber's name."""

    def __init__(self, findings: Sequence[Finding], needs: Sequence[Need]) -> None:
        super().__init__(", ".join(needs))
        self.findings = findings
        self.needs = needs


def order_dose(
    *, by: Actor, episode: Episode, history: History, proposal: Proposal, answer: Answer
) -> DoseOrder | Agreement:
    """Order a dose and keep the findings with it. Raises Refused, Blocked or NeedsAnswer, and then writes nothing.

    What takes the agreement of a colleague waits for it: an Agreement comes back, and no order is written.
    """
    hold(episode, history, proposal)
    replaced = check_place(history, proposal, answer)
    findings = judge(by, proposal, answer, Context.ORDER)
    written = Written(by, by.id, episode, history, proposal, answer, findings)
    if waits(findings, answer.second_prescriber):
        return ask_second(written, None)
    return keep_order(written, replaced, "dose.ordered")


def correct_order(
    *, by: Actor, episode: Episode, history: History, wrong: DoseOrder, proposal: Proposal, answer: Answer
) -> DoseOrder | Agreement:
    """Put a right order in the place of a wrong one, with the reason; the wrong one stays, struck through.

    One that another order, or the end of the course, has followed by today is history: what the rules say is kept and
    refuses nothing. One that still holds decides what is given next, so it is judged like a new one. Raises Refused,
    Blocked or NeedsAnswer.
    """
    hold(episode, history, proposal)
    context = correcting(history, wrong, proposal, answer)
    findings = judge(by, proposal, answer, context)
    written = Written(by, by.id, episode, history, proposal, answer, findings)
    if waits(findings, answer.second_prescriber):
        return ask_second(written, wrong)
    return keep_order(written, wrong, "order.corrected")


def correcting(history: History, wrong: DoseOrder, proposal: Proposal, answer: Answer) -> Context:
    """Whether the order that is corrected still decides what is given; Refused where it cannot be corrected so."""
    around = neighbours(wrong.effective_on, (row.effective_on for row in history.orders))
    problems = _correction_problems(history, proposal, answer, around)
    if wrong not in history.orders:
        problems["daily_mg"] = "This order has been corrected already. Open the page again"
    if problems:
        raise Refused(problems)
    over = (day is not None and day <= proposal.today for day in (around[1], history.course.ended_on))
    return Context.RECORD if any(over) else Context.ORDER


def _correction_problems(
    history: History, proposal: Proposal, answer: Answer, around: tuple[date | None, date | None]
) -> dict[str, str]:
    checks = {
        "formulation": None
        if fits(proposal.facts.drug, proposal.order.formulation)
        else f"Select a formulation of {proposal.facts.drug}",
        "effective_on": move_problem("The order", proposal.on, around, history.course.first_dose_on),
        "correction_reason": reason_problem(answer.correction_reason, proposal.standard),
    }
    if proposal.on > farthest_on(proposal.today, proposal.standard):
        checks["effective_on"] = (
            f"The order must begin by {day_words(farthest_on(proposal.today, proposal.standard))}"
        )
    if history.course.ended_on is not None and proposal.on >= history.course.ended_on:
        checks["effective_on"] = f"The course ended on {day_words(history.course.ended_on)}"
    return {name: sentence for name, sentence in checks.items() if sentence}


def hold(episode: Episode, history: History, proposal: Proposal) -> None:
    """Nobody else orders for this course until the transaction ends, and nobody did since it was read."""
    db.session.execute(select(Course.id).where(Course.id == history.course.id).with_for_update())
    _still_as_shown(history)
    if dead := after_death(episode, "The day an order begins", proposal.on):
        raise Refused({"effective_on": dead})


def judge(by: Actor, proposal: Proposal, answer: Answer, context: Context) -> tuple[Finding, ...]:
    """What the rules say of the order; Blocked, or NeedsAnswer where a reason or a second prescriber is missing."""
    findings = check(context, proposal)
    if any(one.blocks for one in findings):
        raise Blocked(findings)
    needs = unmet(findings, answer.reason, second_of(by, answer), proposal.standard)
    if needs:
        raise NeedsAnswer(findings, needs)
    return findings


def _still_as_shown(history: History) -> None:
    """Refused when another order was written between reading the course and locking it."""
    orders = of_courses(DoseOrder, frozenset({history.course.service_id}), [history.id])
    ids = orders.where(live(DoseOrder)).with_only_columns(DoseOrder.id)
    if set(db.session.scalars(ids)) != {row.id for row in history.orders}:
        raise Refused({"daily_mg": "Somebody has just ordered a dose for this course. Open this page again"})


def check_place(history: History, proposal: Proposal, answer: Answer) -> DoseOrder | None:
    """The live order that this one replaces, of the same day or still to come; Refused where there is no place."""
    problems: dict[str, str] = {}
    if not fits(proposal.facts.drug, proposal.order.formulation):
        problems["formulation"] = f"Select a formulation of {proposal.facts.drug}"
    other = _replaced(history, proposal)
    latest = max((row.effective_on for row in history.orders if row is not other), default=None)
    course = history.course
    farthest = farthest_on(proposal.today, proposal.standard)
    late = begin_problem("The order", proposal.on, course.first_dose_on, latest, farthest)
    if course.ended_on is not None:
        late = "This course has ended"
    if late:
        problems["effective_on"] = late
    if other is not None and not explains(answer.correction_reason, proposal.standard):
        which = (
            "of the same day"
            if other.effective_on == proposal.on
            else f"from {day_words(other.effective_on)}"
        )
        problems["correction_reason"] = f"Enter why the order {which} is replaced, 10 characters or more"
    if problems:
        raise Refused(problems)
    return other


def _replaced(history: History, proposal: Proposal) -> DoseOrder | None:
    """The order of the same day; else the only one that has not begun and would begin after this one."""
    same = next((row for row in history.orders if row.effective_on == proposal.on), None)
    later = [row for row in history.orders if row.effective_on > max(proposal.on, proposal.today)]
    return same or (later[0] if len(later) == 1 else None)
