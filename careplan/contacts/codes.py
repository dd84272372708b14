"""Code sets of the contact files (record package, profile 2)."""

from enum import StrEnum

from careplan.ground.permissions import Permission
from careplan.staff.codes import LEADING, Role

EDIT_TEMPLATES = Permission("edit_templates", LEADING, "edits the templates of notes")

SEND_REMINDERS = Permission(
    "send_reminders",
    (Role.KEYWORKER, *LEADING, Role.RECEPTION),
    "takes the file of reminders",
    reading=True,
)


class Way(StrEnum):
    """How worker and client were in touch."""

    FACE_TO_FACE = "face_to_face"
    PHONE = "phone"
    TEXT = "text"
    VIDEO = "video"
    HOME_VISIT = "home_visit"
    OUTREACH = "outreach"
    LETTER = "letter"


SEEN = frozenset({Way.FACE_TO_FACE, Way.VIDEO, Way.HOME_VISIT, Way.OUTREACH})
"""Ways in which the worker sees the client."""
