"""The room's share of a record's history: its rows, and what each is called."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from sqlalchemy import func

from careplan.ground.history import (
    NEVER,
    NO_DAY,
    NO_WORDS,
    NOT_STRUCK,
    Rows,
    branch,
    hundredths,
    of,
    own,
    recorded,
    step,
)
from careplan.ground.offers import Entry, History, Line, Part
from careplan.prescribing.labels import DOSES, DRUGS, PHASES, SCRIPT_STATUSES, SPANS
from careplan.prescribing.models import (
    Agreement,
    Course,
    DoseEvent,
    DoseOrder,
    OrderFinding,
    Prescription,
    PrescriptionEvent,
    Reassessment,
    Regimen,
)
from careplan.ui.history import coded, joined, on_day, words_of
from careplan.ui.words import counted, mg


def rows() -> Iterator[Rows]:
    """A SELECT for each kind of row."""
    yield own(recorded("course", Course, Course.drug, Course.intent, Course.first_dose_on), Course)
    yield own(step("course_ended", Course, "ended", Course.drug, Course.ended_on), Course)
    order, dose, paper, event = DoseOrder, DoseEvent, Prescription, PrescriptionEvent
    product = order.formulation + " " + order.phase
    yield _under(recorded("order", order, hundredths(order.daily_mg), product, order.effective_on), order)
    to_order = (order, OrderFinding.dose_order_id)
    statement = recorded("finding", OrderFinding, OrderFinding.message, OrderFinding.reason)
    yield of(statement, to_order, (Course, order.course_id))
    yield from _agreeing()
    week = Regimen
    yield _under(recorded("week", week, week.collect, week.supervised, week.effective_on), week)
    yield _under(
        recorded("prescription", paper, hundredths(paper.total_mg), paper.status, paper.signed_on), paper
    )
    changed = recorded("prescription_event", event, event.status, event.reason)
    yield of(changed, (paper, event.prescription_id), (Course, paper.course_id))
    yield _under(recorded("dose", dose, dose.status, hundredths(dose.mg), dose.happened_on), dose)
    again = Reassessment
    yield _under(recorded("reassessment", again, again.plan, again.tolerance, again.reassessed_on), again)


def _agreeing() -> Iterator[Rows]:
    """Asking for a second prescriber, and the answer."""
    row = Agreement
    for kind, ends in (("agreement", row.ends.is_(None)), ("agreement_to_end", row.ends.is_not(None))):
        mg = hundredths(row.daily_mg)
        yield _under(recorded(kind, row, mg, row.reason, row.effective_on).where(ends), row)
    words = func.coalesce(row.answer_words, row.outside_name)
    given_row = (row.answered_at, row.answered_by, row.answer, words, NO_DAY, NO_WORDS, NEVER, *NOT_STRUCK)
    yield _under(branch("agreement_answered", row.id, *given_row).where(row.answer.is_not(None)), row)


def _under(statement: Rows, row: Any) -> Rows:
    """Rows of a course."""
    return of(statement, (Course, row.course_id))


def _mg(hundredths: str | None) -> str:
    return mg(Decimal(hundredths) / 100) if hundredths else ""


def _dose(entry: Entry) -> str:
    return joined(DOSES.get(entry.first or ""), _mg(entry.second), f"for {on_day(entry)}")


def _order(entry: Entry) -> str:
    formulation, _, phase = (entry.second or "").partition(" ")
    often = SPANS.get(formulation, "a day")
    return joined(f"{_mg(entry.first)} {often}", PHASES.get(phase, "").lower(), f"from {on_day(entry)}")


def _second_words(entry: Entry) -> str:
    return joined(_mg(entry.first), f"from {on_day(entry)}", entry.second)


def _end_words(entry: Entry) -> str:
    return joined(f"to end the course from {_mg(entry.first)}", on_day(entry), entry.second)


def _week(entry: Entry) -> str:
    collect, supervised = (entry.first or "").count("1"), (entry.second or "").count("1")
    return f"collects {counted(collect, 'day')} a week, supervised {supervised}, from {on_day(entry)}"


HISTORY = History(
    rows,
    (
        Line(
            "course",
            "Course",
            "prescribing.overview",
            lambda entry: joined(DRUGS.get(entry.first or ""), f"from {on_day(entry)}"),
            "prescribing",
        ),
        Line("course_ended", "Course ended", "prescribing.overview", coded(DRUGS), "prescribing"),
        Line("order", "Dose order", "prescribing.overview", _order, "prescribing"),
        Line("finding", "Finding on a dose order", "prescribing.overview", words_of, "prescribing"),
        Line("agreement", "Second prescriber asked", "prescribing.overview", _second_words, "prescribing"),
        Line(
            "agreement_to_end", "Second prescriber asked", "prescribing.overview", _end_words, "prescribing"
        ),
        Line("agreement_answered", "Second prescriber", "prescribing.overview", words_of, "prescribing"),
        Line("week", "Weekly regimen", "prescribing.overview", _week, "prescribing"),
        Line(
            "prescription",
            "Prescription",
            "prescribing.overview",
            lambda entry: joined(_mg(entry.first), SCRIPT_STATUSES.get(entry.second or ""), on_day(entry)),
            "prescribing",
        ),
        Line(
            "prescription_event",
            "Prescription changed",
            "prescribing.overview",
            lambda entry: joined(SCRIPT_STATUSES.get(entry.first or ""), entry.second),
            "prescribing",
        ),
        Line("dose", "Dose", "prescribing.overview", _dose, "dose"),
        Line(
            "reassessment", "Reassessment after missed doses", "prescribing.overview", words_of, "prescribing"
        ),
    ),
    (
        Part("prescribing", "Prescribing without doses", 40),
        Part("dose", "Doses", 50),
    ),
)
