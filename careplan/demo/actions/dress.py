"""What profile 1 has no file for: passwords, words and needs of plans, their agreement, and what rooms tell."""

from collections.abc import Sequence
from datetime import UTC, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from careplan.clients.rules.invented import Book, Person
from careplan.demo.rules.people import people, read
from careplan.demo.rules.planning import COPIES, agreed_ago, goals_of, wording_of
from careplan.demo.rules.story import services
from careplan.ground.offers import Chapter
from careplan.plans.models import CarePlan, Goal, Need
from careplan.staff.actions.drafts import keep_draft
from careplan.staff.actions.organisation import REACHING
from careplan.staff.actions.workers import set_password
from careplan.staff.models import Service, Worker
from careplan.trail.actions import write


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
    for name, words in read()["own_words"].items():
        setattr(plan, name, person.of(words))


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
    write("need.weighed", by=person.keyworker, subject=f"episodes:{person.id('E')}", of=person)


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
        of=person,
        detail={"version": plan.version, "agreement": plan.agreement},
    )


def dress(session: Session, book: Book, chapters: Sequence[Chapter], *, now: datetime, password: str) -> None:
    """Add all of it, and what rooms tell; every row of the record leaves an entry in the trail."""
    _sign_ins(session, now, password)
    _reaching(session)
    everybody = people()
    agree_plans(session, book, everybody, now)
    for person in everybody:
        for chapter in chapters:
            chapter.dress(session, book, person)
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


def _half_typed(everybody: list[Person], now: datetime) -> None:
    """Words that a keyworker typed into a draft plan and did not send."""
    person = next(one for one in everybody if "draft" in one.plan)
    subject = f"/record/{person.id('E')}/care-plan/{person.id('PL', 1)}/contingency"
    typed = [
        ("draft_title", "Plan for difficult times"),
        ("contingency", "If it gets bad at the weekend I go to my sister's, and"),
    ]
    keep_draft(worker_id=person.keyworker, subject=subject, form="page", pairs=typed, at=now)
