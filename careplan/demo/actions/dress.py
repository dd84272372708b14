"""What profile 1 has no file for: passwords, agreements and words of plans, tasks, countersignatures."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from careplan.assessment.models import Assessment
from careplan.assessment.rules.completion import Reason
from careplan.assessment.rules.triggers import SAFETY, Trigger
from careplan.clients.models import Task, TaskAction
from careplan.demo.actions.plans import agree_plans
from careplan.demo.rules.people import Book, Person, people
from careplan.demo.rules.story import risk_agos, services
from careplan.prescribing.models import Reassessment
from careplan.risk.models import Countersignature
from careplan.staff.actions.drafts import keep_draft
from careplan.staff.actions.organisation import REACHING
from careplan.staff.actions.workers import set_password
from careplan.staff.models import Service, Worker
from careplan.trail.actions import write

TRIGGERS = {
    "suicidal_thoughts": ("active_no_plan", Trigger.SUICIDAL_THOUGHTS),
    "domestic_abuse_experienced": ("current", Trigger.DOMESTIC_ABUSE),
    "pregnancy_possible": (True, Trigger.PREGNANT),
}


def dress(session: Session, book: Book, *, now: datetime, password: str) -> None:
    """Add all of it; every row of the record leaves an entry in the trail."""
    _sign_ins(session, now, password)
    _reaching(session)
    everybody = people()
    agree_plans(session, book, everybody, now)
    for person in everybody:
        _safety(session, book, person)
        _countersign(session, book, person)
        _reassess(session, book, person)
    _left_unfinished(session, book)
    _half_typed(everybody, now)
    session.flush()


def _sign_ins(session: Session, now: datetime, password: str) -> None:
    for worker in session.scalars(select(Worker).order_by(Worker.id)).all():
        set_password(by="demo", worker=worker, password=password, at=now)


def _reaching(session: Session) -> None:
    for service in session.scalars(select(Service).order_by(Service.id)).all():
        told = services()[service.id]
        for name in REACHING:
            setattr(service, name, told[name])
        write("service.reaching", by="demo", subject=f"services:{service.id}", service_id=service.id)


def _noted(action: str, person: Person, by: str, subject: str, detail: dict[str, Any] | None = None) -> None:
    write(
        action,
        by=by,
        subject=subject,
        service_id=person.service,
        client_id=person.id("C"),
        detail=detail,
    )


def _task(session: Session, person: Person, kind: str, source: str, words: str, due_on: date) -> Task:
    task = Task(
        episode_id=person.id("E"),
        service_id=person.service,
        kind=kind,
        source=source,
        words=words,
        due_on=due_on,
        worker_id=person.keyworker,
        recorded_by=person.keyworker,
    )
    session.add(task)
    session.flush()
    _noted("task.raised", person, person.keyworker, f"tasks:{task.id}", {"kind": kind, "source": source})
    return task


def _safety(session: Session, book: Book, person: Person) -> None:
    """What an unfinished assessment said that cannot wait, as the assessment's page would have raised it."""
    kinds = {"triage_open": ("triage", person.triaged_ago), "comprehensive_open": ("comprehensive", 6)}
    if person.stage not in kinds:
        return
    kind, ago = kinds[person.stage]
    for item, (value, trigger) in TRIGGERS.items():
        if person.says.get(item) == value:
            source = f"assessment:{person.id('A', kind)}:{trigger.value}:{book.day(ago).isoformat()}"
            _task(
                session,
                person,
                "safety",
                source,
                SAFETY.on(book.day(ago)).triggers[trigger].words,
                book.day(ago),
            )
    if person.number == 4:
        task = _task(
            session, person, "note", "demo:school", "Ring the school about pick-up times", book.day(1)
        )
        words = "Rang, no answer; will try again on Tuesday."
        action = TaskAction(
            task_id=task.id,
            service_id=task.service_id,
            words=words,
            closes=False,
            recorded_by=person.keyworker,
        )
        session.add(action)
        _noted("task.noted", person, person.keyworker, f"tasks:{task.id}")


def _countersign(session: Session, book: Book, person: Person) -> None:
    """The manager has seen a high or immediate risk, where the story does not say that nobody did."""
    high = any(person.risk.get(domain) in ("high", "immediate") for domain in ("self", "children"))
    if not high or not person.risk.get("countersigned", True):
        return
    agos = risk_agos(person)
    signed = Countersignature(
        assessment_id=person.id("A", "risk", len(agos)),
        service_id=person.service,
        signed_on=book.day(max(agos[-1] - 1, 0)),
        note="Discussed with the keyworker.",
        recorded_by="rowan",
    )
    session.add(signed)
    session.flush()
    _noted("risk.countersigned", person, "rowan", f"assessments:{signed.assessment_id}")


def _reassess(session: Session, book: Book, person: Person) -> None:
    """After an earlier run of missed days the prescriber saw the client before the next dose."""
    gap = (person.course or {}).get("gap")
    if gap is None:
        return
    seen = Reassessment(
        course_id=person.id("CO"),
        service_id=person.service,
        reassessed_on=book.day(int(gap) - 3),
        tolerance="uncertain",
        intoxicated=False,
        withdrawal="mild: yawning, restless legs",
        other_use="heroin twice while without a dose",
        plan="restart at 30 mg, supervised, back to the former dose over a week",
        recorded_by="hazel",
    )
    session.add(seen)
    session.flush()
    _noted("course.reassessed", person, "hazel", f"courses:{person.id('CO')}")


def _half_typed(everybody: list[Person], now: datetime) -> None:
    """Words that a keyworker typed into a draft plan and did not send."""
    person = next(one for one in everybody if "draft" in one.plan)
    subject = f"/record/{person.id('E')}/care-plan/{person.id('PL', 1)}/contingency"
    typed = [
        ("draft_title", "Plan for difficult times"),
        ("contingency", "If it gets bad at the weekend I go to my sister's, and"),
    ]
    keep_draft(worker_id=person.keyworker, subject=subject, form="page", pairs=typed, at=now)


def _left_unfinished(session: Session, book: Book) -> None:
    """One comprehensive assessment waits for a second visit, with the worker's reason and a day."""
    waiting = (one for one in people() if one.stage == "comprehensive_open" and one.service == "river")
    person = next(waiting)
    assessment = session.get_one(Assessment, person.id("A", "comprehensive"))
    assessment.incomplete_reason = Reason.CLIENT_LEFT.value
    due_on = book.day(6) + timedelta(days=7)
    words = "Comprehensive assessment is not finished: the client had to leave"
    source = f"unfinished:{assessment.id}:{due_on.isoformat()}"
    _task(session, person, "assessment", source, words, due_on)
    _noted("assessment.left_incomplete", person, person.keyworker, f"assessments:{assessment.id}")
