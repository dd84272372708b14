"""A fully furnished service: one row of every kind, with a canary in every column of free text."""

import hashlib
from datetime import date, timedelta
from itertools import count
from types import SimpleNamespace
from typing import Any

from sqlalchemy import CheckConstraint, String
from sqlalchemy.types import TypeDecorator

from careplan.audit.review.rules.ruleset import load
from careplan.clients.models import Arrival
from careplan.ground.clock import now, today
from careplan.ground.db import Base, db
from careplan.staff.models import Service
from tests.factories import assessment as assessments
from tests.factories import audit as audits
from tests.factories import clients, governance, plans, prescribing, risk

CODES = {
    "checklist",
    "edition",
    "nhs_number",
    "postcode",
    "collect",
    "supervised",
    "recorded_by",
    "kind",
    "source",
    "struck_reason",
}

TURNS = count()


def canary_columns(model: type[Base]) -> list[str]:
    """Columns of free text: no code, no id, no reference."""
    table = model.__table__
    coded = " ".join(str(c.sqltext) for c in table.constraints if isinstance(c, CheckConstraint))  # type: ignore[attr-defined]
    return [
        column.name
        for column in table.columns
        if isinstance(column.type, String)
        and not isinstance(column.type, TypeDecorator)
        and column.type.length is None
        and f'"{column.name}" IN' not in coded
        and column.name not in CODES
    ]


def _made(factory: Any, word: str, **values: Any) -> Any:
    model = factory._meta.model
    return factory(
        **({name: f"{word} {model.__tablename__} {name}" for name in canary_columns(model)} | values)
    )


def furnish(service_id: str, worker_id: str, word: str, nhs_number: str) -> SimpleNamespace:
    """Rows of every kind at the service; returns the ids by the names that URLs use."""
    now, ago = today(), lambda days: today() - timedelta(days=days)
    client = _made(
        clients.ClientFactory, word, nhs_number=nhs_number, date_of_birth=date(1980, 1, 2), deceased_on=None
    )
    brought = _made(
        clients.ClientFactory, word, nhs_number=None, date_of_birth=date(1980, 1, 2), deceased_on=None
    )
    db.session.add(Arrival(client_id=brought.id, service_id=service_id))
    episode = _made(
        clients.EpisodeFactory, word, client=client, service_id=service_id, referred_on=ago(200), triaged_on=ago(199),
        keyworker_id=worker_id, closed_on=None, exit_reason=None,
    )  # fmt: skip
    intervention = _made(
        clients.InterventionFactory, word, episode=episode, referred_on=ago(200), first_offered_on=ago(190),
        started_on=ago(180), ended_on=None, ending=None,
    )  # fmt: skip
    pause = _made(clients.PauseFactory, word, episode=episode, from_on=ago(100), until_on=ago(90))
    task = _made(clients.TaskFactory, word, episode=episode, source=f"furniture:{word}", due_on=now)
    ids = _assessed(episode, word, worker_id, now, ago) | _prescribed(episode, word, worker_id, now, ago)
    ids |= _planned(episode, word, now, ago, ids["risk_id"])
    ids |= _governed(service_id, word, client.id, ago)
    ids |= _audited(service_id, worker_id, word, ago)
    return SimpleNamespace(
        client_id=client.id, arrival_id=brought.id, episode_id=episode.id,
        intervention_id=intervention.id, pause_id=pause.id, task_id=task.id,
        worker_id=worker_id, partnership_id=db.session.get_one(Service, service_id).partnership_id, **ids,
    )  # fmt: skip


def _audited(service_id: str, worker_id: str, word: str, ago: Any) -> dict[str, str]:
    head = _made(
        audits.SignedAuditFactory, word, unit_id=service_id, census=ago(30), signed_by=worker_id, ruleset_name="review",
        ruleset_edition="2005-06", ruleset_sha256=load().sha256, sha256="0" * 64, level="service",
    )  # fmt: skip
    audits.SignedFigureFactory(signed_audit_id=head.id)
    audits.SignedRecordFactory(signed_audit_id=head.id, record_id=f"{word}-course")
    audits.FindingFactory(signed_audit_id=head.id, words=f"{word} findings words")
    line = audits.ActionLineFactory(
        unit_id=service_id, signed_audit_id=head.id, action=f"{word} action_lines action", due_on=ago(3),
        owner=f"{word} action_lines owner", start_on=ago(20),
    )  # fmt: skip
    audits.MidpointFactory(service_id=service_id, source=f"{word} midpoints source")
    return {"signed_id": head.id, "line_id": line.id}


def _assessed(episode: Any, word: str, worker_id: str, now: date, ago: Any) -> dict[str, str]:
    done = _made(
        assessments.AssessmentFactory,
        word,
        episode=episode,
        started_on=ago(170),
        completed_on=None,
        worker_id=worker_id,
    )
    assessments.AnswerFactory(
        assessment=done, item="presenting_reason", value=f"{word} answers value", need=True
    )
    done.completed_on = ago(165)
    opened = _made(assessments.AssessmentFactory, word, episode=episode, started_on=now, worker_id=worker_id)
    assessments.AnswerFactory(assessment=opened, item="presenting_reason", value=f"{word} answers value")
    risky = _made(
        assessments.AssessmentFactory,
        word,
        episode=episode,
        kind="risk",
        started_on=ago(60),
        worker_id=worker_id,
    )
    _made(risk.RiskLevelFactory, word, assessment=risky, level="high")
    action = _made(risk.RiskActionFactory, word, assessment=risky, due_on=now, done_on=None)
    risky.completed_on = ago(60)
    open_risk = _made(
        assessments.AssessmentFactory, word, episode=episode, kind="risk", started_on=now, worker_id=worker_id
    )
    return {
        "assessment_id": opened.id, "completed_id": done.id, "risk_id": risky.id, "open_risk_id": open_risk.id,
        "risk_action_id": action.id,
    }  # fmt: skip


def _prescribed(episode: Any, word: str, worker_id: str, now: date, ago: Any) -> dict[str, str]:
    course = _made(
        prescribing.CourseFactory,
        word,
        episode=episode,
        first_dose_on=ago(100),
        ended_on=None,
        verified_dose_mg=None,
    )
    order = _made(prescribing.DoseOrderFactory, word, course=course, effective_on=ago(100))
    asked = _made(
        prescribing.AgreementFactory, word, course=course, effective_on=now, asked_of=worker_id, recorded_by="another",
        outside_name=None, outside_registration=None, outside_reached=None, answer_words=None, replaces_because=None,
    )  # fmt: skip
    week = _made(
        prescribing.RegimenFactory,
        word,
        course=course,
        effective_on=ago(100),
        collect="1111111",
        supervised="1111111",
    )
    script = _made(
        prescribing.PrescriptionFactory, word, course=course, signed_on=ago(5), starts_on=ago(5), ends_on=now,
        prescriber_id=worker_id,
    )  # fmt: skip
    dose = _made(prescribing.DoseEventFactory, word, course=course, happened_on=ago(1))
    _made(prescribing.ReassessmentFactory, word, course=course, reassessed_on=ago(50))
    return {
        "course_id": course.id, "order_id": order.id, "prescription_id": script.id, "dose_id": dose.id,
        "regimen_id": week.id, "agreement_id": asked.id,
    }  # fmt: skip


def _planned(episode: Any, word: str, now: date, ago: Any, risk_id: str) -> dict[str, str]:
    agreed = _made(
        plans.CarePlanFactory, word, episode=episode, version=1, drafted_on=ago(160), agreed_on=None, agreement=None,
        copy_offered_on=None, copy_taken=None, risk_assessment_id=risk_id,
    )  # fmt: skip
    goal = _made(plans.GoalFactory, word, plan=agreed)
    action = _made(plans.GoalActionFactory, word, goal=goal, due_on=now, done_on=None)
    agreed.agreed_on, agreed.agreement = ago(150), "signed"
    review = _made(plans.CarePlanReviewFactory, word, episode=episode, reviewed_on=ago(70), next_due_on=now)
    plans.GoalOutcomeFactory(
        review_id=review.id,
        goal_id=goal.id,
        service_id=episode.service_id,
        client_view=f"{word} goal_outcomes client_view",
    )
    draft = _made(
        plans.CarePlanFactory, word, episode=episode, version=2, drafted_on=now, agreed_on=None, agreement=None,
        copy_offered_on=None, copy_taken=None,
    )  # fmt: skip
    need = _made(plans.NeedFactory, word, episode=episode)
    draft_goal = _made(plans.GoalFactory, word, plan=draft)
    draft_action = _made(plans.GoalActionFactory, word, goal=draft_goal, done_on=None)
    return {
        "agreed_plan_id": agreed.id, "plan_id": draft.id, "agreed_goal_id": goal.id, "goal_id": draft_goal.id,
        "agreed_action_id": action.id, "action_id": draft_action.id, "need_id": need.id, "review_id": review.id,
    }  # fmt: skip


def _governed(service_id: str, word: str, client_id: str, ago: Any) -> dict[str, str]:
    of = {"unit_id": service_id, "question": "1.1"}
    turn = next(TURNS) % 1000  # a service may be furnished twice; each time on days of its own
    governance.ReturnFactory(key="sla.provider", value="definition aims", recorded_on=ago(30 + turn), **of)
    content = f"%PDF-1.7 {word}".encode()
    document = _made(
        governance.EvidenceFactory, word, kind="document", key=None, url=None, file_name=f"{word}.pdf", content=content,
        media_type="application/pdf", sha256=hashlib.sha256(content).hexdigest(), withdrawal_reason=None, **of,
    )  # fmt: skip
    _made(
        governance.EvidenceFactory, word, key="sla.provider", file_name=None, media_type=None, sha256=None,
        withdrawn_at=now(), withdrawn_by="factory", **of,
    )  # fmt: skip
    policy = governance.ServicePolicyFactory(
        service_id=service_id, approved_on=ago(400 + turn), review_due_on=ago(40)
    )
    post = governance.PostFactory(service_id=service_id)
    audit = _made(governance.ClinicalAuditFactory, word, service_id=service_id, completed_on=ago(90))
    incident = governance.IncidentFactory(service_id=service_id, client_id=client_id, happened_on=ago(9))
    return {
        "evidence_id": document.id, "policies_id": policy.id, "posts_id": post.id, "clinical_audits_id": audit.id,
        "incidents_id": incident.id,
    }  # fmt: skip
