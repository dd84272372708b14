"""Code sets of the Treatment Outcomes Profile (record package, profile 1)."""

from enum import StrEnum


class Stage(StrEnum):
    """When in treatment the profile was taken."""

    START = "start"
    REVIEW = "review"
    EXIT = "exit"
    POST_EXIT = "post_exit"


NOT_ANSWERED = "NA"
"""Asked, but not disclosed or not answered."""

YES_NO = ("sharing", "oththeft", "assault", "acuthpbm", "unsthse", "hrisk")
"""Y or N."""


class Sample(StrEnum):
    """What a drug test was done on."""

    URINE = "urine"
    ORAL_FLUID = "oral_fluid"


class Finding(StrEnum):
    """What a drug test says about one analyte."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    NOT_TESTED = "not_tested"
