"""Where what is no client's record is mended: a return, a policy, a post, a clinical audit, an incident."""

from collections.abc import Iterable
from dataclasses import dataclass

from careplan.governance.codes import Level
from careplan.governance.queries.units import Unit, units
from careplan.staff.doors import signed_in
from careplan.staff.rules import Permission
from careplan.ui.returning import led

KEPT = {
    "4.5": ("clinical_audits", "Open clinical audits"),
    "5.1": ("policies", "Open policies"),
    "5.2": ("incidents", "Open incidents"),
    "6.1a": ("posts", "Open posts"),
    "6.1b": ("posts", "Open posts"),
    "6.3": ("posts", "Open posts"),
    "10.1": ("policies", "Open policies"),
}
QUESTIONS = {"2.1c": "2.1"}
"""Measures of a return that are not called like their question."""
ANSWER = "Open the answer and its evidence"


@dataclass(frozen=True, slots=True)
class Place:
    """A page with what its link says."""

    text: str
    href: str


def answerable(services: frozenset[str]) -> list[Unit]:
    """Those of the services whose evidence the reader keeps, and their partnerships."""
    worker = signed_in()
    kept = frozenset() if worker is None else worker.services(Permission.KEEP_EVIDENCE) & services
    return units(kept) if kept else []


def place(measure: str, known: Iterable[Unit], line_id: str = "") -> Place | None:
    """Where a measure, or one of its lines, is mended; none for what comes from clients' records alone."""
    for unit in known:
        question = QUESTIONS.get(measure, measure)
        if measure in KEPT and unit.level is Level.SERVICE:
            return _kept(*KEPT[measure], unit.id, line_id)
        if question in unit.questions and measure not in ("2.1", *KEPT):
            return Place(ANSWER, led("governance.question", question=question, **unit.here))
    return None


def _kept(kind: str, text: str, service_id: str, line_id: str) -> Place:
    """A post or an incident has a page of its own, a policy the form of its next approval; the rest is in the list."""
    if kind in ("posts", "incidents") and line_id not in ("", service_id):
        return Place("Open it", led(f"governance.{kind}_row", service_id=service_id, row_id=line_id))
    if kind == "policies" and line_id:
        policy = line_id.rpartition(":")[2]
        href = led("governance.policies_new", service_id=service_id, policy=policy)
        return Place("Record the approval", href)
    return Place(text, led(f"governance.{kind}_listing", service_id=service_id))


def midpoint(service_id: str) -> Place | None:
    """Where a missing national mid-point is set; none for who may not."""
    worker = signed_in()
    if worker is None or service_id not in worker.services(Permission.SIGN_AUDIT):
        return None
    return Place("Set the national mid-point", led("audit.midpoints_page", service_id=service_id))
