"""The wait that a first appointment ends: which it is, and its days."""

from datetime import date
from typing import TYPE_CHECKING

from careplan.clients.queries import interventions
from careplan.clients.rules.waits import Days, Frame, misplaced
from careplan.contacts.forms.diary import FirstForm
from careplan.ground.clock import today

if TYPE_CHECKING:
    from careplan.clients.models import Episode, Intervention


def waited_for(episode: "Episode", kind: str | None) -> "Intervention | None":
    """The first referral to the treatment that neither began nor ended; None where there is none."""
    every = interventions(episode) if kind else ()
    left = (one for one in every if one.kind == kind and one.started_on is None and one.ended_on is None)
    return next(left, None)


def days_of(form: FirstForm, episode: "Episode", waited: "Intervention | None", on: date) -> Days | None:
    """The days of the treatment after the appointment of that day; None with a sentence where they cannot be."""
    days = Days(
        waited.referred_on if waited else episode.referred_on,
        (waited and waited.first_offered_on) or on,
        on if form.began.data else None,
    )
    frame = Frame(episode.referred_on, episode.closed_on, episode.client.deceased_on, today())
    wrong = misplaced(days, frame) if form.kind.data else {}
    form.kind.errors = list(wrong.values())[:1] or form.kind.errors
    return None if wrong else days
