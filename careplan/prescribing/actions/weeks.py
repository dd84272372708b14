"""Setting the week: which days a client collects, and which of them are supervised."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from careplan.clients.models import Episode
from careplan.ground.corrections import supersede
from careplan.ground.db import db
from careplan.prescribing.actions.courses import Refused, after_death, note
from careplan.prescribing.actions.keeping import keep_finding
from careplan.prescribing.actions.orders import NeedsAnswer
from careplan.prescribing.models import Regimen
from careplan.prescribing.queries.courses import History
from careplan.prescribing.rules.agreeing import Colleague
from careplan.prescribing.rules.courses import (
    begin_problem,
    farthest_on,
    move_problem,
    neighbours,
    reason_problem,
    week_problem,
)
from careplan.prescribing.rules.findings import Context, Finding, Need, unmet
from careplan.prescribing.rules.standard import Standard
from careplan.prescribing.rules.supervised import check_week
from careplan.prescribing.rules.week import Week, not_collected
from careplan.staff.rules import Actor


def _replacing(reason: str, standard: Standard) -> dict[str, str]:
    if not reason_problem(reason, standard):
        return {}
    return {"correction_reason": "Enter why the week from the same day is replaced, 10 characters or more"}


def set_week(
    *,
    by: Actor,
    episode: Episode,
    history: History,
    week: Week,
    effective_on: date,
    reason: str,
    today: date,
    standard: Standard,
    correction_reason: str = "",
    second: Colleague | None = None,
) -> Regimen:
    """Set the week from a day on; one of the same day is replaced, with the reason. `second` gave their password.

    Raises Refused, or NeedsAnswer when a rule on the week wants a reason.
    """
    same = next((one for one in history.regimens if one.effective_on == effective_on), None)
    problems = week_problems(history, week, effective_on, today, standard)
    if same is not None:
        problems |= _replacing(correction_reason, standard)
    if dead := after_death(episode, "The day a week begins", effective_on):
        problems["effective_on"] = dead
    if problems:
        raise Refused(problems)
    findings = check_week(Context.ORDER, week, effective_on, history.facts, standard, history.health)
    needs = unmet(findings, reason, second.words if second else "", standard)
    if needs:
        raise NeedsAnswer(findings, needs)
    kept = reason.strip() or None if findings else None
    row = _row(by, history, week, effective_on, kept, same, correction_reason.strip())
    _keep(row, findings, standard, reason, second)
    _noted("regimen.set", by, episode, history, row, findings)
    return row


@dataclass(frozen=True, slots=True)
class RightWeek:
    """The week as it should have been written, why fewer days were supervised, and what was wrong."""

    week: Week
    effective_on: date
    reason: str
    correction_reason: str


def correct_week(
    *,
    by: Actor,
    episode: Episode,
    history: History,
    wrong: Regimen,
    right: RightWeek,
    today: date,
    standard: Standard,
) -> Regimen:
    """Put a right week in the place of a wrong one, with the reason; the wrong one stays, struck through.

    The rules ask only while the week still holds: what another, or the end, has followed by today is history.
    Raises Refused or NeedsAnswer.
    """
    around = neighbours(wrong.effective_on, (row.effective_on for row in history.regimens))
    problems = _moved_problems(episode, history, right, around, standard)
    if wrong not in history.regimens:
        problems["effective_on"] = "This week has been corrected already. Open the page again"
    if problems:
        raise Refused(problems)
    over = (day is not None and day <= today for day in (around[1], history.course.ended_on))
    context = Context.RECORD if any(over) else Context.ORDER
    others = tuple(one for one in history.facts.weeks if one.effective_on != wrong.effective_on)
    facts = replace(history.facts, weeks=others)
    findings = check_week(context, right.week, right.effective_on, facts, standard)
    if needs := unmet(findings, right.reason, "", standard):
        raise NeedsAnswer(findings, needs)
    kept = right.reason.strip() or None if findings else None
    row = _row(by, history, right.week, right.effective_on, kept, wrong, right.correction_reason.strip())
    _keep(row, findings, standard, right.reason, None)
    _noted("regimen.corrected", by, episode, history, row, findings)
    return row


def _keep(
    row: Regimen, findings: Sequence[Finding], standard: Standard, reason: str, second: Colleague | None
) -> None:
    """What the rules said, by which edition, with the answers."""
    db.session.flush()
    for one in findings:
        agreed = second.words if second and Need.SECOND_PRESCRIBER in one.needs else None
        keep_finding(row, one, standard, reason, agreed, row.recorded_by)
    db.session.flush()


def _moved_problems(
    episode: Episode,
    history: History,
    right: RightWeek,
    around: tuple[date | None, date | None],
    standard: Standard,
) -> dict[str, str]:
    problems = _days_problems(right.week)
    moved = move_problem("The week", right.effective_on, around, history.course.first_dose_on)
    if late := after_death(episode, "The day a week begins", right.effective_on) or moved:
        problems["effective_on"] = late
    if short := reason_problem(right.correction_reason, standard):
        problems["correction_reason"] = short
    return problems


def _noted(
    act: str, by: Actor, episode: Episode, history: History, row: Regimen, findings: Sequence[Finding]
) -> None:
    detail: dict[str, object] = {"regimen": row.id, "findings": [one.rule for one in findings]}
    note(act, by, episode, history.course, detail)


def _row(
    by: Actor,
    history: History,
    week: Week,
    effective_on: date,
    reason: str | None,
    replaced: Regimen | None,
    why: str,
) -> Regimen:
    row = Regimen(course_id=history.id, service_id=history.course.service_id, recorded_by=by.id)
    row.effective_on, row.collect, row.supervised, row.s1_reason = (
        effective_on,
        week.collect,
        week.supervised,
        reason,
    )
    if replaced is not None:
        return supersede(replaced, row, reason=why)
    db.add(row)
    return row


def week_problems(
    history: History, week: Week, effective_on: date, today: date, standard: Standard
) -> dict[str, str]:
    """Why the week cannot be set as asked, by field."""
    latest = max((row.effective_on for row in history.regimens), default=None)
    course = history.course
    late = begin_problem("The week", effective_on, course.first_dose_on, latest, farthest_on(today, standard))
    problems = _days_problems(week)
    if course.ended_on is not None:
        late = "This course has ended"
    if late or (late := week_problem(history.facts.orders, effective_on)):
        problems["effective_on"] = late
    return problems


def _days_problems(week: Week) -> dict[str, str]:
    problems: dict[str, str] = {}
    if "1" not in week.collect:
        problems["collect"] = "Select at least one day on which the client collects"
    elif wrong := not_collected(week):
        problems["supervised"] = f"Supervised days must be collection days. Not collected: {', '.join(wrong)}"
    return problems
