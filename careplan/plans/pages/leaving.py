"""What the page of leaving reads from its form, and what it says afterwards."""

from datetime import date
from typing import Any

from careplan.clients.codes import ExitReason
from careplan.plans.actions.leaving import Leaving
from careplan.plans.forms.leaving import LeaveForm
from careplan.plans.queries.leaving import Running
from careplan.ui.words import counted


def at_first(running: Running, on: date) -> dict[str, Any]:
    """What the form says before anything is entered: today, and the death that the record holds."""
    return {"closed_on": on} | ({"exit_reason": ExitReason.DIED} if running.said.died_on else {})


def leaving(form: LeaveForm) -> Leaving:
    """What was sent, of a form that was checked."""
    return Leaving(
        closed_on=form.closed_on.data,
        reason=ExitReason(form.exit_reason.data),
        note=form.doubt_reason.data,
        end_courses=form.end_courses.data,
        done=form.done,
    )


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
