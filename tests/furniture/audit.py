"""A signed audit with an action past its day."""

from careplan.audit.review.rules.ruleset import load
from tests.factories import audit as audits
from tests.furniture.base import World

WALK = {
    ("audit.report_page", "census"): "today",
    ("audit.records_page", "census"): "today",
    ("audit.items_page", "census"): "today",
    ("audit.pictures_page", "census"): "today",
    ("audit.run_chart_page", "census"): "today",
    ("audit.worth_a_look", "census"): "today",
    ("audit.worth_a_look_list", "census"): "today",
    ("audit.worth_a_look_list", "check"): "=no-goals",
    ("audit.run_chart_page", "measure"): "=4.3a",
    ("audit.records_page", "measure"): "=4.3a",
    ("audit.sign", "census"): "today",
    ("audit.signed_records_page", "measure"): "=4.3a",
    ("audit.file", "census"): "today",
    ("audit.file", "kind"): "=csv",
    ("audit.pack", "census"): "today",
    ("audit.pdf", "census"): "today",
    ("audit.printed", "census"): "today",
}


def furnish(world: World) -> dict[str, str]:
    """Rows of this room; the ids by the names that URLs use."""
    head = world.made(
        audits.SignedAuditFactory,
        unit_id=world.service_id,
        census=world.ago(30),
        signed_by=world.worker_id,
        ruleset_name="review",
        ruleset_edition="2005-06",
        ruleset_sha256=load().sha256,
        sha256="0" * 64,
        level="service",
    )
    audits.SignedFigureFactory(signed_audit_id=head.id)
    audits.SignedRecordFactory(signed_audit_id=head.id, record_id=f"{world.word}-course")
    audits.FindingFactory(signed_audit_id=head.id, words=f"{world.word} findings words")
    line = audits.ActionLineFactory(
        unit_id=world.service_id,
        signed_audit_id=head.id,
        action=f"{world.word} action_lines action",
        due_on=world.ago(3),
        owner=f"{world.word} action_lines owner",
        start_on=world.ago(20),
    )
    audits.MidpointFactory(service_id=world.service_id, source=f"{world.word} midpoints source")
    return {"signed_id": head.id, "line_id": line.id}
