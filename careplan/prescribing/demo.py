"""What the demo tells of courses beside orders, weeks and doses."""

from careplan.clients.rules.invented import Book, Person
from careplan.ground.offers import Chapter


def _reassess(book: Book, person: Person) -> None:
    """After an earlier run of missed days the prescriber saw the client before the next dose."""
    if (gap := (person.course or {}).get("gap")) is not None:
        book.add(
            "reassessments", ago=int(gap) - 3, by="hazel",
            id=person.id("RE"), course_id=person.id("CO"), tolerance="uncertain", intoxicated=False,
            withdrawal="mild: yawning, restless legs", other_use="heroin twice while without a dose",
            plan="restart at 30 mg, supervised, back to the former dose over a week",
            **{"on": book.day(int(gap) - 3)},
        )  # fmt: skip


def _review(book: Book, person: Person) -> None:
    """The prescriber sees a client on a course every three months; who misses doses is overdue."""
    if person.course is None:
        return
    agos = [ago for ago in range(person.start - 7, 0, -84) if person.here(ago)]
    for number, ago in enumerate(agos, 1):
        last = ago <= 84
        book.add(
            "prescribing_reviews", ago=ago, by="hazel", id=person.id("PR", number), episode_id=person.id("E"),
            reviewed_on=book.day(ago), way="face_to_face" if number % 4 else "phone",
            withdrawal=person.of(("none", "mild")), sedation="none",
            other_use=person.of(("nothing", "heroin once", "alcohol at weekends")),
            decision=person.of(("same", "same", "increase")),
            next_on=book.day(min(ago - 84, -3) if last and "missing" not in person.traits else ago - 84),
        )  # fmt: skip


def _chapter(book: Book, person: Person) -> None:
    _reassess(book, person)
    _review(book, person)


CHAPTER = Chapter(_chapter)
