"""What an invented person says in an assessment, and the care plans that follow."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from careplan.checklists.codes import AnswerType, Fact, Kind, Status
from careplan.checklists.rules.asked import Given, Sitting, is_expected
from careplan.checklists.rules.bank import Bank, Item
from careplan.clients.rules.invented import Book, Person
from careplan.ground.standards import words_of

NEVER_SKIPPED = frozenset(
    {"suicidal_thoughts", "allergies", "children_under_18", "overdose_ever", "alcohol_use"}
)
DECLINED_EVERY, NOT_KNOWN_EVERY = 41, 47


@cache
def _answers() -> dict[str, Any]:
    return words_of(Path(__file__).parents[1] / "answers.toml")


def sitting(
    person: Person, bank: Bank, kind: Kind, on: date, facts: Collection[Fact], first_on: date
) -> dict[str, Given]:
    """All answers by item: items whose condition does not hold are left out."""
    given: dict[str, Given] = {}
    for _ in range(3):  # an item may wait for one that waits for another
        for place, item in enumerate(bank.lists[kind]):
            view = Sitting(bank, kind, on, on, given, facts)
            optional = item.presence[kind].value == "optional" and item.item in person.says
            if item.item not in given and (is_expected(view, item) or optional):
                given[item.item] = _given(person, item, place, on, first_on)
    return {item.item: given[item.item] for item in bank.lists[kind] if item.item in given}


def skipped(person: Person, item: Item, every: int, hidden: Collection[str]) -> bool:
    """Whether nobody asked: the service's form has no such question, or it was passed over."""
    if item.item in hidden:
        return True
    turn = sum(map(ord, item.item)) + person.number * 5
    return turn % every == 0 and item.item not in NEVER_SKIPPED and item.item not in person.says


def _given(person: Person, item: Item, place: int, on: date, first_on: date) -> Given:
    if item.item in person.says:
        return Given(Status.ANSWERED, _dated(person.says[item.item], on, first_on))
    if item.item not in NEVER_SKIPPED and not item.answer.counts_as_not_asked:
        turn = place * 3 + person.number
        if turn % DECLINED_EVERY == 0:
            return Given(Status.DECLINED)
        if turn % NOT_KNOWN_EVERY == 0:
            return Given(Status.NOT_KNOWN)
    return Given(Status.ANSWERED, _dated(person.of(_variants(person, item.item), place), on, first_on))


def _variants(person: Person, item: str) -> Any:
    if item == "referral_source":
        return [person.source]
    if item == "risk_levels" and {"self", "children"} & set(person.risk):
        levels = {domain: level for domain, level in person.risk.items() if domain in ("self", "children")}
        return [[{"domain": domain, "level": level} for domain, level in levels.items()]]
    traits = (*person.traits, "woman" if person.sex == "female" else "man")
    for trait in traits:
        if item in _answers()["traits"].get(trait, {}):
            return _answers()["traits"][trait][item]
    return _answers()[item]


def _dated(value: Any, on: date, first_on: date) -> Any:
    """`ago:40` counts from the first assessment, `in:30` and `today` from this one."""
    if isinstance(value, Mapping):
        return {key: _dated(part, on, first_on) for key, part in value.items()}
    if isinstance(value, list):
        return [_dated(part, on, first_on) for part in value]
    if value == "today":
        return on.isoformat()
    if isinstance(value, str) and value.startswith("ago:"):
        return (first_on - timedelta(days=int(value[4:]))).isoformat()
    if isinstance(value, str) and value.startswith("in:"):
        return (on + timedelta(days=int(value[3:]))).isoformat()
    return value


def half(bank: Bank, kind: Kind, given: Mapping[str, Given], sections: int) -> Iterator[tuple[str, Given]]:
    """The answers of the first sections only, as an assessment that is not finished has them."""
    first = bank.sections_of(kind)[:sections]
    return ((code, answer) for code, answer in given.items() if bank.items[code].section in first)


def is_need(item: Item, wanted: Collection[str]) -> bool:
    """Whether the worker ticked it as a need."""
    return item.item in wanted and item.answer.type is not AnswerType.TEXT


EVERY = 80
OUTCOMES = ("partly", "open", "achieved", "partly", "changed")
VIEWS = ("getting there", "harder than I thought", "proud of this one", "let's word it differently")
COMPANY = (None, None, "Her mother", None, "The probation officer")
COPIES = ("paper", "email", "paper", "not_wanted")


@cache
def library() -> list[dict[str, Any]]:
    """The goals to choose from."""
    goals: list[dict[str, Any]] = words_of(Path(__file__).parents[1] / "goals.toml")["goal"]
    return goals


def goals_of(person: Person) -> list[dict[str, Any]]:
    """Two or three goals that fit the person."""
    fitting = [
        goal
        for goal in library()
        if not (goal["need"] == "children_under_18" and "child" not in person.traits)
        and not (goal["need"] == "naloxone_status" and {"drinks", "cannabis"} & set(person.traits))
    ]
    chosen = [person.of(fitting, shift) for shift in range(0, 6, 3)]
    if "child" in person.traits:
        chosen.append(next(goal for goal in fitting if goal["need"] == "children_under_18"))
    return [goal for place, goal in enumerate(chosen) if goal not in chosen[:place]]


def wording_of(person: Person, goal: dict[str, Any]) -> str:
    """The goal in this person's own words: neighbours who share a goal do not share its words."""
    wordings: list[str] = goal["wordings"]
    return wordings[person.number // len(library()) % len(wordings)]


def agreed_ago(person: Person) -> int | None:
    """The day the first version was agreed; None where none was."""
    if person.plan.get("none") or "draft" in person.plan or person.stage != "treatment":
        return None
    ago = int(person.plan.get("agreed", person.start - 10))
    return ago if ago > max(person.until, 0) else None


def reviews_of(person: Person) -> list[int]:
    """Days on which a review was held, the oldest first."""
    agreed = agreed_ago(person)
    if agreed is None:
        return []
    given = person.plan.get("reviews")
    days = range(agreed - EVERY, max(person.quiet_from, 2), -EVERY) if given is None else given
    return sorted((ago for ago in days if ago > person.quiet_from), reverse=True)


def plan(book: Book, person: Person, risk_agos: list[int]) -> None:
    """All plan rows. Plans come in as drafts: what profile 1 has no column for is written before agreeing."""
    agreed, drafted = agreed_ago(person), person.plan.get("draft")
    if agreed is None and drafted is None:
        return
    first = agreed if agreed is not None else int(drafted or 0)
    reviews = reviews_of(person)
    _version(book, person, 1, first, risk_agos)
    renewed = reviews[1] if len(reviews) > 1 else None
    for number, ago in enumerate(reviews, 1):
        version = 2 if renewed is not None and ago < renewed else 1
        _review(book, person, number, ago, version, last=number == len(reviews))
    if renewed is not None:
        _version(book, person, 2, renewed, risk_agos)


def _version(book: Book, person: Person, version: int, ago: int, risk_agos: list[int]) -> None:
    keyworker, plan_id = person.keyworker, person.id("PL", version)
    risk = [at for at in risk_agos if at >= ago]
    book.add(
        "care_plans", ago=ago, by=keyworker,
        id=plan_id, episode_id=person.id("E"), version=version, kind="initial" if version == 1 else "comprehensive",
        drafted_on=book.day(ago), risk_assessment_id=person.id("A", "risk", len(risk)) if risk else None,
    )  # fmt: skip
    smart = person.plan.get("smart", True)
    for place, goal in enumerate(goals_of(person), 1):
        goal_id = person.id("G", version, place)
        complete = smart or place == 1
        book.add(
            "goals", ago=ago, by=keyworker,
            id=goal_id, care_plan_id=plan_id, domain=goal["domain"], wording=wording_of(person, goal),
            need_item=goal["need"], measure=goal["measure"] if complete else None,
            target_on=book.day(ago - 90) if complete else None, responsible=goal["responsible"], status="open",
        )  # fmt: skip
        _actions(book, person, goal, goal_id, ago)


def _actions(book: Book, person: Person, goal: dict[str, Any], goal_id: str, ago: int) -> None:
    done = book.day(ago - 21) if ago - 21 > max(person.quiet_from, 0) else None
    book.add(
        "goal_actions", ago=ago, by=person.keyworker,
        id=f"{goal_id}-1", goal_id=goal_id, action=goal["action"], responsible="keyworker",
        agency=goal.get("agency"), due_on=book.day(ago - 21), done_on=person.of([done, None, done], ago),
    )  # fmt: skip
    book.add(
        "goal_actions", ago=ago, by=person.keyworker,
        id=f"{goal_id}-2", goal_id=goal_id, action="Bring it to the next session", responsible="client",
        due_on=book.day(ago - 28),
    )  # fmt: skip


def _review(book: Book, person: Person, number: int, ago: int, version: int, *, last: bool) -> None:
    review_id = person.id("RV", number)
    book.add(
        "care_plan_reviews", ago=ago, by=person.keyworker,
        id=review_id, episode_id=person.id("E"), reviewed_on=book.day(ago), held=True, client_present=True,
        next_due_on=book.day(ago - 90), rating=min(9, 4 + number + person.number % 3),
        others_present=person.of(COMPANY, number),
    )  # fmt: skip
    for place, _ in enumerate(goals_of(person), 1):
        if last and place == 2 and person.number % 3 == 0:
            continue  # forgotten at the last review: the audit shows it
        book.add(
            "goal_outcomes", ago=ago, by=person.keyworker,
            review_id=review_id, goal_id=person.id("G", version, place), status=person.of(OUTCOMES, number + place),
            client_view=person.of(VIEWS, number + place),
        )  # fmt: skip


def attempt(book: Book, person: Person, ago: int) -> None:
    """A review to which the client did not come: it moves no clock."""
    book.add(
        "care_plan_reviews", ago=ago, by=person.keyworker,
        id=person.id("RV", "0"), episode_id=person.id("E"), reviewed_on=book.day(ago), held=False,
        client_present=False,
    )  # fmt: skip
