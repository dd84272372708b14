"""What the demo tells of appointments, none on a day when the client was away, had left or had died, and a task."""

from careplan.clients.rules.invented import Book, Person
from careplan.ground.offers import Chapter

EVERY = 14
LOOKS_BACK = 190
SATURDAY, SUNDAY = 5, 6
OUTCOMES = (
    *("attended", "attended", "did_not_attend", "attended", "attended", "cancelled_by_client", "attended"),
    *("attended", "did_not_attend", "attended", "cancelled_by_service"),
)


def _beside(book: Book, person: Person) -> None:
    """Appointments, and the note of a task that somebody began."""
    _appointments(book, person)
    if person.number == 4:
        book.add(
            "tasks", ago=1, by=person.keyworker,
            id=person.id("TK"), episode_id=person.id("E"), worker_id=person.keyworker, kind="note",
            source="demo:school", words="Ring the school about pick-up times", due_on=book.day(1),
        )  # fmt: skip
        book.add(
            "task_actions", ago=1, by=person.keyworker,
            id=person.id("TA"), task_id=person.id("TK"), words="Rang, no answer; will try again on Tuesday.",
            closes=False,
        )  # fmt: skip


def _appointments(book: Book, person: Person) -> None:
    if person.stage != "referral":
        _appointment(book, person, 0, person.triaged_ago, "triage", "attended")
    first = min(person.triaged_ago - EVERY, LOOKS_BACK + person.number % EVERY)
    if person.stage == "treatment":
        for number, ago in enumerate(range(first, 0, -EVERY), 1):
            purpose = "prescribing" if person.course and number % 3 == 0 else "keywork"
            _appointment(book, person, number, ago, purpose, person.of(OUTCOMES, number))
    if person.quiet_from < 0:
        purpose = "triage" if person.stage == "referral" else "keywork"
        _appointment(book, person, 99, -(person.number % 10), purpose, None)


def _appointment(
    book: Book, person: Person, number: int, ago: int, purpose: str, outcome: str | None
) -> None:
    """One appointment; all but the triage on a working day. What lies ahead has no outcome and was made yesterday."""
    weekday = book.day(ago).weekday()
    if weekday >= SATURDAY and (number or not outcome):
        ago += weekday - SATURDAY + 1 if outcome else weekday - SUNDAY - 1
    if outcome and not (person.here(ago) and ago <= person.triaged_ago):
        return
    hour, minute = 9 + (person.number + number) % 8, 30 * (person.number % 2)
    book.add(
        "appointments", ago=max(ago, 1), by=person.keyworker,
        id=person.id("AP", number), episode_id=person.id("E"),
        starts_at=f"{book.day(ago).isoformat()}T{hour:02d}:{minute:02d}:00Z", purpose=purpose, outcome=outcome,
        worker_id="hazel" if purpose == "prescribing" else person.keyworker,
    )  # fmt: skip


CHAPTER = Chapter(_beside)
