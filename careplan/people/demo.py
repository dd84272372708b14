"""What the demo tells of how its invented clients are reached, who matters to them and who may be told."""

from typing import Any

from careplan.clients.rules.invented import Book, Person
from careplan.ground.offers import Chapter

STREETS = ("Made Up Street", "Nowhere Lane", "Invented Row", "Example Close")
PRACTICES = ("Testham Surgery", "Example Road Practice", "Nowhere Health Centre")
PHARMACIES = ("Invented Chemist", "Example Pharmacy")
CHILDREN = ("Robin", "Kit", "Alex", "Sky")
SAFE = ("ring text", "ring message text", "text", "ring")


def _people(book: Book, person: Person) -> None:
    """From triage on; every ninth client could not say how to be reached."""
    if person.stage == "referral" or person.number % 9 == 0:
        return
    _reached(book, person)
    _household(book, person)
    if person.stage == "treatment":
        _helped(book, person)
        _shared(book, person)


def _row(book: Book, person: Person, file: str, number: int, ago: int, **cells: object) -> None:
    book.add(file, ago=ago, by=person.keyworker, id=person.id(file[:2].upper(), number), **cells)


def _of_client(person: Person) -> dict[str, str]:
    return {"client_id": person.client_id, "told_by": "client"}


def _reached(book: Book, person: Person) -> None:
    ago, whose = person.triaged_ago, _of_client(person)
    mobile: dict[str, Any] = {
        "kind": "mobile",
        "value": f"07700 900 {person.number:03d}",
        "safe": person.of(SAFE),
    }
    _row(book, person, "contact_ways", 1, ago, **mobile, preferred=True, **whose)
    if person.number % 4 == 0:
        home: dict[str, Any] = {
            "kind": "landline",
            "value": f"01632 960 {person.number:03d}",
            "whose": "A parent",
        }
        _row(book, person, "contact_ways", 2, ago, **home, preferred=False, **whose)
    where: dict[str, Any]
    if person.number % 7 == 0:
        where = {"kind": "no_fixed_abode", "postcode": "ZZ99 3VZ", "safe_to_write": False}
    else:
        lines = f"{person.number} {person.of(STREETS)}\nTestham"
        where = {"kind": "home", "lines": lines, "safe_to_write": person.number % 5 != 0}
    _row(book, person, "addresses", 1, ago, **where, **whose)
    if person.number % 11 == 0:
        speech: dict[str, Any] = {"language": "Polish", "interpreter": True, "preferred_name": None}
        _row(book, person, "preferences", 1, ago, **speech, **whose)


def _household(book: Book, person: Person) -> None:
    if "child" in person.traits or person.number % 3 == 0:
        child: dict[str, Any] = {
            "name": f"{person.of(CHILDREN)} {person.name.split()[-1]}",
            "relation": "child",
        }
        lives = "with_client" if person.number % 2 else "other_parent"
        child |= {"born_year": book.today.year - 3 - person.number % 12, "lives": lives}
        child |= {"roles": "parental_responsibility", "may_be_told": False}
        _row(book, person, "relations", 1, person.triaged_ago, **child, **_of_client(person))
    if person.number % 2 == 0:
        sister: dict[str, Any] = {
            "name": f"Jo {person.name.split()[-1]}",
            "relation": "sibling",
            "lives": "alone",
        }
        sister |= {"roles": "next_of_kin emergency", "may_be_told": person.number % 4 == 0}
        _row(book, person, "relations", 2, person.triaged_ago, **sister, **_of_client(person))


def _helped(book: Book, person: Person) -> None:
    practice: dict[str, Any] = {"kind": "gp", "name": person.of(PRACTICES), "telephone": "01632 960 900"}
    _row(book, person, "helpers", 1, person.triaged_ago, **practice, **_of_client(person))
    if person.course:
        chemist: dict[str, Any] = {
            "kind": "pharmacy",
            "name": person.of(PHARMACIES),
            "telephone": "01632 960 901",
        }
        _row(book, person, "helpers", 2, person.start, **chemist, **_of_client(person))


def _shared(book: Book, person: Person) -> None:
    ago, episode = person.triaged_ago, {"episode_id": person.id("E")}
    consent: dict[str, Any] = {
        "party": person.of(PRACTICES),
        "purpose": "treatment",
        "scope": "Medicines, doses and risks",
    }
    ends = book.day(ago - 365 if ago < 365 else -20 - person.number % 30)
    consent |= {"basis": "signed", "given_on": book.day(ago), "expires_on": ends}
    _row(book, person, "consents", 1, ago, **consent, **episode)
    if "child" in person.traits and person.number % 2 == 0:
        step: dict[str, Any] = {
            "whom": "child",
            "name": f"{person.of(CHILDREN)} {person.name.split()[-1]}",
            "stage": "referral",
        }
        step |= {"account": "Medicines were within reach of the child.", "with_whom": "Duty social worker"}
        step |= {"happened_on": book.day(min(ago, 10)), "review_on": book.day(-4)}
        _row(book, person, "safeguarding", 1, min(ago, 10), **step, **episode)


CHAPTER = Chapter(_people)
