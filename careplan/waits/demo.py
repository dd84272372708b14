"""What the demo tells of who referred its invented clients, and what the service answered."""

from careplan.clients.rules.invented import Book, Person
from careplan.ground.offers import Chapter

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
    answered = max(person.referred_ago - 1, 1)
    if answered >= person.referred_ago or (person.stage == "referral" and person.number % 2):
        return
    book.add(
        "referral_answers", ago=answered, by=person.keyworker,
        id=person.id("RA"), episode_id=person.id("E"), answered_on=book.day(answered), answer="accepted",
        told=referrer,
    )  # fmt: skip


CHAPTER = Chapter(_referred)
