"""Giving evidence for an answer, and withdrawing it; a document and its fingerprint are kept as they came."""

import hashlib
from dataclasses import dataclass
from datetime import date

from careplan.governance.codes import EvidenceKind
from careplan.governance.models import Evidence
from careplan.governance.queries.units import Unit
from careplan.governance.rules.documents import fault, media_type
from careplan.ground.clock import now
from careplan.ground.db import db
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
    if wrong := fault(file_name, content):
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
    db.session.add(row)
    db.session.flush()
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
