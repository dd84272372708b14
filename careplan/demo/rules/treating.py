"""Courses of the invented people: orders that climb as guidance has it, weeks, prescriptions, doses day by day."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Any

from careplan.clients.rules.invented import Book, Person

DAILY = "1111110/1111110"
SCRIPT_DAYS = 14
SETTLED_AFTER = 14
Order = tuple[int, Decimal, str, str]


def treat(book: Book, person: Person) -> None:
    """All rows of the person's course."""
    course = person.course
    if course is None:
        return
    orders = sorted(_orders(person, course), key=lambda order: -order[0])
    ended = book.day(person.exit["ago"]) if person.exit else None
    intent = "reduction" if course.get("phase") == "reduction" else "maintenance"
    book.add(
        "courses", ago=person.start, by="hazel",
        id=person.id("CO"), episode_id=person.id("E"), drug=course["drug"], first_dose_on=book.day(person.start),
        ended_on=ended, intent=intent,
    )  # fmt: skip
    for number, (ago, mg, formulation, phase) in enumerate(orders, 1):
        book.add(
            "dose_orders", ago=ago, by="hazel",
            id=person.id("O", number), course_id=person.id("CO"), effective_on=book.day(ago), daily_mg=mg,
            formulation=formulation, phase=phase,
        )  # fmt: skip
    _prescriptions(book, person, orders)
    if str(orders[-1][2]).startswith("depot"):
        _injections(book, person, orders)
    else:
        _doses(book, person, orders, _weeks(book, person, course["week"]))


def _orders(person: Person, course: Any) -> Iterator[Order]:
    """(days ago, mg, formulation, phase), the first on the first day; nothing after leaving."""
    form = course.get("form") or ("oral_mixture" if course["drug"] == "methadone" else "sublingual")
    climb = _methadone(course) if course["drug"] == "methadone" else _buprenorphine(course)
    last = 0
    for day, mg in climb:
        if person.start - day >= person.until:
            yield person.start - day, mg, form, "induction"
            last = day
    settled = last + SETTLED_AFTER
    if course.get("phase") == "reduction":
        settled = 40
        for step, ago in enumerate((90, 60, 30), 1):
            yield ago, Decimal(course["mg"] + 10 * (3 - step)), form, "reduction"
    if person.start - settled > person.until:
        mg = Decimal(course["mg"] + 30 if course.get("phase") == "reduction" else course["mg"])
        yield person.start - settled, mg, form, "maintenance"


def _methadone(course: Any) -> Iterator[tuple[int, Decimal]]:
    target = course["mg"] + (30 if course.get("phase") == "reduction" else 0)
    day, mg = 0, min(30, target)
    yield day, Decimal(mg)
    while mg < target:
        day, mg = day + 4, min(mg + 10, target)
        yield day, Decimal(mg)


def _buprenorphine(course: Any) -> Iterator[tuple[int, Decimal]]:
    target = course["mg"]
    if course.get("form", "").startswith("depot"):
        yield from ((0, Decimal(16)), (2, Decimal(8)), (7, Decimal(target)))
        return
    yield 0, Decimal(min(8, target))
    for day, mg in ((1, 12), (2, 16), (5, 24)):
        if mg <= target:
            yield day, Decimal(mg)
    if target in (10,):
        yield 2, Decimal(target)


def _weeks(book: Book, person: Person, week: str) -> list[tuple[int, str]]:
    """Daily at first, then as the person's week says; (days ago, week) with the newest last."""
    weeks = [(person.start, week)]
    if person.start >= 35 and week != DAILY:
        weeks = [(person.start, DAILY), (person.start - 28, week)]
    weeks = [(ago, days) for ago, days in weeks if ago > person.until or ago == person.start]
    for number, (ago, days) in enumerate(weeks, 1):
        collect, supervised = days.split("/")
        book.add(
            "regimens", ago=ago, by="hazel",
            id=person.id("RG", number), course_id=person.id("CO"), effective_on=book.day(ago), collect=collect,
            supervised=supervised,
        )  # fmt: skip
    return weeks


def _current(orders: list[Order], ago: int) -> Order:
    return [order for order in orders if order[0] >= ago][-1]


def _prescriptions(book: Book, person: Person, orders: list[Order]) -> None:
    first, number = person.start, 0
    while first >= 0 and first > person.quiet_from:
        depot = _current(orders, first)[2].startswith("depot")
        form = "hospital" if depot else "fp10mda"
        last = max(first - (28 if depot else SCRIPT_DAYS) + 1, person.until + 1 if person.exit else -27)
        last = max(last, _next_form(orders, first) + 1)
        number += 1
        total = _total(orders, first, last, every=7 if depot else 1)
        book.add(
            "prescriptions", ago=max(first, 1) if number == 1 else first + 1, by="hazel",
            id=person.id("RX", number), course_id=person.id("CO"), serial=f"{person.number:04d}{number:04d}",
            form=form, signed_on=book.day(first if number == 1 else first + 1), starts_on=book.day(first),
            ends_on=book.day(last), formulation=_current(orders, first)[2], total_mg=total, prescriber_id="hazel",
            status="completed" if last > 0 else "issued",
        )  # fmt: skip
        first = last - 1


def _next_form(orders: list[Order], first: int) -> int:
    """Days ago on which another formulation begins: no prescription is of two. Far ahead where none does."""
    now = _current(orders, first)[2]
    return max((ago for ago, _, form, _ in orders if ago < first and form != now), default=-9999)


def _total(orders: list[Order], first: int, last: int, every: int = 1) -> Decimal:
    return sum((_current(orders, max(ago, 0))[1] for ago in range(first, last - 1, -every)), Decimal(0))


def _injections(book: Book, person: Person, orders: list[Order]) -> None:
    """The weekly depot, each week from the first; one more in the first week, as ordered."""
    extra = [ago for ago, mg, _, _ in orders if mg == 8]
    weekly = range(person.start, max(person.quiet_from, 0), -7)
    for ago in sorted([*weekly, *extra], reverse=True):
        book.add(
            "dose_events", ago=ago, by="hazel",
            id=person.id("D", book.day(ago)), course_id=person.id("CO"), on=book.day(ago), mg=_current(orders, ago)[1],
            mode="on_site", status="taken", cause=None, source="own",
        )  # fmt: skip


def _doses(book: Book, person: Person, orders: list[Order], weeks: list[tuple[int, str]]) -> None:
    """One row for each day from the first dose to yesterday, or to the day before going away."""
    course = person.course or {}
    missed = int(course.get("missed", 0))
    for ago in range(person.start, max(person.quiet_from, 0), -1):
        day = book.day(ago)
        supervised = [week for since, week in weeks if since >= ago][-1].split("/")[1][day.weekday()] == "1"
        gap = int(course.get("gap", -1))
        by_chance = ago > 25 and (ago * 7 + person.number * 3) % 31 == 0 and not _rises_soon(orders, ago)
        gone = ago <= missed or gap - 2 <= ago <= gap or by_chance
        book.add(
            "dose_events", ago=ago, by=person.keyworker,
            id=person.id("D", day), course_id=person.id("CO"), on=day, mg=_current(orders, ago)[1],
            mode="supervised" if supervised else "take_home", status=_status(gone, supervised),
            cause="client" if gone else None, source="pharmacy",
        )  # fmt: skip


def _rises_soon(orders: list[Order], ago: int) -> bool:
    """Whether a higher dose begins soon: nobody raises it straight after a missed dose (rule M11b)."""
    rises = [later[0] for first, later in pairwise(orders) if later[1] > first[1]]
    return any(0 < ago - rise <= 3 for rise in rises)


def _status(gone: bool, supervised: bool) -> str:
    if gone:
        return "missed"
    return "taken" if supervised else "collected"
