"""Ordering a dose: the rules are asked again in the transaction that writes, and what they said is kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from careplan.clients.models import Episode
from careplan.ground.clock import now
from careplan.ground.db import db
from careplan.prescribing.actions.courses import Refused, note
from careplan.prescribing.models import Course, DoseOrder, OrderFinding
from careplan.prescribing.queries.courses import History
from careplan.prescribing.queries.rows import of_courses
from careplan.prescribing.rules.amounts import fits
from careplan.prescribing.rules.check import check
from careplan.prescribing.rules.courses import begin_problem
from careplan.prescribing.rules.facts import day_words
from careplan.prescribing.rules.findings import Context, Finding, Need, unmet
from careplan.prescribing.rules.proposal import Proposal
from careplan.staff.rules import Actor


class Blocked(ValueError):
    """A rule blocks the order; it cannot be saved whatever the reason."""

    def __init__(self, found: Sequence[Finding]) -> None:
        super().__init__("; ".join(one.message for one in found if one.blocks))
        self.found = found


class Asked(ValueError):
    """The order needs a reason, or a second prescriber's name."""

    def __init__(self, found: Sequence[Finding], needs: Sequence[Need]) -> None:
        super().__init__(", ".join(needs))
        self.found = found
        self.needs = needs


@dataclass(frozen=True, slots=True)
class Answer:
    """What the prescriber says to the findings, and why another order is replaced."""

    reason: str = ""
    second_prescriber: str = ""
    correction_reason: str = ""


def order_dose(
    *, by: Actor, episode: Episode, history: History, proposal: Proposal, answer: Answer
) -> DoseOrder:
    """Order a dose and keep the findings with it. Raises Refused, Blocked or Asked, and then writes nothing."""
    db.session.execute(select(Course.id).where(Course.id == history.course.id).with_for_update())
    _still_as_shown(history)
    replaced = _check_place(history, proposal, answer)
    found = check(Context.ORDER, proposal)
    if any(one.blocks for one in found):
        raise Blocked(found)
    second = "" if own_name(by, answer.second_prescriber) else answer.second_prescriber
    needs = unmet(found, answer.reason, second, proposal.standard)
    if needs:
        raise Asked(found, needs)
    if replaced is not None:
        replaced.superseded_at = now()
        db.session.flush()
    row = _row(by, episode, history, proposal)
    if replaced is not None:
        row.corrects, row.root_id = replaced.id, replaced.root_id
        row.correction_reason = answer.correction_reason
    db.session.add(row)
    db.session.flush()
    _keep(by, row, found, answer, proposal.standard.name)
    rules = [f"{one.rule} {one.severity}" for one in found]
    note("dose.ordered", by, episode, history.course, {"order": row.id, "findings": rules})
    return row


def own_name(by: Actor, second_prescriber: str) -> bool:
    """Whether the second prescriber named is the one who orders: a second pair of eyes is somebody else's."""
    named = " ".join(second_prescriber.split()).casefold()
    return named in {by.name.casefold(), by.username.casefold()}


def _still_as_shown(history: History) -> None:
    """Refused when another order was written between reading the course and locking it."""
    live = of_courses(DoseOrder, frozenset({history.course.service_id}), [history.id])
    ids = live.where(DoseOrder.superseded_at.is_(None)).with_only_columns(DoseOrder.id)
    if set(db.session.scalars(ids)) != {row.id for row in history.orders}:
        raise Refused({"daily_mg": "Somebody has just ordered a dose for this course. Open this page again"})


def _check_place(history: History, proposal: Proposal, answer: Answer) -> DoseOrder | None:
    """The live order that this one replaces, of the same day or still to come; Refused where there is no place."""
    problems: dict[str, str] = {}
    if not fits(proposal.facts.drug, proposal.order.formulation):
        problems["formulation"] = f"Select a formulation of {proposal.facts.drug}"
    other = _replaced(history, proposal)
    latest = max((row.effective_on for row in history.orders if row is not other), default=None)
    course = history.course
    late = begin_problem("The order", proposal.on, course.first_dose_on, latest, proposal.today)
    if course.ended_on is not None:
        late = "This course has ended"
    if late:
        problems["effective_on"] = late
    if other is not None and len(answer.correction_reason.strip()) < proposal.standard["reason_length"].whole:
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


def _row(by: Actor, episode: Episode, history: History, proposal: Proposal) -> DoseOrder:
    return DoseOrder(
        course_id=history.id,
        service_id=episode.service_id,
        effective_on=proposal.on,
        daily_mg=proposal.mg,
        formulation=proposal.order.formulation.value,
        phase=proposal.order.phase.value,
        recorded_by=by.id,
    )


def _keep(by: Actor, row: DoseOrder, found: Sequence[Finding], answer: Answer, standard: str) -> None:
    for one in found:
        db.session.add(
            OrderFinding(
                dose_order_id=row.id,
                service_id=row.service_id,
                rule=one.rule,
                severity=one.severity.value,
                message=one.message,
                standard=standard,
                reason=answer.reason.strip() if Need.REASON in one.needs else None,
                second_prescriber=(
                    answer.second_prescriber.strip() if Need.SECOND_PRESCRIBER in one.needs else None
                ),
                recorded_by=by.id,
            )
        )
    db.session.flush()
