"""What the demo tells of moving: transfers at every stage, releases, a return, hand-overs that wait for an answer."""

from datetime import date
from typing import Any

from careplan.clients.rules.invented import Book, Person
from careplan.clients.rules.packets import Agreed, Contents, Medicine, Part, hashed, written
from careplan.clients.rules.packets import Person as Who
from careplan.ground.offers import Chapter

NAMES = {
    "north": "Northgate Community Drug Service",
    "river": "Riverside Recovery Service",
    "seaside": "Seaside Recovery, outside this system",
}
OTHER = {"north": "river", "river": "north"}
TELEPHONES = {"north": "01632 960 001", "river": "01632 960 002"}
WHY = "Moves across the river next week and wants to go on without a gap. Prefers mornings, and to be rung first."
NOT_OURS = "The new address lies outside our area. Seaside would be the service: please send it there."
SCOPE = "Who they are and why they come; assessment answers, risks, care plan, medicines, outcomes, people to tell"
WAITING, LATE, PUT_BACK, ACCEPTED, SEEN, FILED, ARRIVED = 1, 5, 30, 6, 137, 4, 66
TRANSFERS = {
    "Simon Hawthorn": ("waits", WAITING),
    "Dennis Crag": ("waits", LATE),
    "Chloe Bay": ("put_back", PUT_BACK),
    "Lloyd Starling": ("accepted", ACCEPTED),
    "Stuart Dove": ("seen", SEEN),
    "Bridget Fell": ("file", FILED),
    "Shane Dale": ("arrived", ARRIVED),
}
"""How each transfer stands, and how many days ago it was sent."""
RELEASES: dict[str, tuple[str, int, str, int | None, str]] = {
    "Callum Stone": ("prison", -3, "methadone", -3, "HMP Nowhere, healthcare, 01632 960 700"),
    "Terry Mallow": ("hospital", -1, "none", None, "Ward 2, Example Hospital, 01632 960 701"),
    "Robin Bracken": ("prison", 2, "methadone", 1, "HMP Nowhere, healthcare, 01632 960 700"),
    "Kit Sorrel": ("hospital", 1, "buprenorphine", 0, "Ward 4, Example Hospital, 01632 960 702"),
    "Marta Linden": ("hospital", 170, "methadone", 169, "Ward 4, Example Hospital, 01632 960 702"),
    "Niamh Clover": ("prison", 120, "methadone", 119, "HMP Nowhere, healthcare, 01632 960 700"),
}
"""From where, how many days ago (ahead where negative), on what, covered until when, whom to ring."""
RETURNS = "Rosa Vale"
AWAY_DAYS = 9
HANDED = {
    "Hugh Bramble": "Sees the prescriber on Thursdays.",
    "Grace Tarn": "The draft of the plan is half done.",
}


def _moves(book: Book, person: Person) -> None:
    if person.name in TRANSFERS:
        _transfer(book, person, *TRANSFERS[person.name])
    if person.name in RELEASES:
        _release(book, person, *RELEASES[person.name])
    if person.name in HANDED:
        _row(
            book, person, "hand_overs", 2, id=person.id("HO", "waits"), from_worker_id=person.keyworker,
            to_worker_id="rowan", handed_on=book.day(2), note=HANDED[person.name],
        )  # fmt: skip
    if person.name == RETURNS:
        _came_back(book, person)


def _row(book: Book, person: Person, file: str, ago: int, by: str = "", **cells: Any) -> None:
    cells.setdefault("episode_id", person.id("E"))
    book.add(file, ago=ago, by=by or person.keyworker, **cells)


def _transfer(book: Book, person: Person, stage: str, ago: int) -> None:
    """The transfer with its consent, and what became of it there."""
    to = "seaside" if stage in ("file", "arrived") else OTHER[person.service]
    consent: dict[str, Any] = {"party": NAMES[to], "purpose": "treatment", "scope": SCOPE, "basis": "spoken"}
    days: dict[str, Any] = {"given_on": book.day(ago), "expires_on": book.day(ago - 365)}
    _row(book, person, "consents", ago, id=person.id("CS", "sent"), **consent, **days)
    there = person.id("E", "sent")
    taken = stage in ("accepted", "seen")
    _row(
        book, person, "transfers", ago, id=person.id("TR"), to_episode_id=there if taken else None,
        consent_id=person.id("CS", "sent"), sent_to=NAMES[to], sent_on=book.day(ago), reason=WHY, basis="consent",
    )  # fmt: skip
    if to == "seaside":
        _news(book, person, stage, ago)
        return
    worker = {"north": "amira", "river": "ben"}[to]
    if taken:
        _arrives(book, person, to, worker, stage, ago)
    _packet(book, person, to, worker, stage, ago)


def _packet(book: Book, person: Person, to: str, worker: str, stage: str, ago: int) -> None:
    text = written(_contents(book, person, NAMES[to], ago))
    answered: dict[str, Any] = {}
    if stage != "waits":
        put_back = stage == "put_back"
        answered = {"answer": "put_back" if put_back else "accepted", "answered_by": worker}
        answered |= {
            "answered_at": f"{book.day(ago - 1)}T11:20:00Z",
            "answer_reason": NOT_OURS if put_back else None,
        }
        answered |= {"episode_id": None if put_back else person.id("E", "sent")}
    book.add(
        "packets", ago=ago, by=person.keyworker,
        id=person.id("PK"), service_id=to, transfer_id=person.id("TR"), sent_by=NAMES[person.service],
        sent_on=book.day(ago), reason=WHY, content=text, sha256=hashed(text), **answered,
    )  # fmt: skip


def _contents(book: Book, person: Person, receiver: str, ago: int) -> Contents:
    """The packet: short, as what is told of invented people stands in their records."""
    (client,) = (row for row in book.rows["clients"] if row["id"] == person.id("C"))
    names = ("first_name", "last_name", "date_of_birth", "sex", "ethnicity", "nhs_number", "postcode")
    medicines = []
    if person.course:
        mg = person.course["mg"]
        words = f"{person.course['drug'].capitalize()} {mg} mg a day"
        medicines = [Medicine(person.course["drug"], words, f"{mg}", book.day(ago))]
    plan = [("What matters", "Peace and quiet, my own key, the dog."), ("Agreed", "Meets every two weeks")]
    return Contents(
        person=Who(birth_known="known", **{name: client[name] for name in names}),
        service=NAMES[person.service],
        telephone=TELEPHONES[person.service],
        worker="Amira Willow" if person.service == "north" else "Ben Larch",
        receiver=receiver,
        sent_on=book.day(ago),
        reason=WHY,
        basis="consent",
        override_reason=None,
        allergies="Penicillin" if person.number % 2 else "",
        answers=[],
        medicines=medicines,
        parts=[Part("Care plan", plan)],
        consent=Agreed(SCOPE, "spoken", book.day(ago), book.day(ago - 365)),
    )


def _arrives(book: Book, person: Person, to: str, worker: str, stage: str, ago: int) -> None:
    """The episode that a transfer opened: one waits to be seen, one was seen and left again."""
    seen = stage == "seen"
    ended = {"closed_on": book.day(ago - 37), "exit_reason": "moved_away"} if seen else {}
    there = person.id("E", "sent")
    book.add(
        "episodes", ago=ago - 1, by=worker,
        id=there, client_id=person.id("C"), service_id=to, referred_on=book.day(ago),
        referral_source="other_drug_service", priority="none", triaged_on=book.day(ago - 4) if seen else None,
        keyworker_id=worker, ndtms_consent=True if seen else None, **ended,
    )  # fmt: skip
    on = book.day(ago - 4) if seen else _working(book, -2)
    booked = person.id("AP", "sent")
    book.add(
        "appointments", ago=ago - 1, by=worker,
        id=booked, episode_id=there, starts_at=f"{on}T10:30:00Z", purpose="triage",
        outcome="attended" if seen else None, worker_id=worker,
    )  # fmt: skip
    if seen:
        book.add(
            "contact_notes", ago=ago - 4, by=worker,
            id=person.id("CN", "sent"), episode_id=there, on=on, way="face_to_face", worker_id=worker, minutes=40,
            words="Came with the packet in hand. Went through it together; the plan goes on as it was.",
            risk_changed=False, purpose="triage", appointment_id=booked, began="10:30",
        )  # fmt: skip
    book.add(
        "consents", ago=ago - 1, by=worker,
        id=person.id("CS", "came"), episode_id=there, party=NAMES[to], purpose="treatment", basis="spoken",
        scope=f"Sent by {NAMES[person.service]}: {SCOPE}", given_on=book.day(ago), expires_on=book.day(ago - 365),
    )  # fmt: skip


def _working(book: Book, ago: int) -> date:
    """The first weekday from that day on."""
    on = book.day(ago)
    return book.day(ago - (7 - on.weekday())) if on.weekday() > 4 else on


def _news(book: Book, person: Person, stage: str, ago: int) -> None:
    if stage == "arrived":
        told: dict[str, Any] = {"told_on": book.day(ago - 4), "seen_on": book.day(ago - 3), "outcome": "seen"}
        _row(
            book,
            person,
            "transfer_news",
            ago - 4,
            id=person.id("TN"),
            who="Their duty worker, by telephone",
            **told,
        )


def _release(
    book: Book, person: Person, kind: str, ago: int, medicine: str, until: int | None, place: str
) -> None:
    _row(
        book, person, "releases", max(ago + 5, 1), id=person.id("RL"), kind=kind, released_on=book.day(ago),
        medicine=medicine, dose="As confirmed by their healthcare" if until is not None else None,
        covered_until=None if until is None else book.day(until), place=place,
    )  # fmt: skip


def _came_back(book: Book, person: Person) -> None:
    """Who dropped out between two appointments and came back nine days later: the same episode goes on."""
    mine = [row for row in book.rows["appointments"] if row["episode_id"] == person.id("E")]
    agos = [(book.today - date.fromisoformat(row["starts_at"][:10])).days for row in mine]
    last = min(ago for ago in agos if ago > 30)
    left, back = last - 1, last - 1 - AWAY_DAYS
    (episode,) = (row for row in book.rows["episodes"] if row["id"] == person.id("E"))
    (treated,) = (row for row in book.rows["interventions"] if row["episode_id"] == person.id("E"))
    reason = f"Came back on {book.day(back)}: rang after a bad week and wants to go on"
    again = dict(episode) | {
        "id": person.id("E", "back"),
        "corrects": episode["id"],
        "correction_reason": reason,
    }
    book.add("episodes", ago=back, by=person.keyworker, **_unrecorded(again))
    episode |= {"closed_on": book.day(left), "exit_reason": "dropped_out"}
    anew = dict(treated) | {"id": person.id("I", "back"), "referred_on": book.day(back)}
    anew |= {"first_offered_on": book.day(back - 1), "started_on": book.day(back - 1)}
    book.add("interventions", ago=back - 1, by=person.keyworker, **_unrecorded(anew))
    treated |= {"ended_on": book.day(left), "ending": "unplanned"}
    _row(
        book, person, "contact_notes", back, id=person.id("CN", "back"), on=book.day(back), way="phone",
        worker_id=person.keyworker, words="Rang in the morning. Had a bad week and wants to go on.",
        risk_changed=False, purpose="keywork", minutes=10,
    )  # fmt: skip


def _unrecorded(cells: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in cells.items() if name not in ("recorded_at", "recorded_by")}


CHAPTER = Chapter(_moves)
