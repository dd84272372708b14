"""Words of the clock, of agreement and copy, of proposals and differences, of leaving and of coming back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from careplan.clients.codes import ExitReason
from careplan.clients.queries import has_died, other_stays
from careplan.clients.rules.aftercare import AFTERCARE, came_since, last_way_back, last_written_back
from careplan.plans.actions.leaving import Leaving
from careplan.plans.codes import ExitStep, StepState
from careplan.plans.forms.leaving import LeaveForm
from careplan.plans.labels import ADVICE, AGREEMENTS, CLOCK, COPIES, KINDS
from careplan.plans.models import CarePlan
from careplan.plans.queries.leaving import Running
from careplan.plans.rules.clock import Anchor, Due, Reading, next_due
from careplan.plans.rules.exit_steps import ExitSteps
from careplan.plans.rules.standard import SCHEDULE
from careplan.ui.words import counted, day, yes_no

if TYPE_CHECKING:
    from careplan.clients.models import Episode

NUMBERS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}


@dataclass(frozen=True, slots=True)
class ClockLine:
    """The clock as a page shows it: state, colour, when the next review is due, why, and how far away."""

    state: str
    colour: str
    due: str = ""
    because: str = ""
    left: str = ""
    limit: str = ""
    advice: str = ""


def clock_line(reading: Reading) -> ClockLine:
    """A reading in words."""
    state, colour = CLOCK[reading.status]
    advice = ADVICE.get(reading.status, "")
    if reading.due is None:
        return ClockLine(state, colour, advice=advice)
    left = days_left(reading.days_left or 0)
    return ClockLine(
        state, colour, day(reading.due.on), because(reading.due), left, day(reading.limit_on), advice
    )


def because(due: Due) -> str:
    """What a due date is counted from: three months after agreeing."""
    if due.anchor is Anchor.PLANNED:
        return "planned with the client"
    months = f"{NUMBERS[due.months]} month{'' if due.months == 1 else 's'}"
    return f"{months} after {'agreeing' if due.anchor is Anchor.AGREED else 'the last review'}"


def reason(due: Due) -> str:
    """The day with its reason: three months after agreeing: 2 June 2026."""
    return f"{because(due)}: {day(due.on)}"


def days_left(days: int) -> str:
    """In 12 days, today, 5 days ago."""
    if days == 0:
        return "today"
    return f"in {counted(days, 'day')}" if days > 0 else f"{counted(-days, 'day')} ago"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A day to propose, the latest day allowed, and why."""

    on: date
    latest: date
    words: str


def after_agreeing(reading: Reading, agreed_on: date) -> Proposal:
    """For a first plan the service's interval; for a later version the clock runs on as it stood."""
    standard = SCHEDULE.on(agreed_on)
    due = reading.due or next_due(agreed_on, (), agreed_on, standard)
    if due.on > agreed_on:
        return Proposal(due.on, due.on, _sentence(due))
    soon = agreed_on + timedelta(days=standard.due_soon.days)
    return Proposal(soon, soon, f"The review was due on {day(due.on)} and a new version does not put it off.")


def after_review(agreed_on: date, reviewed_on: date) -> Proposal:
    """The service's interval from the review."""
    due = next_due(agreed_on, (reviewed_on,), reviewed_on, SCHEDULE.on(reviewed_on))
    words = _sentence(due).replace("after the last review", "after this review")
    return Proposal(due.on, due.on, words)


def _sentence(due: Due) -> str:
    words = reason(due)
    return f"{words[0].upper()}{words[1:]}. An earlier day is possible."


Row = tuple[str, str]


def plan_rows(plan: CarePlan) -> list[Row]:
    """What was agreed, how, and what became of the copy."""
    rows = [
        ("Version", f"{plan.version}, {KINDS[plan.kind].lower()}"),
        ("Drafted", day(plan.drafted_on)),
        ("Agreed", agreement_line(plan)),
    ]
    if plan.agreement_note:
        rows.append(("Reason", plan.agreement_note))
    rows.append(("Copy for the client", copy_line(plan)))
    if plan.next_due_on:
        rows.append(("Next review planned when agreed", f"{day(plan.next_due_on)}{_with(plan.next_review)}"))
    if plan.no_risk_reason:
        rows.append(("Agreed without a recent risk assessment", plan.no_risk_reason))
    return rows


def _with(who: str | None) -> str:
    return f", with {who}" if who else ""


def agreement_line(plan: CarePlan) -> str:
    """3 March 2026, signed on paper."""
    if plan.agreed_on is None:
        return "Not agreed yet"
    how = AGREEMENTS[plan.agreed_how or plan.agreement or ""]
    name = f" by {plan.signed_name}" if plan.signed_name else ""
    return f"{day(plan.agreed_on)}. {how}{name}"


def copy_line(plan: CarePlan) -> str:
    """Offered on 3 March 2026. Took a copy on paper."""
    if plan.copy_offered_on is None:
        return "Not offered yet"
    taken = f". {COPIES[plan.copy_taken]}" if plan.copy_taken else ""
    return f"Offered on {day(plan.copy_offered_on)}{taken}"


Difference = tuple[str, str, str]


COLUMNS = {"need": "need_id", "how": "agreed_how"}
"""Fields whose column has another name."""


def differences(form: Any, row: object) -> list[Difference]:
    """(label, saved, typed) for each field the worker sees; what the row has no column for counts as empty."""
    return [
        (
            field.words,
            value_words(field, getattr(row, COLUMNS.get(field.name, field.name), None)),
            value_words(field, field.data),
        )
        for field in form.shown_fields
    ]


def value_words(field: Any, value: Any) -> str:
    """A value as a worker reads it."""
    if value is None or value is False or value == "":
        return ""
    if value is True:
        return yes_no(value)
    if isinstance(value, date):
        return day(value)
    labels = {option.value: option.label for option in getattr(field, "options", ())}
    return str(labels.get(str(value), value))


def at_first(running: Running, on: date, done: Mapping[str, str]) -> dict[str, Any]:
    """What the form says before anything is entered: today, and the death or the steps that the record holds."""
    if running.latest.died_on:
        return {"closed_on": on, "exit_reason": ExitReason.DIED}
    steps = {f"step_{step}": StepState.DONE for step in done}
    words_of = {f"said_{step}": words for step, words in done.items()}
    weeks = [str(one) for one in AFTERCARE.on(on).follow_ups.weeks]
    return {"closed_on": on, "follow_ups": weeks} | steps | words_of


def leaving(form: LeaveForm) -> Leaving:
    """What was sent, of a form that was checked."""
    return Leaving(
        closed_on=form.closed_on.data,
        reason=ExitReason(form.exit_reason.data),
        note=form.doubt_reason.data,
        national=form.national_exit.data,
        end_courses=form.end_courses.data,
        done=form.done,
        taken=form.taken,
        weeks=tuple(int(one) for one in form.follow_ups.data),
    )


def step_groups(standard: ExitSteps) -> list[tuple[str, list[ExitStep]]]:
    """The steps under headings: in every case, and of a planned or an unplanned ending alone."""
    both = [one for one in standard.planned if one in standard.unplanned]
    return [
        ("However it ends", both),
        ("A planned ending", [one for one in standard.planned if one not in both]),
        ("An ending that was not planned", [one for one in standard.unplanned if one not in both]),
    ]


def grown(form: LeaveForm, version: str) -> bool:
    """Whether something else stands open than the page showed: then it is shown again, with what was typed."""
    if not form.seen.data or not form.differs(version):
        return False
    form.form_errors.append("Something was recorded meanwhile. Look at what is open now, and send again")
    return True


def left_words(running: Running, left: Leaving) -> str:
    """That the episode is closed, and how much of it the manager now has; after a death its duties are shown."""
    if left.reason is ExitReason.DIED:
        return "The episode is closed. What must be done after the death stands below."
    open_still = sum(one.key not in left.done for one in running.matters)
    words = "The client has left treatment. The episode is closed."
    return f"{words} {counted(open_still, 'open matter')} went to the manager." if open_still else words


def why_not_back(episode: "Episode", on: date) -> str | None:
    """Why nobody can write down on the day that the client came back to this episode; None where they can."""
    if episode.closed_on is None:
        return "This episode is open."
    if has_died(episode):
        return "The record says that the client has died. Check how the episode ended, and the date of death."
    if came_since(episode.closed_on, other_stays(episode)):
        return "The client was referred to this service again since. Use that record."
    if on > last_written_back(episode.closed_on):
        last = day(last_way_back(episode.closed_on))
        return f"The way back was open until {last}. Record a new referral: it opens a new episode."
    return None


def back_at_first(episode: "Episode", on: date) -> dict[str, Any]:
    """What the form says before anything is entered: today, or nothing once the way back is over."""
    over = episode.closed_on is not None and on > last_way_back(episode.closed_on)
    return {"came_on": None if over else on}
