"""Recording that a clinical lead signed the numbers of prescribing off."""

from datetime import date

from sqlalchemy import select

from careplan.ground.corrections import live
from careplan.ground.db import db
from careplan.prescribing.models import StandardInForce
from careplan.staff.models import Service
from careplan.staff.rules import Actor
from careplan.trail.actions import write


def sign_off(
    *, by: Actor, services: frozenset[str], standard: str, lead: str, registration: str, signed_on: date
) -> list[StandardInForce]:
    """One row for each of these services that prescribes and has none of the edition yet."""
    signed = select(StandardInForce.service_id).where(
        StandardInForce.standard == standard, live(StandardInForce)
    )
    waiting = select(Service.id).where(
        Service.id.in_(services), Service.prescribing.is_(True), Service.id.not_in(signed)
    )
    made = []
    for service_id in db.session.scalars(waiting.order_by(Service.id)).all():
        row = StandardInForce(service_id=service_id, standard=standard, recorded_by=by.id)
        row.lead, row.registration, row.signed_on = lead, registration, signed_on
        db.add(row)
        detail: dict[str, object] = {"standard": standard, "lead": lead}
        subject = f"standards_in_force:{row.id}"
        write("standard.signed_off", by=by, subject=subject, service_id=service_id, detail=detail)
        made.append(row)
    return made
