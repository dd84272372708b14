"""What the demo tells of courses beside orders, weeks and doses."""

from careplan.assessment.rules.scores import score
from careplan.checklists.rules.tools import TOOLS
from careplan.clients.rules.invented import Book, Person
from careplan.ground.offers import Chapter
from careplan.ground.types import canonical


def _reassess(book: Book, person: Person) -> None:
    """After an earlier run of missed days the prescriber saw the client before the next dose."""
    if (gap := (person.course or {}).get("gap")) is not None:
        book.add(
            "reassessments", ago=int(gap) - 3, by="hazel",
            id=person.id("RE"), course_id=person.id("CO"), tolerance="uncertain", intoxicated=False,
            withdrawal="mild: yawning, restless legs", other_use="heroin twice while without a dose",
            plan="restart at 30 mg, supervised, back to the former dose over a week",
            **{"on": book.day(int(gap) - 3)},
        )  # fmt: skip


def _review(book: Book, person: Person) -> None:
    """The prescriber sees a client on a course every three months; who misses doses is overdue."""
    if person.course is None:
        return
    agos = [ago for ago in range(person.start - 7, 0, -84) if person.here(ago)]
    for number, ago in enumerate(agos, 1):
        last = ago <= 84
        book.add(
            "prescribing_reviews", ago=ago, by="hazel", id=person.id("PR", number), episode_id=person.id("E"),
            reviewed_on=book.day(ago), way="face_to_face" if number % 4 else "phone",
            withdrawal=person.of(("none", "mild")), sedation="none",
            other_use=person.of(("nothing", "heroin once", "alcohol at weekends")),
            decision=person.of(("same", "same", "increase")),
            next_on=book.day(min(ago - 84, -3) if last and "missing" not in person.traits else ago - 84),
        )  # fmt: skip


def _climbing(book: Book, person: Person) -> None:
    """On methadone: seen before each rise of the first two weeks, an electrocardiogram at the start and each year."""
    course = person.course
    if course is None or course["drug"] != "methadone":
        return
    for number, after in enumerate((4, 8, 12), 1):
        if person.here(ago := person.start - after):
            book.add(
                "prescribing_reviews", ago=ago, by="hazel", id=person.id("PR-C", number), episode_id=person.id("E"),
                reviewed_on=book.day(ago), way="face_to_face", withdrawal="mild", sedation="none",
                other_use="heroin once", decision="increase", next_on=book.day(ago - 4),
            )  # fmt: skip
    for number, ago in enumerate(range(person.start, max(person.quiet_from, 5), -330), 1):
        book.add(
            "ecgs", ago=ago, by="hazel", id=person.id("EC", number), episode_id=person.id("E"),
            taken_on=book.day(ago), qtc=424, read_by="hazel", read_on=book.day(ago),
        )  # fmt: skip


def _liver(book: Book, person: Person) -> None:
    """Who begins buprenorphine has a liver test of the weeks before."""
    if person.course is not None and person.course["drug"] == "buprenorphine":
        book.add(
            "liver_tests", ago=person.start + 1, by="hazel", id=person.id("LT"), episode_id=person.id("E"),
            taken_on=book.day(person.start + 3), times="0.80", severe=False, read_by="hazel",
            read_on=book.day(person.start + 1),
        )  # fmt: skip
        book.add(
            "bbv_events", ago=person.start + 1, by="hazel", id=person.id("B", "start"), episode_id=person.id("E"),
            kind="hcv_tested", result="negative", **{"on": book.day(person.start + 3)},
        )  # fmt: skip
        _withdrawal(book, person)


def _withdrawal(book: Book, person: Person) -> None:
    """The score of withdrawal before the first dose of buprenorphine."""
    tools = TOOLS.on(book.day(person.start))
    tool = tools.by_code["cows"]
    answers = dict.fromkeys(tool.items, 0) | {"pulse": 4, "restlessness": 5, "pupils": 5}
    told = score(tool, answers)
    book.add(
        "tool_results", ago=person.start, by="hazel", id=person.id("TR", "W"), episode_id=person.id("E"),
        tool="cows", edition=tools.edition, on=book.day(person.start), answers=canonical(answers),
        answered=told.answered, points=told.points, total=told.total, band=told.band, since_opioid=18,
    )  # fmt: skip


def _chapter(book: Book, person: Person) -> None:
    _reassess(book, person)
    _review(book, person)
    _climbing(book, person)
    _liver(book, person)


CHAPTER = Chapter(_chapter)
