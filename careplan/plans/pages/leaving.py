"""What the page of leaving reads from its form, and what it says afterwards."""

from careplan.clients.codes import ExitReason
from careplan.plans.actions.leaving import Leaving
from careplan.plans.forms.leaving import LeaveForm
from careplan.plans.queries.leaving import Running
from careplan.ui.words import counted


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


def left_words(running: Running, done: dict[str, str]) -> str:
    """That the episode is closed, and how much of it the manager now has."""
    left = sum(one.key not in done for one in running.matters)
    words = "The client has left treatment. The episode is closed."
    return f"{words} {counted(left, 'open matter')} went to the manager." if left else words
