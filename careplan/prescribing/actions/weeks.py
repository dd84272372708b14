"""Setting the week: which days a client collects, and which of them are supervised."""

from datetime import date

from careplan.clients.models import Episode
from careplan.ground.clock import now
from careplan.ground.db import db
from careplan.prescribing.actions.courses import Refused, note
from careplan.prescribing.actions.orders import Asked
from careplan.prescribing.models import Regimen
from careplan.prescribing.queries.courses import History
from careplan.prescribing.rules.courses import begin_problem, week_problem
from careplan.prescribing.rules.findings import Context, unmet
from careplan.prescribing.rules.standard import Standard
from careplan.prescribing.rules.supervised import check_week
from careplan.prescribing.rules.week import Week, not_collected
from careplan.staff.rules import Actor


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
) -> Regimen:
    """Set the week from a day on. Raises Refused, or Asked when S1 wants a reason; replaces one of the same day."""
    problems = week_problems(history, week, effective_on, today)
    if problems:
        raise Refused(problems)
    found = check_week(Context.ORDER, week, effective_on, history.facts, standard)
    needs = unmet(found, reason, "", standard)
    if needs:
        raise Asked(found, needs)
    row = _row(by, history, week, effective_on, reason.strip() if found else None)
    note(
        "regimen.set",
        by,
        episode,
        history.course,
        {"regimen": row.id, "findings": [one.rule for one in found]},
    )
    return row


def _row(by: Actor, history: History, week: Week, effective_on: date, reason: str | None) -> Regimen:
    row = Regimen(course_id=history.id, service_id=history.course.service_id, recorded_by=by.id)
    row.effective_on, row.collect, row.supervised, row.s1_reason = (
        effective_on,
        week.collect,
        week.supervised,
        reason,
    )
    same = next((one for one in history.regimens if one.effective_on == effective_on), None)
    if same is not None:
        same.superseded_at = now()
        db.session.flush()
        row.corrects, row.root_id, row.correction_reason = same.id, same.root_id, "set again for the same day"
    db.session.add(row)
    db.session.flush()
    return row


def week_problems(history: History, week: Week, effective_on: date, today: date) -> dict[str, str]:
    """Why the week cannot be set as asked, by field."""
    latest = max((row.effective_on for row in history.regimens), default=None)
    course = history.course
    late = begin_problem("The week", effective_on, course.first_dose_on, latest, today)
    problems: dict[str, str] = {}
    if course.ended_on is not None:
        late = "This course has ended"
    if late or (late := week_problem(history.facts.orders, effective_on)):
        problems["effective_on"] = late
    if "1" not in week.collect:
        problems["collect"] = "Select at least one day on which the client collects"
    elif wrong := not_collected(week):
        problems["supervised"] = f"Supervised days must be collection days. Not collected: {', '.join(wrong)}"
    return problems
