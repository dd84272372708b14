"""Starting a course, and seeing the client again after missed doses."""

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from careplan.clients.models import Episode
from careplan.clients.queries import lock
from careplan.ground.db import db
from careplan.prescribing.codes import Drug, Intent
from careplan.prescribing.models import Course, Reassessment
from careplan.prescribing.queries.courses import History, died_on
from careplan.prescribing.queries.facts import course_facts
from careplan.prescribing.rules import facts
from careplan.prescribing.rules.courses import death_problem, start_problems
from careplan.prescribing.rules.facts import Tolerance
from careplan.prescribing.rules.standard import Standard
from careplan.staff.rules import Actor
from careplan.trail.actions import write


class Refused(ValueError):
    """What was asked cannot be; `problems` holds a sentence for each field."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__("; ".join(problems.values()))
        self.problems = problems


def after_death(episode: Episode, called: str, day: date) -> str | None:
    """Why something of this episode cannot be dated `day`, when the client had died by then."""
    return death_problem(called, day, died_on(frozenset({episode.service_id}), episode.client_id))


@dataclass(frozen=True, slots=True)
class NewCourse:
    """What a prescriber says when a course starts."""

    drug: Drug
    first_dose_on: date
    intent: Intent
    tolerance: Tolerance
    sedatives_or_alcohol: bool
    verified_dose_mg: Decimal | None = None
    verified_last_dose_on: date | None = None
    verified_by: str | None = None
    verified_organisation: str | None = None
    verified_telephone: str | None = None
    verified_on: date | None = None
    cross_titration_plan: str | None = None


@dataclass(frozen=True, slots=True)
class SeenAgain:
    """What a prescriber found when seeing the client after missed doses."""

    reassessed_on: date
    tolerance: Tolerance
    intoxicated: bool
    withdrawal: str
    other_use: str
    plan: str


def start_course(*, by: Actor, episode: Episode, new: NewCourse, standard: Standard) -> Course:
    """Start a course. Raises Refused where it shares a day with one of the same drug, or lacks a plan for changing."""
    lock(episode)
    others = course_facts(frozenset({episode.service_id}), episode.root_id)
    wanted_course = facts.Course(new.drug, new.first_dose_on)
    problems = start_problems(
        wanted_course, others, new.cross_titration_plan or "", episode.referred_on, standard
    )
    if dead := after_death(episode, "The first dose", new.first_dose_on):
        problems["first_dose_on"] = dead
    if episode.closed_on is not None:
        problems["drug"] = "This episode is closed. A course starts in an open episode"
    if problems:
        raise Refused(problems)
    course = course_row(by, episode, new)
    db.add(course)
    note("course.started", by, episode, course, {"drug": course.drug})
    return course


def course_row(by: Actor, episode: Episode, new: NewCourse) -> Course:
    """A row with what was said; not yet in the session."""
    return Course(episode_id=episode.root_id, service_id=episode.service_id, recorded_by=by.id, **_said(new))


def _said(facts: NewCourse | SeenAgain) -> dict[str, Any]:
    """What was said, by the names of the columns."""
    return {one.name: getattr(facts, one.name) for one in fields(facts)}


def reassess(*, by: Actor, episode: Episode, history: History, result: SeenAgain) -> Reassessment:
    """Record a reassessment; from its day on it lifts the stop after missed doses (M11, B7).

    Not where the client was intoxicated. Refused after death.
    """
    if dead := after_death(episode, "The day you saw the client", result.reassessed_on):
        raise Refused({"reassessed_on": dead})
    course_id, service_id = history.id, episode.service_id
    row = Reassessment(course_id=course_id, service_id=service_id, recorded_by=by.id, **_said(result))
    db.add(row)
    note("course.reassessed", by, episode, history.course, {"reassessment": row.id})
    return row


def note(action: str, by: Actor, episode: Episode, course: Course, detail: dict[str, object]) -> None:
    """The trail of a course."""
    write(action, by=by, subject=f"courses:{course.root_id}", of=episode, detail=detail)
