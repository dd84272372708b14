"""Signing an audit off: the report and what is said about it are fixed, and governance is told."""

from datetime import date
from typing import Any

from sqlalchemy import insert

from careplan.audit.plans.actions import line_row
from careplan.audit.review.rules.engine import Report
from careplan.audit.review.rules.export import Data, as_data
from careplan.audit.signing.models import Finding, SignedAudit, SignedFigure, SignedRecord
from careplan.audit.signing.rules import signing
from careplan.audit.signing.rules.signing import Signature
from careplan.clients.registers.rows import record_at
from careplan.governance.registers import CLINICAL_AUDITS
from careplan.ground.db import db
from careplan.ground.ids import new_id
from careplan.staff.rules import Actor
from careplan.trail.actions import write


class Unsaid(ValueError):
    """There is no finding, or neither an action nor a reason why none is needed."""


def sign(*, by: Actor, report: Report, signature: Signature, on: date) -> SignedAudit:
    """Fix the report of a service as known at the moment of the signature. Raises Unsaid.

    With findings and actions it is a clinical audit of the service from `on`, the day of signing.
    """
    if not signature.findings or bool(signature.actions) is (signature.no_action_reason is not None):
        raise Unsaid("an audit needs a finding, and an action or a reason why none is needed")
    data = as_data(report, with_records=True)
    head = _head(by, report, data, signature)
    if signature.counts:
        values = {
            "title": signature.title,
            "completed_on": on,
            "signed_off_by": f"{signature.name}, {signature.role}",
        }
        unit = report.request.unit.id
        head.clinical_audit_id = record_at(CLINICAL_AUDITS, unit, by=by, **values).id
    db.add(head)
    _rows(head.id, report, data)
    _write_lines(by, head, signature)
    write(
        "audit.signed",
        by=by,
        service_id=head.service_id,
        subject=f"signed_audits:{head.id}",
        detail={"census": head.census.isoformat(), "sha256": head.sha256},
    )
    return head


def _head(by: Actor, report: Report, data: Data, signature: Signature) -> SignedAudit:
    request = report.request
    return SignedAudit(
        id=new_id(),
        level=request.unit.level.value,
        unit_id=request.unit.id,
        census=request.census.on,
        ruleset_name=request.ruleset.name,
        ruleset_edition=request.ruleset.edition,
        ruleset_sha256=request.ruleset.sha256,
        midpoints=dict(signature.midpoints),
        title=signature.title,
        statement=signature.statement,
        no_action_reason=signature.no_action_reason,
        signed_at=signature.at,
        signed_by=signature.by,
        signed_name=signature.name,
        signed_role=signature.role,
        frame=signing.frame(data),
        sha256=signing.sha256_of(signing.content(data, signature.as_data())),
        recorded_by=by.id,
    )


def _rows(signed_id: str, report: Report, data: Data) -> None:
    figures = [row | {"signed_audit_id": signed_id} for row in signing.figures(data)]
    blank = dict.fromkeys(("status", "value", "unit", "band", "low_n", "origin", "excluded", "services"))
    db.session.execute(insert(SignedFigure), [blank | row for row in figures])
    records: list[dict[str, Any]] = [
        {
            "signed_audit_id": signed_id,
            "key": entry.key,
            "place": place,
            "record_id": entry.record_id,
            "part": str(entry.part),
            "reason": entry.reason,
            "episode_id": entry.episode_id,
        }
        for place, entry in enumerate(signing.entries(report))
    ]
    if records:
        db.session.execute(insert(SignedRecord), records)


def _write_lines(by: Actor, head: SignedAudit, signature: Signature) -> None:
    db.session.add_all(
        Finding(signed_audit_id=head.id, place=place, question=one.question, words=one.words)
        for place, one in enumerate(signature.findings)
    )
    db.session.add_all(line_row(by, head.unit_id, one, signed_audit_id=head.id) for one in signature.actions)
    db.session.flush()
