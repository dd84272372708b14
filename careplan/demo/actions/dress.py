"""What profile 1 has no file for: passwords, words and needs of plans, their agreement, tasks, countersignatures."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from careplan.assessment.models import Assessment
from careplan.assessment.rules.completion import Reason
from careplan.assessment.rules.triggers import SAFETY, Trigger
from careplan.clients.models import Task, TaskAction
from careplan.demo.rules.people import Book, Person, people
from careplan.demo.rules.planning import COPIES, agreed_ago, goals_of, wording_of
from careplan.demo.rules.story import risk_agos, services
from careplan.plans.models import CarePlan, Goal, Need
from careplan.prescribing.models import Reassessment
from careplan.risk.models import Countersignature
from careplan.staff.actions.drafts import keep_draft
from careplan.staff.actions.organisation import REACHING
from careplan.staff.actions.workers import set_password
from careplan.staff.models import Service, Worker
from careplan.trail.actions import write

MATTERS = (
    "My children, and being somebody they can count on.",
    "Peace and quiet, my own key, the dog.",
    "Work. I was good with engines once.",
    "Not being judged when I walk in here.",
)
STRENGTHS = (
    "I keep appointments once I trust someone.",
    "My sister and the allotment.",
    "I have done eight months before, I can do it again.",
)
HELP = ("Say things straight. Text me the day before.", "One small step at a time, and write it down for me.")
NOT_WANTED = ("No groups for now.", "Please do not ring my mother.")
CONTINGENCY = (
    "If I use on top I say so at the next visit. Out of hours I ring the number on the card. After three missed "
    "doses the pharmacy keeps the script and I come in before the next dose."
)
DISENGAGEMENT = (
    "Text first, then a phone call, then a letter. After two weeks a visit at home; "
    "tell the pharmacy and my GP."
)


def agree_plans(session: Session, book: Book, everybody: list[Person], now: datetime) -> None:
    """Dress and agree every version; drafts stay drafts."""
    by_episode = {person.id("E"): person for person in everybody}
    for plan in session.scalars(select(CarePlan).order_by(CarePlan.id)).all():
        person = by_episode[plan.episode_id]
        _own_words(plan, person)
        if plan.version == 1:
            _needs(session, book, person)
        _link(session, plan)
        session.flush()
        if agreed_ago(person) is not None:
            _agree(plan, person, now)
    session.flush()


def _own_words(plan: CarePlan, person: Person) -> None:
    plan.own_words_declined = False
    plan.matters_to_me, plan.strengths = person.of(MATTERS), person.of(STRENGTHS)
    plan.how_to_help, plan.not_wanted = person.of(HELP), person.of(NOT_WANTED)
    plan.contingency, plan.disengagement = CONTINGENCY, DISENGAGEMENT


def _needs(session: Session, book: Book, person: Person) -> None:
    """The needs behind the goals, and one that the client did not want help with yet."""
    first = agreed_ago(person)
    at = datetime.combine(book.day(first if first is not None else 1), time(10, 20), UTC)
    for goal in goals_of(person):
        words = (goal["domain"], wording_of(person, goal), goal["priority"], goal["wants"])
        session.add(_need(person, at, goal["need"], *words))
    later = _need(
        person, at, "dental_oral", "physical", "Teeth: two broken, sometimes painful", "medium", "later"
    )
    later.not_now_reason = "wants to settle on the dose first"
    session.add(later)
    session.flush()
    write(
        "need.weighed", by=person.keyworker, subject=f"episodes:{person.id('E')}", service_id=person.service
    )


def _need(
    person: Person, at: datetime, item: str, domain: str, words: str, priority: str, wants_help: str
) -> Need:
    return Need(
        episode_id=person.id("E"),
        service_id=person.service,
        item=item,
        domain=domain,
        words=words,
        priority=priority,
        wants_help=wants_help,
        recorded_at=at,
        recorded_by=person.keyworker,
    )


def _link(session: Session, plan: CarePlan) -> None:
    """Each goal stands under its need."""
    needs = {
        need.item: need.id for need in session.scalars(select(Need).where(Need.episode_id == plan.episode_id))
    }
    for goal in session.scalars(select(Goal).where(Goal.care_plan_id == plan.id).order_by(Goal.id)):
        goal.need_id = needs.get(goal.need_item)


def _agree(plan: CarePlan, person: Person, now: datetime) -> None:
    plan.agreed_on = plan.drafted_on
    plan.agreement = str(person.plan.get("agreement", "verbal" if person.number % 5 == 0 else "signed"))
    at = min(datetime.combine(plan.drafted_on, time(11, 0), UTC), now)
    plan.agreed_at, plan.agreed_by = at, person.keyworker
    if plan.agreement == "declined":
        plan.agreement_note = "Does not want a plan written about them; agreed to meet monthly all the same."
    if plan.agreement == "lacks_capacity":
        plan.agreement_note = "Best-interest meeting held with the sister and the GP."
    if person.plan.get("copy", True):
        plan.copy_offered_on, plan.copy_taken = plan.drafted_on, person.of(COPIES)
        plan.offered_at, plan.offered_by = at, person.keyworker
    write(
        "care_plan.agreed",
        by=person.keyworker,
        subject=f"care_plans:{plan.id}",
        service_id=person.service,
        client_id=person.id("C"),
        detail={"version": plan.version, "agreement": plan.agreement},
    )


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
