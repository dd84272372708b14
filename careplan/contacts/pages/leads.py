"""Where the outcome of an appointment leads."""

from typing import TYPE_CHECKING

from flask import url_for

from careplan.clients.codes import AppointmentOutcome, AppointmentPurpose
from careplan.clients.models import Appointment
from careplan.ui.frame import address

if TYPE_CHECKING:
    from careplan.clients.models import Episode

ACCOUNTS = {
    AppointmentPurpose.CARE_PLAN_REVIEW: "plans.hold_review",
    AppointmentPurpose.PRESCRIBING: "prescribing.prescribing_reviews_new",
}
"""The page on which what an appointment was for is recorded, where it is more than a note."""


def onward(episode: "Episode", row: Appointment, came: str) -> str:
    """Where an outcome leads: a review or a note where the client came, an attempt at a review; else nowhere."""
    if came == AppointmentOutcome.ATTENDED:
        return account(row.purpose, episode.id, row.root_id)[1]
    if came == AppointmentOutcome.DID_NOT_ATTEND and row.purpose == AppointmentPurpose.CARE_PLAN_REVIEW:
        return address("plans.record_attempt", episode_id=episode.id)
    return ""


def account(purpose: str, episode_id: str, appointment_id: str) -> tuple[str, str]:
    """What is written of an appointment that was attended, and where: the review that it was for, else a note."""
    if led := address(ACCOUNTS.get(AppointmentPurpose(purpose), ""), episode_id=episode_id):
        return "Record the review", led
    return "Write the note", url_for("contacts.new", episode_id=episode_id, appointment=appointment_id)
