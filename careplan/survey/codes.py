"""The answers of the client survey (record package, profile 2), and what the doors of this room ask for."""

from enum import StrEnum

from careplan.ground.permissions import Permission
from careplan.staff.codes import LEADING, SEES_CLIENTS

HAND_SURVEY = Permission("hand_survey", SEES_CLIENTS, reading=True, written=True)
READ_SURVEY = Permission("read_survey", LEADING, "reads what clients say", reading=True)


class Topic(StrEnum):
    """What each of the five questions asks about."""

    HAS_PLAN = "has_plan"
    KNOWS_PLAN = "knows_plan"
    REVIEWED = "reviewed"
    INVOLVED = "involved"
    SATISFIED = "satisfied"


class Said(StrEnum):
    """An answer; yes is the positive one. A question without an answer is not counted."""

    YES = "says_yes"
    NO = "says_no"
    NOT_SURE = "not_sure"
