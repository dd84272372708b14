"""Code sets of the care plan files (record package, profile 1), and what the doors of this room ask for."""

from enum import StrEnum

from careplan.ground.permissions import Permission
from careplan.staff.codes import CLINICAL, LEADING

WRITE_PLAN = Permission("write_plan", CLINICAL, "writes care plans")
EDIT_WORDINGS = Permission("edit_wordings", LEADING, "edits the wordings of goals and the treatment on offer")


class PlanKind(StrEnum):
    """Which part of the journey a plan is for."""

    INITIAL = "initial"
    COMPREHENSIVE = "comprehensive"
    AFTERCARE = "aftercare"


class Agreement(StrEnum):
    """How the client agreed, or why not."""

    SIGNED = "signed"
    VERBAL = "verbal"
    DECLINED = "declined"
    LACKS_CAPACITY = "lacks_capacity"


class AgreedHow(StrEnum):
    """In what way the client answered; each belongs to one agreement code."""

    ON_SCREEN = "on_screen"
    ON_PAPER = "on_paper"
    BY_PHONE = "by_phone"
    DECLINED = "declined"
    LACKS_CAPACITY = "lacks_capacity"


class Copy(StrEnum):
    """What became of the offered copy."""

    PAPER = "paper"
    EMAIL = "email"
    NOT_WANTED = "not_wanted"


class GoalDomain(StrEnum):
    """Part of life that a goal or need belongs to."""

    DRUG_ALCOHOL = "drug_alcohol"
    PHYSICAL = "physical"
    PSYCHOLOGICAL = "psychological"
    SOCIAL = "social"
    LEGAL = "legal"
    FAMILY_CHILDREN = "family_children"
    HARM_REDUCTION = "harm_reduction"


class GoalStatus(StrEnum):
    """Where a goal stands."""

    OPEN = "open"
    ACHIEVED = "achieved"
    PARTLY = "partly"
    CHANGED = "changed"
    STOPPED = "stopped"


class NeedPriority(StrEnum):
    """How pressing a need is."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class WantsHelp(StrEnum):
    """What the client said about help with a need."""

    NOW = "now"
    LATER = "later"
    NO = "no"


class TouchWay(StrEnum):
    """A way to reach a client with whom the service loses touch, or whom it tells."""

    TEXT = "text"
    PHONE = "phone"
    LETTER = "letter"
    HOME_VISIT = "home_visit"
    THIRD_PARTY = "third_party"
    PHARMACY = "pharmacy"
    CLOSE = "close"


class OptionAnswer(StrEnum):
    """What the client made of a treatment option that was explained."""

    CHOSEN = "chosen"
    LATER = "later"
    DECLINED = "declined"
    EXPLAINED = "explained"


class Offered(StrEnum):
    """Where a treatment is to be had."""

    HERE = "here"
    ELSEWHERE = "elsewhere"
    NOT = "not"


class ExitStep(StrEnum):
    """Something that is done when a client leaves."""

    EXIT_REVIEW = "exit_review"
    GOALS = "goals"
    AFTERCARE_PLAN = "aftercare_plan"
    NALOXONE = "naloxone"
    TOLERANCE = "tolerance"
    WAY_BACK = "way_back"
    GP = "gp"
    REACHING = "reaching"
    LETTER = "letter"


class StepState(StrEnum):
    """Whether a step of leaving was done."""

    DONE = "done"
    NOT_DONE = "not_done"
