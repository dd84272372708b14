"""What prescribing adds to a worker's day: clients who must not be dosed, doses not logged, courses half begun."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from careplan.clients.codes import READ_RECORD
from careplan.clients.rules.todo import Of, whose
from careplan.ground.offers import Pending, Rank, Todo
from careplan.prescribing.labels import SPANS
from careplan.prescribing.queries.days import OpenCourse, on_day
from careplan.prescribing.queries.unsettled import Unsettled, unsettled, values
from careplan.prescribing.rules.facts import ONE_DAY, day_words
from careplan.prescribing.rules.giving import holding
from careplan.prescribing.rules.week import comes_on
from careplan.staff.rules import Actor


def _waiting(rows: Sequence[tuple[Unsettled, Of]], worker: Actor, on: date) -> list[Todo]:
    """What these courses ask of the worker; three statements whatever the number of clients."""
    episodes = {of.episode_id for _, of in rows}
    return whose(lines(on_day(worker.open_services(READ_RECORD), on, episodes, shown=1), on), worker)


def lines(courses: Sequence[OpenCourse], on: date) -> list[Todo]:
    """What these courses ask for, safety first."""
    about = [line for one in courses for line in _about(one)]
    about += _not_logged(courses, on - ONE_DAY)
    return sorted(about, key=lambda line: (line.rank, line.since))


def _line(one: OpenCourse, reason: str, since: date, rank: Rank, button: str) -> Todo:
    return Todo(
        one.episode_id,
        one.client_name,
        reason,
        since,
        rank,
        "prescribing.overview",
        (("episode_id", one.episode_id),),
        button,
        one.service_id,
        one.keyworker_id,
        of_prescriber=True,
    )


def _about(one: OpenCourse) -> Iterator[Todo]:
    drug = one.facts.drug
    if one.deceased_on is not None:
        died = f"died on {day_words(one.deceased_on)}: end the {drug} course"
        yield _line(one, died, one.deceased_on, Rank.SAFETY, "End the course")
        return
    if one.warned:
        days = f"missed {one.run.days} days of {drug}"
        if one.run.away:
            days = f"back from {one.run.where}, {one.run.unknown} days without a known dose of {drug}"
        yield _line(one, f"{days}: stop until reassessed", one.run.since, Rank.SAFETY, "See doses")
    if one.order is None:
        since = one.facts.first_dose_on
        yield _line(one, f"{drug} course without a dose order", since, Rank.DUE, "Order a dose")
    elif one.depot:
        yield from _injection(one)
    elif one.week is None:
        since = one.facts.first_dose_on
        yield _line(one, f"{drug} course without a weekly regimen", since, Rank.OPEN, "Set the week")


def _injection(one: OpenCourse) -> Iterator[Todo]:
    """A depot from the first day on which it may be given; one that takes its own order from then as well."""
    due = one.injection
    if due is None or one.on < due.opens_on or one.away or one.dose_on(one.on) is not None:
        return
    kind = SPANS[due.formulation]
    if late := due.late(one.on):
        words = f"{kind} {late} days late, due on {day_words(due.on)}: reassess, then order it anew"
        yield _line(one, words, due.on, Rank.OVERDUE, "See the course")
    elif due.mg is None:
        yield _line(
            one, f"{kind} due on {day_words(due.on)} is not ordered", due.on, Rank.DUE, "Order a dose"
        )
    else:
        last = f"may be given until {day_words(due.closes_on)}"
        yield _line(one, f"{kind} due on {day_words(due.on)}, {last}", due.on, Rank.DUE, "See the course")


def _came(one: OpenCourse, on: date) -> bool:
    """Whether the client was to come on the day before, by the order and the week in force now."""
    if one.order is None or one.depot or one.facts.first_dose_on > on:
        return False
    if one.facts.away_on(on) or (one.deceased_on is not None and one.deceased_on < on):
        return False
    return holding(one.facts, on) is None and comes_on(one.week, on, one.facts.first_dose_on)


def _not_logged(courses: Iterable[OpenCourse], on: date) -> list[Todo]:
    """One line for each service that logs doses and has not logged all of that day."""
    open_rows = [one for one in courses if _came(one, on) and one.logged and one.dose_on(on) is None]
    lines = []
    for service_id in sorted({one.service_id for one in open_rows}):
        many = len([one for one in open_rows if one.service_id == service_id])
        words = "1 dose" if many == 1 else f"{many} doses"
        reason = f"{words} of {day_words(on)} not logged"
        values = (("on", on.isoformat()),)
        lines.append(
            Todo(
                "",
                "Dose round",
                reason,
                on,
                Rank.OVERDUE,
                "prescribing.dose_round",
                values,
                "Log doses",
                service_id,
            )
        )
    return lines


COURSES = Pending((Unsettled,), lambda: [unsettled()], _waiting, values)
