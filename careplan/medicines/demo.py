"""What the demo tells of the medicines of its invented clients."""

from careplan.clients.rules.invented import Book, Person
from careplan.ground.offers import Chapter

TAKEN = (
    ("Sertraline", "50 mg", "Once a day", "GP"),
    ("Salbutamol", "2 puffs", "As needed", "GP"),
    ("Omeprazole", "20 mg", "Once a day", "GP"),
    ("Mirtazapine", "15 mg", "At night", "GP"),
    ("Ibuprofen", "400 mg", "As needed", "Bought at the pharmacy"),
    ("Pregabalin", "150 mg", "Twice a day", "GP"),
)


def _medicines(book: Book, person: Person) -> None:
    """Two clients of five take something, one of them a second medicine; somebody stopped one."""
    if person.stage == "referral" or person.number % 5 not in (1, 3):
        return
    turns = (0, 1) if person.number % 5 == 3 else (0,)
    for turn in turns:
        name, dose, often, by = TAKEN[(person.number // 5 + turn) % len(TAKEN)]
        book.add(
            "medicines", ago=person.triaged_ago, by=person.keyworker,
            id=person.id("MD", turn), client_id=person.client_id, name=name, dose=dose, how_often=often,
            prescriber=by, since=str(book.day(person.triaged_ago).year - 1), told_by="client",
            stopped_on=book.day(person.triaged_ago) if turn and person.number % 4 == 0 else None,
        )  # fmt: skip


CHAPTER = Chapter(_medicines)
