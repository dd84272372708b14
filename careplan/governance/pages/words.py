"""Words of states; each stands here once."""

from careplan.governance.rules.policies import InPlace
from careplan.governance.rules.proof import Standing

STANDINGS = {
    Standing.MISSING: ("No answer", "red"),
    Standing.PART: ("Part of the answer is missing", "orange"),
    Standing.LAPSED: ("Claimed: the evidence has expired", "orange"),
    Standing.CLAIMED: ("Claimed: no evidence", "orange"),
    Standing.NEAR: ("Evidence expires soon", "yellow"),
    Standing.SHOWN: ("Evidence is here", "green"),
}
IN_PLACE = {
    InPlace.MISSING: ("Missing", "red"),
    InPlace.EXPIRED: ("In place, review overdue", "orange"),
    InPlace.NEAR: ("In place, review due soon", "yellow"),
    InPlace.IN_DATE: ("In place", "green"),
}
EXPIRED = "Expired: counts no longer"
WITHDRAWN = "Withdrawn"
COUNTS = "Counts"


def size(count: int) -> str:
    """A size in whole KB, at least one, or in MB with one place."""
    if count >= 1024 * 1024:
        tenths = count * 10 // (1024 * 1024)
        return f"{tenths // 10}.{tenths % 10} MB"
    return f"{max(1, count // 1024)} KB"
