"""What happens to the invented people between their assessments: appointments, tests, outcomes, viruses, naloxone."""

from collections.abc import Iterator

from careplan.demo.rules.people import Book, Person, json_text

EVERY = 14
LOOKS_BACK = 190
TOP_EVERY = 170
TEST_EVERY = 28
SATURDAY, SUNDAY = 5, 6
OUTCOMES = (
    *("attended", "attended", "did_not_attend", "attended", "attended", "cancelled_by_client", "attended"),
    *("attended", "did_not_attend", "attended", "cancelled_by_service"),
)
HEROIN_DAYS = ("28", "20", "28", "24", "28")
LATER_DAYS = ("0", "8", "2", "0", "14", "NA")


def beside(book: Book, person: Person) -> None:
    """All of it for one person; nothing on a day when the client was away, had left or had died."""
    _appointments(book, person)
    if person.stage == "treatment":
        _tops(book, person)
        _viruses(book, person)
        _naloxone(book, person)
        _tests(book, person)


def _opioids(person: Person) -> bool:
    return not {"drinks", "cannabis"} & set(person.traits)


def _here(person: Person, ago: int) -> bool:
    return ago > max(person.quiet_from, 0)


def _appointments(book: Book, person: Person) -> None:
    if person.stage != "referral":
        _appointment(book, person, 0, person.triaged_ago, "triage", "attended")
    first = min(person.triaged_ago - EVERY, LOOKS_BACK + person.number % EVERY)
    if person.stage == "treatment":
        for number, ago in enumerate(range(first, 0, -EVERY), 1):
            purpose = "prescribing" if person.course and number % 3 == 0 else "keywork"
            _appointment(book, person, number, ago, purpose, person.of(OUTCOMES, number))
    if person.quiet_from < 0:
        purpose = "triage" if person.stage == "referral" else "keywork"
        _appointment(book, person, 99, -1 - person.number % 10, purpose, None)


def _appointment(
    book: Book, person: Person, number: int, ago: int, purpose: str, outcome: str | None
) -> None:
    """One appointment; all but the triage on a working day. What lies ahead has no outcome and was made yesterday."""
    weekday = book.day(ago).weekday()
    if weekday >= SATURDAY and (number or not outcome):
        ago += weekday - SATURDAY + 1 if outcome else weekday - SUNDAY - 1
    if outcome and not (_here(person, ago) and ago <= person.triaged_ago):
        return
    hour, minute = 9 + (person.number + number) % 8, 30 * (person.number % 2)
    book.add(
        "appointments", ago=max(ago, 1), by=person.keyworker,
        id=person.id("AP", number), episode_id=person.id("E"),
        starts_at=f"{book.day(ago).isoformat()}T{hour:02d}:{minute:02d}:00Z", purpose=purpose, outcome=outcome,
        worker_id="hazel" if purpose == "prescribing" else person.keyworker,
    )  # fmt: skip


def _interviews(person: Person) -> Iterator[tuple[int, str]]:
    """Days ago and stage; every eighth person was not asked at the start."""
    if person.number % 8:
        yield person.start, "start"
    for ago in range(person.start - TOP_EVERY, max(person.quiet_from, 0), -TOP_EVERY):
        yield ago, "review"
    if person.exit and person.exit["reason"] in ("completed_drug_free", "completed_occasional_user"):
        yield person.until, "exit"


def _tops(book: Book, person: Person) -> None:
    for number, (ago, stage) in enumerate(_interviews(person), 1):
        book.add(
            "tops", ago=ago, by=person.keyworker,
            id=person.id("T", number), episode_id=person.id("E"), stage=stage, interviewed_on=book.day(ago),
            **_items(person, number),
        )  # fmt: skip


def _items(person: Person, number: int) -> dict[str, str]:
    """The answers: less use and better health as treatment goes on."""
    better = min(5 + 3 * number + person.number % 4, 20)
    return _used(person, number) | {
        "sharing": "N",
        "shotheft": "2" if number == 1 and person.number % 7 == 0 else "0",
        "drgsell": "0",
        "oththeft": "N",
        "assault": "N",
        "psyhstat": str(better),
        "pwork": "20" if person.number % 4 == 0 else "0",
        "volnpwork": "0",
        "educat": "0",
        "phstat": str(min(better + 1, 20)),
        "acuthpbm": "Y" if number == 1 and person.number % 9 == 0 else "N",
        "unsthse": "N",
        "hrisk": "NA" if person.number % 11 == 0 else "N",
        "quallife": str(max(better - 1, 0)),
    }


def _used(person: Person, number: int) -> dict[str, str]:
    """Days of use in the last four weeks; a day drunk goes with its units."""
    opioids, drinking = _opioids(person), "drinks" in person.traits
    return {
        "alcuse": str(max(26 - 7 * number, 4)) if drinking else "0",
        "consmp": str(max(22 - 5 * number, 6)) if drinking else "0",
        "opiuse": person.of(HEROIN_DAYS if number == 1 else LATER_DAYS, number) if opioids else "0",
        "crause": person.of(("0", "4", "0", "10"), number) if opioids else "0",
        "cocause": "0",
        "amphuse": "0",
        "cannuse": str(max(28 - 8 * number, 4)) if "cannabis" in person.traits else "0",
        "tobuse": "28" if person.number % 3 else "0",
        "ivdrguse": str(max(12 - 6 * number, 0)) if "injects" in person.traits else "0",
    }


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
        if _here(person, ago):
            book.add(
                "bbv_events", ago=ago, by=person.keyworker,
                id=person.id("B", number), episode_id=person.id("E"), kind=kind, result=text,
                **{"on": book.day(ago)},
            )  # fmt: skip


def _naloxone(book: Book, person: Person) -> None:
    if not _opioids(person) or person.number % 5 == 0:
        return
    kits = [(person.start, "first", 700)]
    if person.number % 3 == 0:
        kits += [(person.start - 60, "replacement_used" if person.number % 2 else "replacement_lost", 700)]
    for number, (ago, reason, lasts) in enumerate(kits, 1):
        if _here(person, ago):
            book.add(
                "naloxone_supplies", ago=ago, by=person.keyworker,
                id=person.id("N", number), client_id=person.id("C"), product="nasal spray 1.8 mg",
                expires_on=book.day(ago - lasts), trained=person.number % 7 != 0, reason=reason,
                **{"on": book.day(ago)},
            )  # fmt: skip


def _tests(book: Book, person: Person) -> None:
    if person.course is None:
        return
    drug = str(person.course["drug"])
    days = range(person.start, max(person.quiet_from, 0), -TEST_EVERY)
    for number, ago in enumerate(days):
        using = number == 0 or (number + person.number) % 4 == 0
        results = {
            "opiates": "positive" if using else "negative",
            drug: "positive" if number else "negative",
            "cocaine": "positive" if (number + person.number) % 5 == 0 else "negative",
            "benzodiazepines": "not_tested" if person.number % 3 else "negative",
        }
        book.add(
            "drug_tests", ago=ago, by=person.keyworker,
            id=person.id("DT", number + 1), episode_id=person.id("E"), taken_on=book.day(ago),
            sample=person.of(("urine", "oral_fluid", "oral_fluid"), number), results=json_text(results),
        )  # fmt: skip
