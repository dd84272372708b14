"""Code sets of the checklists and of the answers to them."""

from enum import StrEnum


class Kind(StrEnum):
    """The three checklists; each assessment is made against the one of its name."""

    TRIAGE = "triage"
    COMPREHENSIVE = "comprehensive"
    RISK = "risk"


class Status(StrEnum):
    """What became of a question; the status is not the value."""

    ANSWERED = "answered"
    DECLINED = "declined"
    NOT_KNOWN = "not_known"
    NOT_APPLICABLE = "not_applicable"
    NOT_ASKED = "not_asked"


class Presence(StrEnum):
    """How an item stands in a checklist."""

    ALWAYS = "always"
    IF = "if"
    OPTIONAL = "optional"


class AnswerType(StrEnum):
    """The kinds of answer."""

    YES_NO = "yes_no"
    ONE_OF = "one_of"
    ANY_OF = "any_of"
    WHOLE_NUMBER = "whole_number"
    NUMBER = "number"
    SCALE = "scale"
    DATE = "date"
    TEXT = "text"
    ROWS = "rows"


class Fact(StrEnum):
    """What the record knows without asking; a condition may name it."""

    PRESCRIBING_CONSIDERED = "prescribing_considered"
    OST_ACTIVE_OR_PLANNED = "ost_active_or_planned"
    METHADONE_ACTIVE_OR_PLANNED = "methadone_active_or_planned"
    TAKE_HOME_DOSES = "take_home_doses"
