"""Writes of the governance room: answers, their evidence, sign-offs of standards. They flush; the request commits."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from careplan.governance.codes import MOST_EVIDENCE_BYTES, EvidenceKind
from careplan.governance.models import Evidence, Return, StandardInForce
from careplan.governance.queries import Unit
from careplan.governance.rules import misfit
from careplan.governance.rules.editions import Sheet
from careplan.ground.clock import now
from careplan.ground.corrections import live, supersede
from careplan.ground.db import db
from careplan.ground.documents import fault, media_type
from careplan.staff.models import Service
from careplan.staff.rules import Actor
from careplan.trail.actions import write


@dataclass(frozen=True, slots=True)
class Label:
    """What evidence is called, for which key of the question it is (none: the whole), when it expires."""

    title: str
    key: str | None
    expires_on: date | None


def attach_document(
    *, by: Actor, unit: Unit, question: str, label: Label, file_name: str, content: bytes
) -> Evidence:
    """Keep a document; ValueError for one that its bytes or its name forbid."""
    if wrong := fault(file_name, content, MOST_EVIDENCE_BYTES):
        raise ValueError(wrong)
    row = _row(by, unit, question, label, EvidenceKind.DOCUMENT)
    row.file_name, row.media_type, row.content = file_name, media_type(file_name), content
    row.sha256 = hashlib.sha256(content).hexdigest()
    return _kept(row, by, unit)


def attach_link(*, by: Actor, unit: Unit, question: str, label: Label, url: str) -> Evidence:
    """Keep a link to a document that stands elsewhere."""
    row = _row(by, unit, question, label, EvidenceKind.LINK)
    row.url = url
    return _kept(row, by, unit)


def _row(by: Actor, unit: Unit, question: str, label: Label, kind: EvidenceKind) -> Evidence:
    return Evidence(
        level=unit.level.value,
        unit_id=unit.id,
        question=question,
        key=label.key,
        kind=kind.value,
        title=label.title,
        expires_on=label.expires_on,
        recorded_by=by.id,
    )


def _kept(row: Evidence, by: Actor, unit: Unit) -> Evidence:
    db.add(row)
    detail = {"question": row.question, "unit": unit.subject, "sha256": row.sha256}
    write("evidence.given", by=by, subject=f"evidence:{row.id}", service_id=unit.service_id, detail=detail)
    return row


def withdraw(*, by: Actor, unit: Unit, evidence: Evidence, reason: str) -> Evidence:
    """The evidence counts no longer; it stays readable. Nothing happens when it was withdrawn already."""
    if evidence.withdrawn_at is None:
        evidence.withdrawn_at, evidence.withdrawn_by, evidence.withdrawal_reason = now(), by.id, reason
        db.session.flush()
        detail = {"question": evidence.question, "unit": unit.subject}
        write(
            "evidence.withdrawn",
            by=by,
            subject=f"evidence:{evidence.id}",
            service_id=unit.service_id,
            detail=detail,
        )
    return evidence


def answer(
    *, by: Actor, unit: Unit, question: str, values: Mapping[str, str], on: date, reason: str | None = None
) -> list[Return]:
    """The answers to a question from the day on, by key. An answer given on that day already is left or corrected.

    Raises ValueError for what is no answer to the question, and where a correction has no reason.
    """
    for key, value in values.items():
        if wrong := misfit(unit.level, question, key, value):
            raise ValueError(f"{wrong[0]}: {wrong[1]} expected")
    today = _given_on(unit, question, on)
    written = []
    for key, value in values.items():
        before = today.get(key)
        if before is None or before.value != value:
            written.append(_write(by, unit, question, key, value, on, before, reason))
    if written:
        detail = {"question": question, "keys": sorted(row.key for row in written)}
        write("return.given", by=by, subject=unit.subject, service_id=unit.service_id, detail=detail)
    return written


def _given_on(unit: Unit, question: str, on: date) -> dict[str, Return]:
    rows = select(Return).where(
        Return.level == unit.level,
        Return.unit_id == unit.id,
        Return.question == question,
        Return.recorded_on == on,
        live(Return),
    )
    return {row.key: row for row in db.session.scalars(rows.order_by(Return.key, Return.id))}


def _write(
    by: Actor,
    unit: Unit,
    question: str,
    key: str,
    value: str,
    on: date,
    before: Return | None,
    reason: str | None,
) -> Return:
    row = Return(
        level=unit.level.value,
        unit_id=unit.id,
        question=question,
        key=key,
        value=value,
        recorded_on=on,
        recorded_by=by.id,
    )
    if before is not None:
        if not reason:
            raise ValueError("a correction needs a reason")
        supersede(before, row, reason=reason)
    db.add(row)
    return row


def sign_off(
    *, by: Actor, services: Collection[str], sheet: Sheet, lead: str, registration: str, signed_on: date
) -> list[StandardInForce]:
    """One row for each of these services that the edition binds and that has none of it yet."""
    signed = select(StandardInForce.service_id).where(
        StandardInForce.standard == sheet.name, live(StandardInForce)
    )
    binds = (Service.prescribing.is_(True),) if sheet.prescribing else ()
    waiting = select(Service.id).where(Service.id.in_(services), Service.id.not_in(signed), *binds)
    made = []
    for service_id in db.session.scalars(waiting.order_by(Service.id)).all():
        row = StandardInForce(service_id=service_id, standard=sheet.name, recorded_by=by.id)
        row.lead, row.registration, row.signed_on, row.sha256 = lead, registration, signed_on, sheet.sha256
        db.add(row)
        detail: dict[str, object] = {"standard": sheet.name, "lead": lead, "sha256": sheet.sha256}
        subject = f"standards_in_force:{row.id}"
        write("standard.signed_off", by=by, subject=subject, service_id=service_id, detail=detail)
        made.append(row)
    return made
