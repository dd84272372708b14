"""What the demo tells of viruses and naloxone of who is in treatment."""

from careplan.clients.rules.invented import Book, Person
from careplan.ground.offers import Chapter


def _harm_reduction(book: Book, person: Person) -> None:
    if person.stage == "treatment":
        _viruses(book, person)
        _naloxone(book, person)


def _viruses(book: Book, person: Person) -> None:
    """Offers at triage; three doses, a refusal, or nothing at all, by turns."""
    events: list[tuple[int, str, str | None]] = [(0, "hbv_offered", None), (0, "hcv_offered", None)]
    turn = person.number % 6
    if turn < 3:
        events += [(0, "hbv_accepted", None), (9, "hbv_dose_1", None), (37, "hbv_dose_2", None)]
        events += [(190, "hbv_dose_3", None)]
    events += [(0, "hbv_refused", None)] if turn == 4 else []
    result = "positive" if "injects" in person.traits else "negative"
    events += [(9, "hcv_tested", result), (9, "hiv_offered", None)] if turn % 2 == 0 else []
    if turn == 5:
        return
    for number, (after, kind, text) in enumerate(events, 1):
        ago = person.triaged_ago - after
        if person.here(ago):
            book.add(
                "bbv_events", ago=ago, by=person.keyworker,
                id=person.id("B", number), episode_id=person.id("E"), kind=kind, result=text,
                **{"on": book.day(ago)},
            )  # fmt: skip


def _naloxone(book: Book, person: Person) -> None:
    if not person.opioids or person.number % 9 == 0:
        return
    kits = [(person.start, "first", 700)]
    if person.number % 3 == 0:
        kits += [(person.start - 60, "replacement_used" if person.number % 2 else "replacement_lost", 700)]
    for number, (ago, reason, lasts) in enumerate(kits, 1):
        if person.here(ago):
            book.add(
                "naloxone_supplies", ago=ago, by=person.keyworker,
                id=person.id("N", number), client_id=person.id("C"), product="nasal spray 1.8 mg",
                expires_on=book.day(ago - lasts), trained=person.number % 7 != 0, reason=reason,
                **{"on": book.day(ago)},
            )  # fmt: skip


CHAPTER = Chapter(_harm_reduction)
