"""What the demo tells of treatment options and losing touch, as plans say it, and of those who left."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from careplan.clients.codes import ExitReason, InterventionKind
from careplan.clients.rules.aftercare import AFTERCARE, FOLLOW_UP, follow_ups
from careplan.clients.rules.invented import Book, Person
from careplan.ground.offers import Chapter
from careplan.plans.codes import ExitStep, OptionAnswer, StepState, TouchWay
from careplan.plans.rules.exit_steps import EXIT_STEPS, FOLLOWED_UP, steps_of
from careplan.plans.rules.options import TREATMENT_OPTIONS

TAKEN = (
    (ExitStep.EXIT_REVIEW, "Looked back together; the client wrote the list of what helped."),
    (ExitStep.GOALS, "Two reached, one goes into the aftercare plan."),
    (ExitStep.AFTERCARE_PLAN, "Thursday group, sponsor, and whom to ring at night."),
    (ExitStep.NALOXONE, "Kit checked, the partner knows how to use it."),
    (ExitStep.TOLERANCE, "Said twice, and given on paper."),
    (ExitStep.WAY_BACK, "Card with the number of the duty worker."),
    (ExitStep.GP, "Letter to the practice."),
    (ExitStep.REACHING, "Two texts, two calls, one visit."),
    (ExitStep.LETTER, "Invitation to come back, by post."),
)
LEFT_OUT = (
    (ExitStep.NALOXONE, "Never used opioids, did not want a kit."),
    (ExitStep.GP, "Does not want the practice to know; asked twice."),
)
DONE, NOT_DONE = dict(TAKEN), dict(LEFT_OUT)
TOLD = (
    "Well. Goes to the Thursday group, sleeps, works two days a week.",
    "Drank once at a wedding and rang the sponsor the next day. No wish to come back now.",
    "No answer, message left at the safe number; rang back in the evening: well.",
)


IF_LOST = (
    (TouchWay.TEXT, 0, None),
    (TouchWay.PHONE, 2, None),
    (TouchWay.THIRD_PARTY, 5, "The sister: only that we ask how things are"),
    (TouchWay.HOME_VISIT, 10, None),
)
"""In order: the way, after how many days, and whom we may tell."""


EXPLAINED = (
    (
        InterventionKind.STRUCTURED_PSYCHOSOCIAL,
        OptionAnswer.CHOSEN,
        "Wants to talk with one person, not in a group",
    ),
    (InterventionKind.RECOVERY_SUPPORT, OptionAnswer.LATER, None),
    (InterventionKind.RESIDENTIAL_REHAB, OptionAnswer.DECLINED, "Does not want to leave home now"),
)
"""What was explained of treatment, what the client made of it, and why."""


def _options(book: Book, person: Person, plan: Mapping[str, Any]) -> None:
    ago, standard = (book.today - plan["drafted_on"]).days, TREATMENT_OPTIONS.on(plan["drafted_on"]).options
    for place, (kind, answer, why) in enumerate(EXPLAINED, 1):
        book.add(
            "plan_options", ago=ago, by=person.keyworker,
            id=person.id("PO", plan["version"], place), care_plan_id=plan["id"], place=place, option=kind,
            words=standard[kind].words, answer=answer, why=why,
        )  # fmt: skip


def _told(book: Book, person: Person) -> None:
    """Every second plan says which treatment was explained, every third what to do when contact is lost.

    Then what follows of those who left.
    """
    for plan in book.rows["care_plans"]:
        if plan["episode_id"] == person.id("E") and person.number % 2 == 0:
            _options(book, person, plan)
        if plan["episode_id"] == person.id("E") and person.number % 3 == 0:
            ago = (book.today - plan["drafted_on"]).days
            for place, (way, after_days, whom) in enumerate(IF_LOST, 1):
                book.add(
                    "lost_touch_steps", ago=ago, by=person.keyworker,
                    id=person.id("LS", plan["version"], place), care_plan_id=plan["id"], place=place, way=way,
                    after_days=after_days, whom=whom,
                )  # fmt: skip
    _left(book, person)


def _left(book: Book, person: Person) -> None:
    if person.exit is None or person.stage != "treatment":
        return
    reason, ago = ExitReason(person.exit["reason"]), person.until
    for number, step in enumerate(steps_of(reason, EXIT_STEPS.on(book.day(ago)))):
        not_done = step in NOT_DONE and (person.number + number) % 3 == 0
        book.add(
            "exit_steps", ago=ago, by=person.keyworker,
            id=person.id("XS", number), episode_id=person.id("E"), step=step, **{"on": book.day(ago)},
            state=StepState.NOT_DONE if not_done else StepState.DONE,
            words=NOT_DONE[step] if not_done else DONE[step],
        )  # fmt: skip
    if reason in FOLLOWED_UP:
        _followed(book, person)


def _followed(book: Book, person: Person) -> None:
    """A task for each follow-up; those that are past are answered by a note, but for the last week of every other."""
    closed_on = book.day(person.until)
    standard = AFTERCARE.on(closed_on)
    for weeks, due_on in follow_ups(closed_on, standard.follow_ups.weeks, standard):
        task = person.id("FU", weeks)
        book.add(
            "tasks", ago=person.until, by=person.keyworker,
            id=task, episode_id=person.id("E"), worker_id=person.keyworker, kind=FOLLOW_UP, due_on=due_on,
            source=f"{FOLLOW_UP}:{closed_on}:{weeks}",
            words=f"Aftercare: ask how it goes, {weeks} weeks after leaving",
        )  # fmt: skip
        if due_on < book.today - timedelta(days=person.number % 2 * standard.shown.days):
            _note(book, person, weeks, (book.today - due_on).days, task)


def _note(book: Book, person: Person, weeks: int, ago: int, task: str) -> None:
    book.add(
        "contact_notes", ago=ago, by=person.keyworker,
        id=person.id("CN", "after", weeks), episode_id=person.id("E"), way="phone", purpose="other",
        words=person.of(TOLD, weeks), worker_id=person.keyworker, risk_changed=False, minutes=10,
        **{"on": book.day(ago)},
    )  # fmt: skip
    book.add(
        "task_actions", ago=ago, by=person.keyworker,
        id=person.id("TF", weeks), task_id=task, words="A note says how it goes.", closes=True,
    )  # fmt: skip


CHAPTER = Chapter(_told)
