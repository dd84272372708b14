"""What the demo tells of contacts: a note of every appointment that was attended, calls between them, and a group."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from careplan.clients.rules.invented import Book, Person
from careplan.contacts.codes import Way
from careplan.ground.clock import moment_of
from careplan.ground.offers import Chapter

TRIAGE = (
    "Came with a friend. Wants to stop buying and to sleep through the night. Explained what happens next.",
    "Rang twice before coming. Worried about work finding out. Agreed to meet at 5pm after shifts.",
)
KEYWORK = (
    "A good fortnight: two evenings with the running group. Used once, on the day of the court letter.\n"
    "Looked at what came before it. Agreed: rings before opening brown envelopes.",
    "Tired. Sleeps four hours. We wrote down the evenings and cut the coffee after 4pm.\n"
    "Agreed: sleep diary until next time.",
    "Brother is back in the flat and drinks. Talked about where to go when it gets loud. Key to the neighbour’s.",
    "Went to the dentist at last. Proud of it. Next on the list is the housing form; we filled in half of it.",
    "Did not want to talk about use today. Talked about the dog, then about the mother. That was enough.",
)
PRESCRIBING = (
    "Dose holds. No withdrawal in the mornings, a little sweating. Box is locked, the key is on the belt.",
    "Missed one day because the bus did not come. Nothing on top. Stays on the present dose.",
)
CALLS = (
    "Rang to say the prescription reached the pharmacy.",
    "Rang to move the next appointment; sounded well.",
    "Text: the housing office answered, letter comes by post.",
)
CALL_EVERY = 4
GROUP_DAYS = 84
GROUP = (
    "Topic: the hour before bed. Everybody named one thing to leave out and one to put in its place.",
    "Topic: when others drink at home. We played two conversations and heard what made them easier.",
    "Topic: weekends. Each of us wrote a plan for Saturday evening and read it out.",
)
OWN = ("Spoke little, listened.", "Told of a whole night’s sleep.", "", "Helped the newcomer.")
BREAKFAST = (
    "Porridge and the week behind us. Everybody said one thing that went well.",
    "Breakfast, then a walk along the river. Talked about what Sundays were like before.",
)


@dataclass(frozen=True, slots=True)
class Group:
    """A weekly group: its name, its day (Monday is 0), time, topics, and whose turn it is."""

    name: str
    code: str
    weekday: int
    at: str
    said: tuple[str, ...]
    turn: int


GROUPS = (
    Group("Sleep and evenings", "tue", 1, "14:00", GROUP, 2),
    Group("Sunday breakfast", "sun", 6, "10:00", BREAKFAST, 4),
)
LOST, ANSWERED_BY = "text", 2
CAME = ("attended", "attended", "did_not_attend", "attended", "cancelled_by_client")


def _beside(book: Book, person: Person) -> None:
    mine, ahead = person.id("E"), book.today.isoformat()
    every = [row for row in book.rows["appointments"] if row["episode_id"] == mine]
    attended = [row for row in every if row["outcome"] == "attended" and row["starts_at"] < ahead]
    for number, row in enumerate(attended):
        on, purpose = date.fromisoformat(row["starts_at"][:10]), row["purpose"]
        said = TRIAGE if purpose == "triage" else PRESCRIBING if purpose == "prescribing" else KEYWORK
        about = {"purpose": purpose, "appointment_id": row["id"], "began": row["starts_at"][11:16]}
        way = Way.HOME_VISIT if (person.number + number) % 9 == 8 else Way.FACE_TO_FACE
        _note(book, person, f"{number}", on, way, person.of(said, number), minutes=40, **about)
        if number % CALL_EVERY == CALL_EVERY - 1 and person.here((book.today - on).days - 1):
            _note(
                book,
                person,
                f"{number}c",
                on,
                Way.PHONE,
                person.of(CALLS, number),
                minutes=5,
                purpose="keywork",
            )
    _lost(book, person, every)
    for group in GROUPS:
        _in_group(book, person, group)


def _lost(book: Book, person: Person, every: list[dict[str, Any]]) -> None:
    """The first step for who did not come last time: a text two days later, which nobody has answered yet."""
    past = sorted((row for row in every if row["outcome"]), key=lambda row: row["starts_at"])
    if not past or past[-1]["outcome"] != "did_not_attend" or person.exit or person.pause:
        return
    ago = (book.today - date.fromisoformat(past[-1]["starts_at"][:10])).days - ANSWERED_BY
    if ago > 0:
        book.add(
            "lost_touch_done", ago=ago, by=person.keyworker,
            id=person.id("LT"), episode_id=person.id("E"), appointment_id=past[-1]["id"], place=1, way=LOST,
            on=book.day(ago), words="Sent a text with a new day; no answer yet.",
        )  # fmt: skip


def _in_group(book: Book, person: Person, group: Group) -> None:
    """A weekly group of each service for some of its clients, and the next session in the diary."""
    id_, joined = f"GR-{person.service}-{group.code}", min(person.start - 20, GROUP_DAYS)
    if not any(row["id"] == id_ for row in book.rows["treatment_groups"]):
        book.add(
            "treatment_groups", ago=420, by="rowan",
            id=id_, service_id=person.service, name=group.name, weekday=group.code, at=group.at, minutes=90,
            place="Group room", worker_id=person.keyworker, began_on=book.day(420),
        )  # fmt: skip
    if person.number % 5 != group.turn or person.stage != "treatment" or person.quiet_from >= 0 or joined < 1:
        return
    mine = {"id": person.id("GM"), "episode_id": person.id("E"), "group_id": id_}
    book.add("group_members", ago=joined, by=person.keyworker, since=book.day(joined), **mine)
    latest = (book.today.weekday() - group.weekday) % 7 or 7
    for number, ago in enumerate(range(latest, joined + 1, 7)):
        _session(book, person, group, ago, "attended" if number == 0 else person.of(CAME, number))
    _session(book, person, group, latest - 7 if latest < 7 else -7, None)


def _session(book: Book, person: Person, group: Group, ago: int, outcome: str | None) -> None:
    on, booked = book.day(ago), person.id("APG", ago)
    book.add(
        "appointments", ago=max(ago, 1), by=person.keyworker,
        id=booked, episode_id=person.id("E"), starts_at=moment_of(on, group.at).isoformat(), purpose="group",
        outcome=outcome, worker_id=person.keyworker, minutes=90, place="Group room", clinic=group.name,
    )  # fmt: skip
    if outcome == "attended":
        said = "\n\n".join(
            filter(None, (group.said[on.toordinal() // 7 % len(group.said)], person.of(OWN, ago)))
        )
        about = {"appointment_id": booked, "began": group.at, "purpose": "group", "minutes": 90}
        about["with_whom"] = f"Group: {group.name}"
        _note(book, person, f"g{ago}", on, Way.FACE_TO_FACE, said, **about)


def _note(book: Book, person: Person, number: str, on: date, way: Way, words: str, **more: object) -> None:
    book.add(
        "contact_notes", ago=max((book.today - on).days, 1), by=person.keyworker,
        id=person.id("CN", number), episode_id=person.id("E"), on=on, way=way, words=words,
        worker_id=person.keyworker, risk_changed=False, **more,
    )  # fmt: skip


CHAPTER = Chapter(_beside)
