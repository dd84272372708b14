"""Words of this room's codes."""

from careplan.outcomes.codes import NOT_ANSWERED, Finding, Sample, Stage
from careplan.outcomes.rules.change import Outcome
from careplan.outcomes.rules.standard import Profile
from careplan.outcomes.rules.timing import Timing

STAGES = {
    Stage.START.value: "Start",
    Stage.REVIEW.value: "Review",
    Stage.EXIT.value: "Exit",
    Stage.POST_EXIT.value: "After leaving",
}
ANSWERS = {"Y": "Yes", "N": "No", NOT_ANSWERED: "Not answered"}
OUTCOMES = {
    Outcome.ABSTINENT: ("Abstinent", "green"),
    Outcome.IMPROVED: ("Improved", "green"),
    Outcome.UNCHANGED: ("Not reliably changed", "grey"),
    Outcome.DETERIORATED: ("Worse", "red"),
}
TIMINGS = {
    Timing.IN: "",
    Timing.EARLY: "Too early to count",
    Timing.LATE: "Too late to count",
    Timing.NO_START: "No start profile: does not count",
    Timing.CANNOT_TELL: "",
}

SAMPLES = {Sample.URINE.value: "Urine", Sample.ORAL_FLUID.value: "Oral fluid"}
FINDINGS = {
    Finding.POSITIVE.value: "Positive",
    Finding.NEGATIVE.value: "Negative",
    Finding.NOT_TESTED.value: "Not tested",
}
ANALYTES = {
    "opiates": "Opiates",
    "methadone": "Methadone",
    "buprenorphine": "Buprenorphine",
    "cocaine": "Cocaine",
    "amphetamines": "Amphetamines",
    "benzodiazepines": "Benzodiazepines",
    "cannabis": "Cannabis",
}
"""What a form asks of a sample; a package may name others (record package: analytes are free text)."""

DUE = {
    Stage.START: "Outcomes profile at the start",
    Stage.REVIEW: "Outcomes profile with the review",
    Stage.EXIT: "Outcomes profile at leaving",
}


def threshold_words(profile: Profile) -> str:
    """From how many days of difference use counts as changed, said to be provisional."""
    named = [f"{name.replace('_', ' ')} {one.days}" for name, one in profile.reliable.items()]
    days = profile.bounds.days
    return (
        f"Use counts as changed from a difference of so many days of {days}: {', '.join(named)}. "
        "These thresholds are provisional. Of ratings and other items only the difference is told."
    )
