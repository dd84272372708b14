"""What the demo tells of the team: a rota on every weekday and Saturday, leave with cover, walk-ins, supervision."""

from careplan.clients.rules.invented import Book, Person
from careplan.ground.clock import moment_of
from careplan.ground.offers import Chapter

FRIDAY, SATURDAY, SUNDAY = 4, 5, 6
CHANGED = 90
NOTE = "Plan and risk are up to date. Prefers mornings; the sister may be told."
SUPERVISED = {"north": ("amira", "hazel"), "river": ("ben",)}
ROTA = {"north": ("amira", "rowan"), "river": ("ben", "rowan")}
CAME = (
    ("A person called Robin", "Asks how to start treatment; given the leaflet"),
    ("Somebody's father", "Worried about a son; will ring on Monday"),
    ("A neighbour", "Left a message for a keyworker"),
    ("A person called Sky", "Clean works and a chat"),
)
NOW = {
    "north": (
        ("10:05", "A person called Wren", "Lost the phone; wants to know the day of the next appointment"),
        ("11:40", "Somebody’s sister", "Asks how she can help; waits in the small room"),
    ),
    "river": (
        ("09:30", "A person called Linnet", "Asks for clean works and a naloxone kit"),
        ("12:20", "Somebody’s grandfather", "Wants to know when the family group meets; waits in the hall"),
    ),
}
FOR = ("Lost the prescription on the bus", "Wants to talk before the weekend", "A letter from the landlord")
BACK, EVERY, LOOKS_BACK, AHEAD, TO_COME = 420, 42, 60, 28, 10
LEAVES = (
    ("amira", "north", 265, 256),
    ("amira", "north", 224, 215),
    ("amira", "north", -TO_COME, -TO_COME - 9),
    ("ben", "river", 0, -6),
)
"""Who is away, and the first and last day, in days before today: none on which they see somebody."""


def _team(book: Book, person: Person) -> None:
    """Who kept the case before; and once for all what hangs on services, not on a client."""
    _kept(book, person)
    _walked(book, person)
    if person.number != 1:
        return
    for service, workers in ROTA.items():
        _duties(book, service, workers)
        for number, ago in enumerate(range(BACK, 0, -EVERY)):
            for worker in SUPERVISED[service]:
                held = {"worker_id": worker, "held_on": book.day(ago), "with_id": "rowan"}
                _row(book, "supervisions", f"{service}-{worker}-{number}", ago, service, **held)
        for number, ago in enumerate(range(LOOKS_BACK, 0, -7)):
            _came(book, service, number, ago)
        _came_today(book, service)
    for number, leave in enumerate(LEAVES):
        _leave(book, number, *leave)


def _kept(book: Book, person: Person) -> None:
    """Every eighth client in treatment for long was with the manager first, and was accepted the day after."""
    if person.stage != "treatment" or person.start < CHANGED + EVERY:
        return
    if person.number % 8 == 3:
        for number, (worker, ago) in enumerate((("rowan", person.referred_ago), (person.keyworker, CHANGED))):
            kept = {"episode_id": person.id("E"), "worker_id": worker, "from_on": book.day(ago)}
            book.add("keyworkers", ago=ago, by="rowan", id=person.id("KW", number), **kept)
        handed = {"from_worker_id": "rowan", "to_worker_id": person.keyworker, "note": NOTE}
        answered = {"answer": "accepted", "answered_by": person.keyworker}
        at = {"handed_on": book.day(CHANGED + 1), "answered_at": f"{book.day(CHANGED)}T09:05:00Z"}
        whole = {"id": person.id("HO"), "episode_id": person.id("E")} | handed | answered | at
        book.add("hand_overs", ago=CHANGED + 1, by="rowan", **whole)


def _duties(book: Book, service: str, workers: tuple[str, str]) -> None:
    for ago in range(LOOKS_BACK, -AHEAD, -1):
        on, number = book.day(ago), LOOKS_BACK - ago
        if on.weekday() != SUNDAY:
            until = "13:00" if on.weekday() == SATURDAY else "17:00"
            usual = workers[on.weekday() % 2]
            who = workers[1] if _is_away(usual, ago) else usual
            on_duty = {"worker_id": who, "from_time": "09:00", "until_time": until}
            _row(book, "duties", f"{service}-{number}", max(ago, 1), service, duty_on=on, **on_duty)


def _is_away(worker: str, ago: int) -> bool:
    return any(one == worker and last <= ago <= first for one, _, first, last in LEAVES)


def _came(book: Book, service: str, number: int, ago: int) -> None:
    who, words = CAME[(number + 2 * list(ROTA).index(service)) % len(CAME)]
    came = {"came_on": book.day(ago), "came_at": f"{10 + number % 6}:15", "who": who, "words": words}
    seen = {"seen_by": ROTA[service][0], "seen_at": f"{10 + number % 6}:25"}
    _row(book, "walk_ins", f"{service}-{number}", ago, service, **came, **seen)


def _walked(book: Book, person: Person) -> None:
    """Every sixth client came without an appointment once, and was seen by whoever was on duty."""
    ago = 12 + person.number % 7
    ago += max(book.day(ago).weekday() - FRIDAY, 0)
    if person.number % 6 != 4 or person.stage != "treatment" or not person.here(ago) or ago >= person.start:
        return
    on, at = book.day(ago), f"{9 + person.number % 3}:20".rjust(5, "0")
    by = ROTA[person.service][on.weekday() % 2]
    came = {"came_on": on, "came_at": at, "who": person.name, "client_id": person.client_id}
    seen = {"words": person.of(FOR), "seen_by": by, "seen_at": f"{at[:3]}40"}
    _row(book, "walk_ins", person.id("WI"), ago, person.service, **came, **seen)
    book.add(
        "appointments", ago=ago, by=by,
        id=person.id("APW"), episode_id=person.id("E"), starts_at=moment_of(on, at).isoformat(), purpose="other",
        outcome="attended", worker_id=by, clinic="Walk-in",
    )  # fmt: skip


def _came_today(book: Book, service: str) -> None:
    """One was seen already, and one waits."""
    for number, (at, who, words) in enumerate(NOW[service]):
        came: dict[str, object] = {"came_on": book.today, "came_at": at, "who": who, "words": words}
        if number == 0:
            came |= {"seen_by": ROTA[service][1], "seen_at": f"{at[:3]}45"}
        _row(book, "walk_ins", f"{service}-now-{number}", 0, service, **came)


def _leave(book: Book, number: int, worker: str, service: str, first: int, last: int) -> None:
    days = {"from_on": book.day(first), "until_on": book.day(last)}
    away = {"worker_id": worker, "cover_id": "rowan", "why": "leave"}
    _row(book, "absences", f"{number}", max(first + 20, 1), service, **away, **days)


def _row(book: Book, file: str, number: str, ago: int, service: str, **cells: object) -> None:
    book.add(file, ago=ago, by="rowan", id=f"{file[:2].upper()}-{number}", service_id=service, **cells)


CHAPTER = Chapter(_team)
