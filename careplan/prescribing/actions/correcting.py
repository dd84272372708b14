"""Correcting a course: its end, or what was said at its start. The wrong row stays in the chain."""

from dataclasses import dataclass, fields, replace
from datetime import date

from sqlalchemy import select

from careplan.clients.models import Episode
from careplan.clients.queries import lock
from careplan.ground.clock import now
from careplan.ground.corrections import is_live, supersede
from careplan.ground.db import db
from careplan.prescribing.actions.courses import NewCourse, Refused, after_death, course_row, note
from careplan.prescribing.codes import Drug
from careplan.prescribing.models import Course, OrderFinding
from careplan.prescribing.queries import rows
from careplan.prescribing.queries.courses import History, died_on, findings, history
from careplan.prescribing.queries.facts import course_facts
from careplan.prescribing.queries.prescriptions import prescriptions
from careplan.prescribing.rules import facts
from careplan.prescribing.rules.check import check
from careplan.prescribing.rules.courses import (
    begins_before_problem,
    end_moved_problem,
    end_problem,
    logged_problem,
    open_again_problem,
    reason_problem,
    start_problems,
)
from careplan.prescribing.rules.facts import Facts, day_words, plain
from careplan.prescribing.rules.findings import Context, Finding, unmet
from careplan.prescribing.rules.proposal import Proposal
from careplan.prescribing.rules.standard import UK, Standard
from careplan.staff.rules import Actor

COPIED = ("episode_id", "service_id", *(one.name for one in fields(NewCourse)))


@dataclass(frozen=True, slots=True)
class RightEnd:
    """The day the course ended, None where it goes on, and what was wrong."""

    ended_on: date | None
    reason: str


def correct_end(
    *, by: Actor, episode: Episode, history: History, right: RightEnd, today: date, standard: Standard
) -> Course:
    """Put the right end in the place of a wrong one; Refused where it cannot be."""
    wrong = history.course
    problems = {"ended_on": _end_moved(episode, history, right.ended_on, today)}
    problems["reason"] = reason_problem(right.reason, standard)
    if texts := {name: sentence for name, sentence in problems.items() if sentence}:
        raise Refused(texts)
    row = Course(**{name: getattr(wrong, name) for name in COPIED}, recorded_by=by.id)
    if right.ended_on is not None:
        row.ended_on, row.ended_at, row.ended_by = right.ended_on, now(), by.id
    supersede(wrong, row, reason=right.reason)
    days = {"was": wrong.ended_on, "is": right.ended_on}
    detail: dict[str, object] = {name: day.isoformat() if day else None for name, day in days.items()}
    note("course.end_corrected", by, episode, row, detail)
    return row


def _end_moved(episode: Episode, history: History, ended_on: date | None, today: date) -> str | None:
    course, services = history.course, frozenset({episode.service_id})
    if course.ended_on is None or not is_live(course):
        return "This course has no end to correct"
    if ended_on == course.ended_on:
        return "This is the day that is recorded already"
    moved = facts.Course(Drug(course.drug), course.first_dose_on, ended_on)
    if ended_on is None:
        first = open_again_problem(episode.closed_on, died_on(services, episode.client_id))
    else:
        latest = max((one.on for one in history.logged), default=None)
        first = end_problem(ended_on, course.first_dose_on, latest, today)
    return first or end_moved_problem(moved, _others(episode, course), episode.closed_on)


def _others(episode: Episode, course: Course) -> tuple[facts.Course, ...]:
    return course_facts(frozenset({episode.service_id}), episode.root_id, course.root_id)


def correct_course(
    *,
    by: Actor,
    episode: Episode,
    history: History,
    right: NewCourse,
    reason: str,
    today: date,
    standard: Standard,
) -> Course:
    """Put what is right in the place of what was said wrong at the start, while nothing is logged. Else Refused.

    An order stays only where the rules allow it still, with the answers that were given when it was made.
    """
    history = _held_back(episode, history, standard)
    problems = _start_problems(episode, history, right, standard)
    if short := reason_problem(reason, standard):
        problems["reason"] = short
    if not problems:
        problems = _order_problems(history, right, today)
    if problems:
        raise Refused(problems)
    row = course_row(by, episode, right)
    supersede(history.course, row, reason=reason)
    note("course.corrected", by, episode, row, {"changed": _changed(history.course, row)})
    return row


def why_not(episode: Episode, history: History) -> str | None:
    """Why what was said at the start can no longer be corrected."""
    if history.course.ended_on is not None or not is_live(history.course):
        return "This course has ended or was corrected meanwhile. Open the page again"
    written = prescriptions(frozenset({episode.service_id}), [history.id])
    first = min((one.on for one in history.logged), default=None)
    return logged_problem(first, bool(history.reassessments), any(one.live for one in written))


def _held_back(episode: Episode, before: History, standard: Standard) -> History:
    """The course as it is now, and as it stays until the transaction ends."""
    lock(episode)
    db.session.execute(select(Course.id).where(Course.id == before.course.id).with_for_update())
    db.session.refresh(before.course)
    return history(frozenset({episode.service_id}), [before.course], before.facts.born, standard)[0]


def _start_problems(
    episode: Episode, history: History, right: NewCourse, standard: Standard
) -> dict[str, str]:
    if reason := why_not(episode, history):
        return {"first_dose_on": reason}
    course = facts.Course(right.drug, right.first_dose_on)
    plan, others = right.cross_titration_plan or "", _others(episode, history.course)
    problems = start_problems(course, others, plan, episode.referred_on, standard)
    began = [("order", row.effective_on) for row in history.orders]
    began += [("week", row.effective_on) for row in history.regimens]
    if early := begins_before_problem(right.first_dose_on, began):
        problems["first_dose_on"] = early
    if dead := after_death(episode, "The first dose", right.first_dose_on):
        problems["first_dose_on"] = dead
    if history.orders and right.drug != history.facts.drug:
        problems["drug"] = (
            f"A dose of {history.facts.drug} is ordered for this course. End it, and start one of {right.drug}"
        )
    if not problems and not _changed(history.course, right):
        problems["reason"] = "Nothing is changed"
    return problems


def _order_problems(history: History, right: NewCourse, today: date) -> dict[str, str]:
    """The orders that stand, judged by what is right: one that now asks for more than it was given goes first."""
    order_findings = findings(frozenset({history.course.service_id}), [row.id for row in history.orders])
    for row in history.orders:
        proposal = Proposal(rows.order(row), _facts(history, right), today, UK.on(row.effective_on))
        was = {
            (one.rule, one.severity) for one in check(Context.ORDER, replace(proposal, facts=history.facts))
        }
        for one in check(Context.ORDER, proposal):
            old = (one.rule, one.severity) in was and not one.blocks
            if one.blocks or (
                not old and _open_needs(one, order_findings.get(row.id, []), proposal.standard)
            ):
                which = f"the order of {plain(row.daily_mg)} mg from {day_words(row.effective_on)}"
                sentence = f"With this, {which} is against a rule. {one.rule}: {one.message}. Correct that order first"
                return {next(iter(_changed(history.course, right)), "reason"): sentence}
    return {}


def _facts(history: History, right: NewCourse) -> Facts:
    return replace(
        history.facts,
        first_dose_on=right.first_dose_on,
        tolerance=right.tolerance,
        sedatives_or_alcohol=right.sedatives_or_alcohol,
        verified=rows.verified(right),
    )


def _open_needs(one: Finding, order_findings: list[OrderFinding], standard: Standard) -> bool:
    same = [row for row in order_findings if row.rule == one.rule]
    reason = next((row.reason for row in same if row.reason), "")
    second = next((row.second_prescriber for row in same if row.second_prescriber), "")
    return bool(unmet([one], reason, second, standard))


def _changed(was: Course, right: NewCourse | Course) -> list[str]:
    """The fields that differ, in the order of the form."""
    names = (field.name for field in fields(NewCourse))
    return [name for name in names if getattr(was, name) != getattr(right, name)]
