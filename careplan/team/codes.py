"""Code sets of the files of this room, and what its doors ask for."""

from enum import StrEnum

from careplan.ground.permissions import Permission
from careplan.staff.codes import SEES_CLIENTS, Role

SEE_DUTY = Permission("see_duty", SEES_CLIENTS, reading=True)
KEEP_DUTY = Permission("keep_duty", SEES_CLIENTS)
KEEP_TEAM = Permission("keep_team", (Role.MANAGER,), "keeps rota and supervision")


class AwayFor(StrEnum):
    """Why a worker is away."""

    LEAVE = "leave"
    SICK = "sick"
    TRAINING = "training"
    OTHER = "other"


class Figure(StrEnum):
    """What the team view counts of a worker."""

    CLIENTS = "clients"
    WEIGHT = "weight"
    LATE = "late"
    NOTES = "notes"


class Turn(StrEnum):
    """Where a duty of the day stands at a time of its clock."""

    NOW = "now"
    LATER = "later"
    OVER = "over"
