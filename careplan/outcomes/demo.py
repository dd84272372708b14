"""What the demo tells of outcome profiles and drug tests of who is in treatment."""

from collections.abc import Iterator

from careplan.clients.rules.invented import Book, Person
from careplan.ground.offers import Chapter
from careplan.ground.types import canonical

TOP_EVERY = 170
TEST_EVERY = 28
HEROIN_DAYS = ("28", "20", "28", "24", "28")
LATER_DAYS = ("0", "8", "2", "0", "14", "NA")


def _outcomes(book: Book, person: Person) -> None:
    if person.stage == "treatment":
        _tops(book, person)
        _tests(book, person)


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
    opioids, drinking = person.opioids, "drinks" in person.traits
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
            sample=person.of(("urine", "oral_fluid", "oral_fluid"), number), results=canonical(results),
        )  # fmt: skip


CHAPTER = Chapter(_outcomes)
