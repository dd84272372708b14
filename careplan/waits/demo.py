"""What the demo tells of who referred its invented clients, and what the service answered."""

from careplan.clients.rules.invented import Book, Person
from careplan.ground.offers import Chapter
from careplan.waits.rules import NOT_DECIDED

SAID = (
    (
        "gp",
        "Dr Example, Testham Surgery",
        "Asks for help with opioids; prescribes codeine until then, no more.",
    ),
    (
        "hospital",
        "Ward 4, Example Hospital",
        "Overdose last week, seen by the liaison nurse. Wants treatment.",
    ),
    ("criminal_justice", "Custody suite, Invented Road", "Positive test on arrest; agreed to be seen."),
    ("prison", "HMP Nowhere, healthcare", "Release in two weeks, on a daily dose there. Please offer a day."),
    ("social_care", "Family team, Example Council", "Two children at home; asks for help with drinking."),
    ("mental_health", "Crisis team, Example Trust", "Low mood and alcohol. We see the client on Fridays."),
    ("family_friend", "The client’s sister", "Rang for the client, who sat beside her and agreed."),
    ("other_drug_service", "Riverbank Outreach", "Known from needle exchange; ready for treatment now."),
)
REFERRERS = {source: (referrer, words) for source, referrer, words in SAID}


ASKED = ("more_asked", "Which medicines, and since when? Please send the last letter.")
BACK = ("put_back", "The client wants residential treatment at once, which this service does not offer.")
BACK_AT, REVIEWED_AFTER = 3, 42
LONG = (
    ("capacity", "A place in the evening clinic comes free on the first of next month; we ring on that day."),
    (
        "client_later",
        "Works away until the end of the month and asked for a day after that. Rung every week.",
    ),
)


def _beside(book: Book, person: Person) -> None:
    _referred(book, person)
    _waits_long(book, person)


def _waits_long(book: Book, person: Person) -> None:
    """Whoever waits to be seen for longer than the review asks for was reviewed on that day, and reported."""
    if person.stage != "referral" or person.referred <= REVIEWED_AFTER:
        return
    ago = person.referred - REVIEWED_AFTER
    why, words = person.of(LONG)
    book.add(
        "wait_reviews", ago=ago, by="rowan",
        id=person.id("WR"), episode_id=person.id("E"), reviewed_on=book.day(ago), kind=NOT_DECIDED, why=why,
        next_step=words, reported_on=book.day(max(ago - 2, 0)),
    )  # fmt: skip


def _referred(book: Book, person: Person) -> None:
    """Who referred, and that it was accepted the day after; of those not seen yet every other waits for an answer."""
    if person.source not in REFERRERS:
        return
    referrer, words = REFERRERS[person.source]
    book.add(
        "outside_referrals", ago=person.referred_ago, by=person.keyworker,
        id=person.id("OR"), episode_id=person.id("E"), referrer=referrer, agrees=True, words=words,
        telephone=f"01632 960 {person.number:03d}",
    )  # fmt: skip
    if person.exit and person.exit["reason"] == "no_appropriate_treatment":
        _answer(book, person, person.until, *BACK)
        return
    if person.stage == "referral" and person.referred > REVIEWED_AFTER:
        _answer(book, person, person.referred - BACK_AT, *ASKED, letter="-more")
    answered = max(person.referred_ago - 1, 1)
    if answered >= person.referred_ago or (person.stage == "referral" and person.number % 2):
        return
    _answer(book, person, answered, "accepted", None)


def _answer(book: Book, person: Person, ago: int, answer: str, words: str | None, letter: str = "") -> None:
    book.add(
        "referral_answers", ago=ago, by=person.keyworker,
        id=f"{person.id('RA')}{letter}", episode_id=person.id("E"), answered_on=book.day(ago), answer=answer,
        told=REFERRERS[person.source][0], words=words,
    )  # fmt: skip


CHAPTER = Chapter(_beside)
