"""Issuing a prescription, and saying what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from careplan.clients.models import Episode
from careplan.clients.queries import lock
from careplan.ground.db import db
from careplan.prescribing.actions.courses import Refused, after_death, note
from careplan.prescribing.actions.orders import NeedsAnswer
from careplan.prescribing.codes import Drug, PrescriptionForm, PrescriptionStatus
from careplan.prescribing.models import Prescription, PrescriptionEvent
from careplan.prescribing.queries.courses import History
from careplan.prescribing.queries.prescriptions import Script, covered, prescriptions, serial_used
from careplan.prescribing.rules.facts import day_words
from careplan.prescribing.rules.findings import Finding, unmet
from careplan.prescribing.rules.missing import dose_after_missed
from careplan.prescribing.rules.prescriptions import (
    LIVE,
    Covered,
    daily_doses,
    formulation_of,
    questions,
    script_problems,
    serial_problem,
    standing,
    total_mg,
)
from careplan.prescribing.rules.signing import SIGNING, signing_problem
from careplan.prescribing.rules.standard import Standard
from careplan.prescribing.rules.written import cannot_be_made, instalments, remaining_problem, uncollected
from careplan.staff.rules import Actor


@dataclass(frozen=True, slots=True)
class NewScript:
    """What a prescriber writes; amount and formulation follow from the orders of the days."""

    form: PrescriptionForm
    serial: str | None
    signed_on: date
    days: Covered
    reason: str = ""
    replaces: Script | None = None
    profession: str | None = None


def _written(by: Actor, episode: Episode, history: History, new: NewScript) -> Prescription:
    row = Prescription(
        course_id=history.id, service_id=episode.service_id, recorded_by=by.id, prescriber_id=by.id
    )
    row.form, row.serial, row.signed_on = new.form.value, new.serial, new.signed_on
    row.starts_on, row.ends_on = new.days.starts_on, new.days.ends_on
    row.replaces = new.replaces.row.id if new.replaces else None
    return row


def issue_prescription(
    *, by: Actor, episode: Episode, history: History, new: NewScript, today: date, standard: Standard
) -> Prescription:
    """Issue a prescription. Raises Refused where it is too long, overlaps a live one, or a day has no order.

    Also while missed doses stop the supply; a prescription whose days have passed is written down all the same.
    Raises NeedsAnswer where a rule wants a reason, which is kept with the prescription.
    """
    lock(episode)
    others = covered(frozenset({episode.service_id}), episode.client_id, Drug(history.course.drug))
    orders = history.facts.orders
    problems = script_problems(new.form, new.days, orders, others, standard)
    if history.course.ended_on is not None:
        problems["starts_on"] = "This course has ended"
    elif stop := _stopped(history, new.days, today, standard):
        problems["starts_on"] = f"Nothing may be supplied. {stop}"
    problems |= _serial(episode, new, standard) | _after_death(episode, new)
    problems = _counted(history, new, today, standard) | problems | _signed(history, new)
    total, formulation = (
        (total_mg(history.facts, new.days, today, standard), formulation_of(orders, new.days))
        if not problems
        else (None, None)
    )
    if problems or total is None or formulation is None:
        raise Refused(problems)
    findings = _asked(episode, history, new, standard)
    if needs := unmet(findings, new.reason, "", standard):
        raise NeedsAnswer(findings, needs)
    row = _written(by, episode, history, new)
    row.formulation, row.total_mg, row.status = formulation.value, total, PrescriptionStatus.ISSUED.value
    db.add(row)
    note("prescription.issued", by, episode, history.course, {"prescription": row.id, "form": row.form})
    if findings:
        _reason(by, row, new, findings, standard)
    return row


def _asked(episode: Episode, history: History, new: NewScript, standard: Standard) -> tuple[Finding, ...]:
    """What the rules ask about the prescription."""
    beside, reviewed_on = _other_drugs(episode, history), _reviewed_on(history)
    return questions(new.form, new.signed_on, new.days, beside, standard, reviewed_on)


def _reviewed_on(history: History) -> date | None:
    """The last prescribing review since the first dose, else the first dose; None where reviews were not read."""
    if history.health is None:
        return None
    return max([history.course.first_dose_on, *(one.day for one in history.health.reviews)])


def _signed(history: History, new: NewScript) -> dict[str, str]:
    """P10: who signs. P14: a replacement covers the days that are left."""
    edition = SIGNING.on(new.signed_on)
    if words := signing_problem(new.profession, history.course.drug, edition):
        return {"form": words}
    if new.replaces is None:
        return {}
    words = remaining_problem((new.days.starts_on, new.days.ends_on), new.replaces.left)
    return {"starts_on": words} if words else {}


def _counted(history: History, new: NewScript, today: date, standard: Standard) -> dict[str, str]:
    """P6: each dose is made of what is supplied, and instalments begin with a day on which the client collects."""
    doses = daily_doses(history.facts, new.days, today, standard)
    formulation = formulation_of(history.facts.orders, new.days)
    if doses is None or formulation is None:
        return {}
    for one in sorted(set(doses.values())):
        if words := cannot_be_made(one, formulation, new.days.starts_on):
            return {"starts_on": words}
    first = next(iter(uncollected(instalments(history.facts, doses), doses)), None)
    if first is None or new.form is not PrescriptionForm.FP10MDA:
        return {}
    words = f"{first:%A} {day_words(first)}"
    return {"starts_on": f"P6: no instalment covers {words}: begin on a day on which the client collects"}


def _other_drugs(episode: Episode, history: History) -> list[tuple[Drug, Covered]]:
    """The client's live prescriptions of other drugs, with the drug."""
    services = frozenset({episode.service_id})
    others = (drug for drug in Drug if drug.value != history.course.drug)
    return [(drug, one) for drug in others for one in covered(services, episode.client_id, drug)]


def _serial(episode: Episode, new: NewScript, standard: Standard) -> dict[str, str]:
    if not new.serial:
        return {}
    used = serial_used(frozenset({episode.service_id}), new.serial)
    problem = serial_problem(new.serial, used, standard)
    return {"serial": problem} if problem else {}


def _reason(
    by: Actor, row: Prescription, new: NewScript, findings: Sequence[Finding], standard: Standard
) -> None:
    """What was asked, by which edition, and the reason, as the first event of the prescription."""
    event = PrescriptionEvent(prescription_id=row.id, service_id=row.service_id, recorded_by=by.id)
    event.status = row.status
    text = ". ".join(f"{one.rule}: {one.message}" for one in findings)
    event.reason = f"{text}. Reason: {new.reason.strip()}. Judged by {standard.name}"
    db.add(event)


def _after_death(episode: Episode, new: NewScript) -> dict[str, str]:
    days = (
        ("signed_on", "The day it was signed", new.signed_on),
        ("starts_on", "The first day", new.days.starts_on),
    )
    pairs = ((name, after_death(episode, called, day)) for name, called, day in days)
    return {name: sentence for name, sentence in pairs if sentence}


def _stopped(history: History, days: Covered, today: date, standard: Standard) -> str:
    """Why missed doses stop a prescription with days still to come (M11, B7), or an empty text."""
    if days.ends_on < today:
        return ""
    findings = dose_after_missed(history.facts, max(days.starts_on, today), today, standard)
    return next((f"{one.rule}: {one.message}" for one in findings if one.blocks), "")


def change_prescription(
    *,
    by: Actor,
    episode: Episode,
    history: History,
    script: Script,
    status: PrescriptionStatus,
    reason: str,
    until: date | None = None,
) -> PrescriptionEvent:
    """Say what became of a prescription; of a lost one `until` is the last day that was dispensed.

    Raises Refused when it no longer stands, or the day is none of its own.
    """
    if script.status not in LIVE:
        raise Refused({"status": f"This prescription is {script.status} already"})
    row = PrescriptionEvent(prescription_id=script.row.id, service_id=episode.service_id, recorded_by=by.id)
    if until is not None and not script.row.starts_on <= until <= script.row.ends_on:
        raise Refused(
            {"dispensed_until": "The last day dispensed must be one of the days of the prescription"}
        )
    row.status, row.reason, row.dispensed_until = status.value, reason.strip(), until
    db.add(row)
    detail: dict[str, object] = {"prescription": script.row.id, "status": row.status}
    note("prescription.changed", by, episode, history.course, detail)
    return row


def still_standing(history: History, day: date) -> list[Script]:
    """Prescriptions of the course that a pharmacy may dispense on from the day on."""
    scripts = prescriptions(frozenset({history.course.service_id}), [history.id])
    return [one for one in scripts if standing(one.status, one.row.ends_on, day)]
