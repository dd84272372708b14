"""Code sets of the risk files (record package, profile 1), and what the doors of this room ask for."""

from enum import StrEnum

from careplan.ground.permissions import Permission
from careplan.staff.codes import LEADING

COUNTERSIGN_RISK = Permission("countersign_risk", LEADING, "countersigns risk")


class RiskDomain(StrEnum):
    """Who may come to harm."""

    SELF = "self"
    FROM_OTHERS = "from_others"
    TO_OTHERS = "to_others"
    CHILDREN = "children"


class Level(StrEnum):
    """The worker's judgement, never a sum; in rising order."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    IMMEDIATE = "immediate"
