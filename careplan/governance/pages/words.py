"""Words of states; each stands here once."""

from careplan.governance.codes import Kept
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
KEPT = {
    Kept.POLICIES: "Policies",
    Kept.POSTS: "Posts",
    Kept.CLINICAL_AUDITS: "Clinical audits",
    Kept.INCIDENTS: "Incidents",
}
ONE = {
    Kept.POLICIES: "a policy’s approval",
    Kept.POSTS: "a post",
    Kept.CLINICAL_AUDITS: "a clinical audit",
    Kept.INCIDENTS: "an incident",
}
ABOUT = {
    Kept.POLICIES: "Questions 5.1 and 10.1 of the improvement review ask for these eleven. A policy counts from the "
    "day it was approved. An overdue review is told beside it and changes no figure.",
    Kept.POSTS: "Questions 6.1 and 6.3 count the posts as they stand. They have no dates: correct one that changes.",
    Kept.CLINICAL_AUDITS: "Question 4.5 asks for a clinical audit that was signed off in the last 18 months.",
    Kept.INCIDENTS: "Question 5.2 counts the untoward incidents of the period.",
}
EMPTY = {
    Kept.POLICIES: "No policy is recorded.",
    Kept.POSTS: "No post is recorded.",
    Kept.CLINICAL_AUDITS: "No clinical audit is recorded.",
    Kept.INCIDENTS: "No incident is recorded.",
}
EVIDENCE = {"document": "Document", "link": "Link"}
EXPIRED = "Expired: counts no longer"
WITHDRAWN = "Withdrawn"
COUNTS = "Counts"


def size(count: int) -> str:
    """A size in whole KB, at least one, or in MB with one place."""
    if count >= 1024 * 1024:
        tenths = count * 10 // (1024 * 1024)
        return f"{tenths // 10}.{tenths % 10} MB"
    return f"{max(1, count // 1024)} KB"
