"""When a course may start and end, and when an order or a week may begin. Sentences by field, as forms show them."""

from collections.abc import Iterable
from datetime import date, timedelta

from careplan.prescribing.rules.facts import Course, Order, day_words, on_depot
from careplan.prescribing.rules.findings import explains
from careplan.prescribing.rules.standard import Standard


def shares_a_day(one: Course, other: Course) -> bool:
    """Whether two courses share a day; the day a course ended is no longer one of its days."""
    one_until, other_until = one.ended_on or date.max, other.ended_on or date.max
    return one.first_dose_on < other_until and other.first_dose_on < one_until


def start_problems(
    new: Course, others: Iterable[Course], plan: str, earliest: date, standard: Standard
) -> dict[str, str]:
    """Why a course cannot start as asked; empty when it can. `earliest` is the day of referral."""
    values: dict[str, str] = {}
    if new.first_dose_on < earliest:
        values["first_dose_on"] = f"First dose must be on or after the referral on {day_words(earliest)}"
    for other in others:
        if other.drug is new.drug and shares_a_day(new, other):
            values["drug"] = _clash(other)
        elif other.ended_on is None and not explains(plan, standard):
            values["cross_titration_plan"] = (
                f"A {other.drug} course is open. Enter the plan for changing from one to the other, "
                f"{standard['reason_length'].whole} characters or more"
            )
    return values


def _clash(other: Course) -> str:
    if other.ended_on is None:
        return f"A {other.drug} course is open since {day_words(other.first_dose_on)}. End it first"
    return (
        f"A {other.drug} course ran from {day_words(other.first_dose_on)} to {day_words(other.ended_on)}. "
        "Two courses of one drug share no day"
    )


def death_problem(called: str, day: date, died_on: date | None) -> str | None:
    """Why something dated `day` cannot be: the client had died. The day of death itself is still possible."""
    if died_on is None or day <= died_on:
        return None
    return f"The client died on {day_words(died_on)}. {called} cannot be later"


def begin_problem(
    called: str,
    effective_on: date,
    first_dose_on: date,
    latest: date | None,
    farthest: date,
) -> str | None:
    """Why an order or a week cannot begin on the day: before the course, before the latest one, or too far off."""
    if effective_on < first_dose_on:
        return f"{called} must begin on or after the first dose on {day_words(first_dose_on)}"
    if latest is not None and effective_on < latest:
        return f"{called} must begin on or after {day_words(latest)}, when the latest one begins"
    if effective_on > farthest:
        return f"{called} must begin on or before {day_words(farthest)}"
    return None


def move_problem(
    called: str, effective_on: date, around: tuple[date | None, date | None], first_dose_on: date
) -> str | None:
    """Why a corrected order or week cannot begin on the day: it keeps its place between the ones around it."""
    after, before = around
    if effective_on < first_dose_on:
        return f"{called} must begin on or after the first dose on {day_words(first_dose_on)}"
    if after is not None and effective_on <= after:
        return f"{called} must begin after {day_words(after)}, when the one before it begins"
    if before is not None and effective_on >= before:
        return f"{called} must begin before {day_words(before)}, when the next one begins"
    return None


def neighbours(effective_on: date, others: Iterable[date]) -> tuple[date | None, date | None]:
    """The days on which the ones before and after begin."""
    days = set(others) - {effective_on}
    before = max((day for day in days if day < effective_on), default=None)
    return before, min((day for day in days if day > effective_on), default=None)


def reason_problem(reason: str, standard: Standard) -> str | None:
    """Why the reason of a correction is not one."""
    least = standard["reason_length"].whole
    return None if explains(reason, standard) else f"Enter what was wrong, in {least} characters or more"


def open_again_problem(closed_on: date | None, died_on: date | None) -> str | None:
    """Why a course cannot go on after all."""
    if died_on is not None:
        return f"The client died on {day_words(died_on)}. Enter the day the course ended"
    if closed_on is not None:
        return f"This episode closed on {day_words(closed_on)}. Enter the day the course ended"
    return None


def end_moved_problem(new: Course, others: Iterable[Course], closed_on: date | None) -> str | None:
    """Why a corrected end is not possible: another course of the drug shares a day, or the episode had closed."""
    for other in others:
        if other.drug is new.drug and shares_a_day(new, other):
            return _clash(other)
    if closed_on is not None and new.ended_on is not None and new.ended_on > closed_on:
        return f"This episode closed on {day_words(closed_on)}. The course cannot end later"
    return None


def logged_problem(first_dose_logged: date | None, reassessed: bool, prescribed: bool) -> str | None:
    """Why what was said at the start is history: something was done because of it."""
    if first_dose_logged is not None:
        what = f"Doses are logged for this course from {day_words(first_dose_logged)}"
    elif reassessed:
        what = "A reassessment is recorded for this course"
    elif prescribed:
        return "A prescription stands for this course. Cancel it first, then correct the course"
    else:
        return None
    return (
        f"{what}: its start stays as it is. Record the tolerance now in a reassessment, or end a wrong course"
    )


def begins_before_problem(first_dose_on: date, began: Iterable[tuple[str, date]]) -> str | None:
    """Why the first dose cannot move so late: an order or a week begins before it."""
    for what, day in sorted(began, key=lambda one: one[1]):
        if day < first_dose_on:
            return f"The {what} from {day_words(day)} begins before that day. Correct the {what} first"
    return None


def farthest_on(today: date, standard: Standard) -> date:
    """The last day on which an order or a week made today may begin."""
    return today + timedelta(days=standard["order_ahead"].whole)


def end_problem(ended_on: date, first_dose_on: date, latest_dose_on: date | None, today: date) -> str | None:
    """Why a course cannot end on the day; that day is the first without the course."""
    if ended_on < first_dose_on:
        return f"The course must end on or after its first dose on {day_words(first_dose_on)}"
    if latest_dose_on is not None and ended_on <= latest_dose_on:
        return f"The last logged dose was for {day_words(latest_dose_on)}. The course must end after it"
    if ended_on > today:
        return "The day the course ended must be today or in the past"
    return None


def week_problem(orders: tuple[Order, ...], effective_on: date) -> str | None:
    """No weekly regimen begins while a depot order is current."""
    if on_depot(orders, effective_on):
        return f"A depot is current on {day_words(effective_on)}: it needs no weekly collection"
    return None
