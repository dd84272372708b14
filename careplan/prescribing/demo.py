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


CHAPTER = Chapter(_reassess)
