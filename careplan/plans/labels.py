"""The codes of a plan in words, as forms offer them, pages show them and history tells them."""

from collections.abc import Mapping

from careplan.clients.codes import PauseReason
from careplan.clients.rules.words import EXITS as LEFT
from careplan.plans.codes import (
    AgreedHow,
    Agreement,
    Copy,
    GoalDomain,
    GoalStatus,
    NeedPriority,
    PlanKind,
    WantsHelp,
)

AGREED = {
    "signed": "signed",
    "verbal": "agreed by word of mouth",
    "declined": "not agreed by the client",
    "lacks_capacity": "the client lacks capacity",
}
TAKEN = {"paper": "taken on paper", "email": "taken by email", "not_wanted": "not wanted"}


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
WANTS_HELP: Mapping[str, str] = {WantsHelp.NOW: "Now", WantsHelp.LATER: "Later", WantsHelp.NO: "No"}
AGREED_HOW: Mapping[str, str] = {
    AgreedHow.ON_SCREEN: "Signed here, on this screen",
    AgreedHow.ON_PAPER: "Signed on paper",
    AgreedHow.BY_PHONE: "Agreed by word of mouth or by phone",
    AgreedHow.DECLINED: "The client does not agree",
    AgreedHow.LACKS_CAPACITY: "The client lacks capacity to decide this",
}
AGREEMENTS: Mapping[str, str] = {
    Agreement.SIGNED: "Signed by the client",
    Agreement.VERBAL: "Agreed by word of mouth",
    Agreement.DECLINED: "Client does not agree",
    Agreement.LACKS_CAPACITY: "Client lacks capacity, decided in their best interests",
}
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
STATUS_CHOICES: Mapping[str, str] = {
    GoalStatus.OPEN: "Still working on it",
    GoalStatus.ACHIEVED: "Achieved",
    GoalStatus.PARTLY: "Partly achieved",
    GoalStatus.CHANGED: "Changed: the client wants something else now",
    GoalStatus.STOPPED: "Stopped",
}
PAUSES: Mapping[str, str] = {
    PauseReason.PRISON: "Prison",
    PauseReason.HOSPITAL: "Hospital",
    PauseReason.RESIDENTIAL_ELSEWHERE: "Residential treatment elsewhere",
}
EXITS: Mapping[str, str] = {code: words[:1].upper() + words[1:] for code, words in LEFT.items()}
