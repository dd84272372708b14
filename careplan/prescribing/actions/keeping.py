"""Keeping an order with what the rules said and who agreed; asking a colleague to agree, and withdrawing that."""

from collections.abc import Sequence
from dataclasses import dataclass

from careplan.clients.models import Episode
from careplan.ground.clock import now
from careplan.ground.corrections import live, supersede
from careplan.ground.db import db
from careplan.prescribing.actions.courses import note
from careplan.prescribing.actions.elsewhere import tell_before
from careplan.prescribing.codes import Agreed, Ends
from careplan.prescribing.models import Agreement, DoseOrder, OrderFinding, Regimen, WeekFinding
from careplan.prescribing.queries.courses import History
from careplan.prescribing.queries.rows import of_courses
from careplan.prescribing.rules.agreeing import Colleague, Outside, Second
from careplan.prescribing.rules.facts import Order
from careplan.prescribing.rules.findings import Finding, Need
from careplan.prescribing.rules.proposal import Proposal
from careplan.prescribing.rules.standard import Standard
from careplan.staff.rules import Actor

ANOTHER, AN_END = "Another order was written", "The end of the course was asked for"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the prescriber says to the findings, who agrees, and why another order is replaced."""

    reason: str = ""
    second_prescriber: Second | None = None
    correction_reason: str = ""

    @property
    def second_words(self) -> str:
        """The second prescriber as the record names them; empty where there is none."""
        return self.second_prescriber.words if self.second_prescriber else ""


def to_be_agreed(made: DoseOrder | Agreement) -> bool:
    """Whether what was made waits for a colleague, and is no order yet."""
    return isinstance(made, Agreement)


@dataclass(frozen=True, slots=True)
class Written:
    """An order about to be kept: who does it, whose order it is, and what the rules said."""

    by: Actor
    ordered_by: str
    episode: Episode
    history: History
    proposal: Proposal
    answer: Answer
    findings: Sequence[Finding]


def keep_order(written: Written, replaced: DoseOrder | None, act: str) -> DoseOrder:
    """Write the order with its findings and its trail; whatever waited for this course waits no more."""
    row, answer = _row(written), written.answer
    if replaced is not None:
        row = supersede(replaced, row, reason=answer.correction_reason)
    db.add(row)
    _keep_findings(row, written)
    rules = [f"{one.rule} {one.severity}" for one in written.findings]
    by, episode, history = written.by, written.episode, written.history
    note(act, by, episode, history.course, {"order": row.id, "findings": rules})
    withdraw_waiting(by=by, episode=episode, history=history, words=ANOTHER)
    if any(one.taken_over for one in written.proposal.elsewhere):
        tell_before(by=by, episode=episode, begins_on=row.effective_on, on=written.proposal.today)
    if isinstance(answer.second_prescriber, Outside) and second_needed(written.findings):
        agreement = ask_second(written, replaced if act == "order.corrected" else None)
        fill(by=by, row=agreement, agreed=Agreed.AGREED, order=row)
    return row


def second_needed(findings: Sequence[Finding]) -> bool:
    """Whether a rule asks for a second prescriber."""
    return any(Need.SECOND_PRESCRIBER in one.needs for one in findings)


def ask_second(written: Written, wrong: DoseOrder | None) -> Agreement:
    """Ask the second prescriber who was named; `wrong` is the order that this one corrects. ValueError for nobody."""
    second, answer = written.answer.second_prescriber, written.answer
    if second is None:
        raise ValueError("nobody was named to agree")
    return ask(
        by=written.by,
        episode=written.episode,
        history=written.history,
        order=written.proposal.order,
        second=second,
        reason=answer.reason,
        wrong=wrong,
        replaces_because=answer.correction_reason,
    )


def second_of(by: Actor, answer: Answer) -> str:
    """The second prescriber in words; empty where nobody, or the one who orders, is named."""
    second = answer.second_prescriber
    if second is None or (isinstance(second, Colleague) and second.id == by.id) or own_name(by, second.name):
        return ""
    return second.words


def own_name(by: Actor, second_prescriber: str) -> bool:
    """Whether the second prescriber named is the one who orders: a second pair of eyes is somebody else's."""
    named = " ".join(second_prescriber.split()).casefold()
    return named in {by.name.casefold(), by.username.casefold()}


def _row(written: Written) -> DoseOrder:
    proposal = written.proposal
    return DoseOrder(
        course_id=written.history.id,
        service_id=written.episode.service_id,
        effective_on=proposal.on,
        daily_mg=proposal.mg,
        formulation=proposal.order.formulation.value,
        phase=proposal.order.phase.value,
        recorded_by=written.ordered_by,
    )


def _keep_findings(row: DoseOrder, written: Written) -> None:
    answer, standard = written.answer, written.proposal.standard
    for one in written.findings:
        second = answer.second_words if Need.SECOND_PRESCRIBER in one.needs else None
        keep_finding(row, one, standard, answer.reason, second, written.ordered_by)
    db.session.flush()


def keep_finding(
    row: DoseOrder | Regimen, one: Finding, standard: Standard, reason: str, second: str | None, by: str
) -> None:
    """What a rule said of the order or week, or of ending the course, with the answer it asked for; not flushed."""
    above = {"dose_order_id": row.id} if isinstance(row, DoseOrder) else {"regimen_id": row.id}
    kind = OrderFinding if isinstance(row, DoseOrder) else WeekFinding
    db.session.add(
        kind(
            **above,
            service_id=row.service_id,
            rule=one.rule,
            severity=one.severity.value,
            message=one.message,
            standard=standard.name,
            reason=reason.strip() if Need.REASON in one.needs else None,
            second_prescriber=second,
            recorded_by=by,
        )
    )


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
    withdraw_waiting(by=by, episode=episode, history=history, words=AN_END if ends else ANOTHER)
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


def fill(
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
        fill(by=by, row=row, agreed=Agreed.WITHDRAWN, words=words)
        note("agreement.withdrawn", by, episode, history.course, {"agreement": row.id})
