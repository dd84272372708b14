"""Care plans of the invented people: versions, goals, actions, reviews and what became of each goal."""

from functools import cache
from pathlib import Path
from typing import Any

from careplan.demo.rules.book import Book
from careplan.demo.rules.people import Person
from careplan.ground.standards import words_of

EVERY = 80
OUTCOMES = ("partly", "open", "achieved", "partly", "changed")
VIEWS = ("getting there", "harder than I thought", "proud of this one", "let's word it differently")
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
        next_due_on=book.day(ago - 90),
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
