"""Two live opioid courses of one person at two services of the installation."""

from collections.abc import Iterator
from dataclasses import dataclass

from careplan.prescribing.rules.findings import Finding, Severity, explains, remark
from careplan.prescribing.rules.standard import Standard


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A course that runs at another service: `sure` where the NHS number, or the record of the person, is the same.

    `taken_over`: a transfer from there was accepted here, so that this prescriber goes on in their place.
    """

    course_id: str
    service_id: str
    sure: bool
    taken_over: bool


RULE = "P12"
SURE = (
    "Another service on this system has a live opioid course of this client. Ring them before the first dose; "
    "without a plan for changing in the course, a second prescriber agrees"
)
PLANNED = "Another service on this system has a live opioid course of this client: the plan in the course answers it"
TAKEN_OVER = (
    "This goes on from a transfer: the course at the service before runs until they end it. "
    "They are told of this order at once; agree the last day there with them"
)
ALIKE = (
    "Somebody with the same name or birth has a live opioid course at another service on this system. "
    "Ask the client, and write who told you that it is somebody else"
)


def two_courses(others: tuple[Elsewhere, ...], plan: str, standard: Standard) -> Iterator[Finding]:
    """P12 between services: the same person needs a plan or a second prescriber, a likeness only asks."""
    source = standard["depot_beside"]
    same = [one for one in others if one.sure and not one.taken_over]
    if same:
        planned = explains(plan, standard)
        words, severity = (PLANNED, Severity.INFORM) if planned else (SURE, Severity.SECOND)
        yield remark(RULE, severity, words, source)
    elif any(not one.sure for one in others):
        yield remark(RULE, Severity.WARN, ALIKE, source)
    if any(one.taken_over for one in others):
        yield remark(RULE, Severity.INFORM, TAKEN_OVER, source)
