"""Interventions, pauses and courses with everything that hangs on them, by root of the episode."""

from collections.abc import Mapping

from sqlalchemy import select

from careplan.audit.review.queries.seen import Seen, chain, grouped, made, rows
from careplan.audit.review.rules import facts
from careplan.clients.models import Episode, Intervention, Pause
from careplan.prescribing.models import Course, DoseOrder, Prescription, PrescriptionEvent, Regimen


def interventions(seen: Seen) -> Mapping[str, tuple[facts.Intervention, ...]]:
    """Interventions by episode; an offer, a start or an end filled in later is not seen before."""
    episode, row = chain(Episode), Intervention
    statement = (
        select(episode.root_id, row.id, row.kind, row.referred_on)
        .add_columns(seen.filled(row.first_offered_on, row.offered_at))
        .add_columns(seen.filled(row.started_on, row.started_at), seen.filled(row.ended_on, row.ended_at))
        .join(episode, seen.below(episode, row.episode_id))
        .where(seen.mine(row))
        .order_by(row.id)
    )
    return grouped((parent, facts.Intervention(*columns)) for parent, *columns in rows(statement))


def pauses(seen: Seen) -> Mapping[str, tuple[facts.Pause, ...]]:
    """Pauses by episode."""
    episode, row = chain(Episode), Pause
    statement = (
        select(episode.root_id, row.from_on, seen.filled(row.until_on, row.ended_at))
        .join(episode, seen.below(episode, row.episode_id))
        .where(seen.mine(row))
        .order_by(row.id)
    )
    return grouped((parent, facts.Pause(*columns)) for parent, *columns in rows(statement))


def orders(seen: Seen) -> Mapping[str, tuple[facts.DoseOrder, ...]]:
    """Dose orders by course."""
    course, row = chain(Course), DoseOrder
    statement = (
        select(course.root_id, row.id, row.effective_on, row.daily_mg, row.formulation, row.phase)
        .join(course, seen.below(course, row.course_id))
        .where(seen.mine(row))
        .order_by(row.id)
    )
    return grouped((parent, facts.DoseOrder(*columns)) for parent, *columns in rows(statement))


def regimens(seen: Seen) -> Mapping[str, tuple[facts.Regimen, ...]]:
    """Weekly regimens by course."""
    course = chain(Course)
    statement = (
        select(course.root_id, Regimen.id, Regimen.effective_on, Regimen.supervised)
        .join(course, seen.below(course, Regimen.course_id))
        .where(seen.mine(Regimen))
        .order_by(Regimen.id)
    )
    return grouped((parent, facts.Regimen(*columns)) for parent, *columns in rows(statement))


def statuses(seen: Seen) -> dict[str, str]:
    """The last status that an event gave to a prescription."""
    prescription, row = chain(Prescription), PrescriptionEvent
    statement = (
        select(prescription.root_id, row.status)
        .join(prescription, seen.below(prescription, row.prescription_id))
        .where(seen.mine(row))
        .order_by(row.recorded_at, row.id)
    )
    return dict(tuple(row) for row in rows(statement))


def prescriptions(seen: Seen) -> Mapping[str, tuple[facts.Prescription, ...]]:
    """Prescriptions by course; the status is that of the last event, else what it was written with."""
    course, row, later = chain(Course), Prescription, statuses(seen)
    statement = (
        select(course.root_id, row.root_id, row.id, row.signed_on, row.formulation, row.status)
        .join(course, seen.below(course, row.course_id))
        .where(seen.mine(row))
        .order_by(row.id)
    )
    return grouped(
        (parent, facts.Prescription(id_, signed_on, formulation, later.get(root, status)))
        for parent, root, id_, signed_on, formulation, status in rows(statement)
    )


def courses(seen: Seen) -> Mapping[str, tuple[facts.Course, ...]]:
    """Courses by episode."""
    episode, row = chain(Episode), Course
    dose_orders, weeks, written = orders(seen), regimens(seen), prescriptions(seen)
    statement = (
        select(episode.root_id, row.root_id, row.id, row.drug, row.first_dose_on)
        .add_columns(seen.filled(row.ended_on, row.ended_at))
        .join(episode, seen.below(episode, row.episode_id))
        .where(seen.mine(row))
        .order_by(row.id)
    )
    return grouped(
        (
            parent,
            made(
                facts.Course,
                columns,
                orders=dose_orders[root],
                regimens=weeks[root],
                prescriptions=written[root],
            ),
        )
        for parent, root, *columns in rows(statement)
    )
