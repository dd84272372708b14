"""The codes of a plan and the states of its clock in words, on forms, pages and in history."""

from collections.abc import Mapping

from careplan.plans.codes import (
    AgreedHow,
    Agreement,
    Copy,
    ExitStep,
    GoalDomain,
    GoalStatus,
    NeedPriority,
    Offered,
    OptionAnswer,
    PlanKind,
    StepState,
    TouchWay,
    WantsHelp,
)
from careplan.plans.rules.clock import ClockStatus
from careplan.plans.rules.completeness import Lack
from careplan.plans.rules.weighing import Weight

CLOCK: Mapping[ClockStatus, tuple[str, str]] = {
    ClockStatus.CLOSED: ("Closed", "grey"),
    ClockStatus.DIED: ("Died, episode open", "grey"),
    ClockStatus.PAUSED: ("Paused", "grey"),
    ClockStatus.WAITING: ("Waiting to be seen", "orange"),
    ClockStatus.PLAN_NOT_YET: ("No plan yet", "white"),
    ClockStatus.PLAN_MISSING: ("Plan missing", "red"),
    ClockStatus.OVERDUE: ("Review overdue", "red"),
    ClockStatus.LATE_LOCAL: ("Review late", "orange"),
    ClockStatus.DUE_SOON: ("Review due soon", "yellow"),
    ClockStatus.NOT_DUE: ("Review not due", "green"),
}
"""Where a care plan stands, and the colour of its tag."""
ADVICE: Mapping[ClockStatus, str] = {
    ClockStatus.PLAN_MISSING: "Treatment has started and the first plan is late. Write a plan with the client.",
    ClockStatus.OVERDUE: "Hold the review as soon as the client can come.",
    ClockStatus.LATE_LOCAL: "The service’s own date has passed. There is still time before the limit.",
    ClockStatus.PAUSED: "Reviews are not counted as late while the client is away.",
}
LACKS: Mapping[Lack, str] = {
    Lack.OWN_WORDS: "What the client says is missing",
    Lack.NEED_UNSORTED: "Not weighed with the client yet: {words}",
    Lack.NEED_UNANSWERED: "Needs a goal, or a reason for not now: {words}",
    Lack.NO_GOALS: "There is no goal",
    Lack.GOAL_WITHOUT_ACTION: "Nobody does anything yet for: {words}",
    Lack.CONTINGENCY: "What happens if things get difficult is missing",
    Lack.DISENGAGEMENT: "What happens if contact is lost is missing",
}
KINDS: Mapping[str, str] = {
    PlanKind.INITIAL: "Initial plan",
    PlanKind.COMPREHENSIVE: "Comprehensive plan",
    PlanKind.AFTERCARE: "Aftercare plan",
}
DOMAINS: Mapping[str, str] = {
    GoalDomain.DRUG_ALCOHOL: "Drugs and alcohol",
    GoalDomain.PHYSICAL: "Physical health",
    GoalDomain.PSYCHOLOGICAL: "Mental health and feelings",
    GoalDomain.SOCIAL: "Home, money, work and friends",
    GoalDomain.LEGAL: "The law",
    GoalDomain.FAMILY_CHILDREN: "Family and children",
    GoalDomain.HARM_REDUCTION: "Staying safe",
}
PRIORITIES: Mapping[str, str] = {
    NeedPriority.HIGH: "High",
    NeedPriority.MEDIUM: "Medium",
    NeedPriority.LOW: "Low",
}
WEIGHTS: Mapping[str, str] = {
    Weight.PRIORITY: "Priority",
    Weight.NOW: "Help now",
    Weight.LATER: "Later",
    Weight.NOT: "Not",
}
"""The one answer with which a need is weighed."""
WANTS_HELP: Mapping[str, str] = {WantsHelp.NOW: "Now", WantsHelp.LATER: "Later", WantsHelp.NO: "No"}
AGREED_HOW: Mapping[str, str] = {
    AgreedHow.ON_SCREEN: "Signed here, on this screen",
    AgreedHow.ON_PAPER: "Signed on paper",
    AgreedHow.BY_PHONE: "Agreed by word of mouth or by phone",
    AgreedHow.DECLINED: "The client does not agree",
    AgreedHow.LACKS_CAPACITY: "The client lacks capacity to decide this",
}
AGREEMENTS: Mapping[str, str] = {
    **AGREED_HOW,
    Agreement.SIGNED: "Signed by the client",
    Agreement.VERBAL: AGREED_HOW[AgreedHow.BY_PHONE],
}
"""How the client answered; where only whether is known, that."""
COPIES: Mapping[str, str] = {
    Copy.PAPER: "Took a copy on paper",
    Copy.EMAIL: "Sent by email",
    Copy.NOT_WANTED: "Did not want a copy",
}
STATUSES: Mapping[str, str] = {
    GoalStatus.OPEN: "Open",
    GoalStatus.ACHIEVED: "Achieved",
    GoalStatus.PARTLY: "Partly achieved",
    GoalStatus.CHANGED: "Changed",
    GoalStatus.STOPPED: "Stopped",
}
STATUS_COLOURS: Mapping[str, str] = {
    GoalStatus.OPEN: "blue",
    GoalStatus.ACHIEVED: "green",
    GoalStatus.PARTLY: "yellow",
    GoalStatus.CHANGED: "purple",
    GoalStatus.STOPPED: "grey",
}
NEED_HAS_GOAL, NEED_NOT_NOW = "Has a goal", "Not now, with a reason"
NEED_WAITS, NEED_LATER = "No goal yet", "For later"
HELD = {True: "Held", False: "Tried, the client did not come"}


def in_full(status: ClockStatus) -> str:
    """A state where no heading names the care plan: Care plan review overdue."""
    return f"Care plan {CLOCK[status][0].lower().removeprefix('plan ')}"


TOUCH_WAYS: dict[str, str] = {
    TouchWay.TEXT: "Text",
    TouchWay.PHONE: "Telephone",
    TouchWay.LETTER: "Letter",
    TouchWay.HOME_VISIT: "Home visit",
    TouchWay.THIRD_PARTY: "Ring somebody close",
    TouchWay.PHARMACY: "Tell pharmacy and prescriber",
    TouchWay.CLOSE: "Decide whether to close",
}
"""A step when contact is lost."""

OPTION_ANSWERS: dict[str, str] = {
    OptionAnswer.CHOSEN: "Chosen",
    OptionAnswer.LATER: "For later",
    OptionAnswer.DECLINED: "Declined",
    OptionAnswer.EXPLAINED: "Explained, not decided",
}
"""What the client made of a treatment option."""
OFFERED: dict[str, str] = {
    Offered.HERE: "Here",
    Offered.ELSEWHERE: "Elsewhere in the area",
    Offered.NOT: "Not to be had",
}
STEPS: dict[str, str] = {
    ExitStep.EXIT_REVIEW: "Last review",
    ExitStep.GOALS: "Goals",
    ExitStep.AFTERCARE_PLAN: "Aftercare plan",
    ExitStep.NALOXONE: "Naloxone at home",
    ExitStep.TOLERANCE: "Warning of lost tolerance and overdose",
    ExitStep.WAY_BACK: "How to come back",
    ExitStep.GP: "GP told",
    ExitStep.REACHING: "Tried to reach the client",
    ExitStep.LETTER: "Letter to the client",
}
STEP_STATES: dict[str, str] = {StepState.DONE: "Done", StepState.NOT_DONE: "Not done"}
STEP_COLOURS: Mapping[str, str] = {StepState.DONE: "green", StepState.NOT_DONE: "yellow"}
