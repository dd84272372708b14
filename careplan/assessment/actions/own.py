"""Write answers to a service's own questions that were asked in a section."""

from collections.abc import Iterable
from datetime import date

from careplan.assessment.registers import OWN_ANSWERS
from careplan.assessment.rules.own import OwnAsked
from careplan.clients.registers import rows
from careplan.clients.registers.rows import Owner
from careplan.staff.rules import Actor


def keep_own(*, by: Actor, owner: Owner, answers: Iterable[tuple[OwnAsked, str]], on: date) -> None:
    """A row for each; of the same day it takes the place of the one before."""
    for one, words in answers:
        values = {"question_id": one.question_id, "words": words, "answered_on": on}
        if one.last is not None and one.last.answered_on == on:
            reason = "Changed in the assessment"
            rows.correct(OWN_ANSWERS, by=by, owner=owner, row=one.last, values=values, reason=reason)
        else:
            rows.record(OWN_ANSWERS, by=by, owner=owner, values=values)
