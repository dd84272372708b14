"""Where what is no client's record is mended: a return, a policy, a post, a clinical audit, an incident."""

from collections.abc import Iterable
from dataclasses import dataclass

from careplan.audit.review.measures import MEASURES
from careplan.audit.review.rules.measure import Kept
from careplan.governance.codes import Level
from careplan.governance.queries.units import Unit, units
from careplan.staff.doors import signed_in
from careplan.staff.rules import Permission
from careplan.ui.returning import led

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
    one = MEASURES.get(measure)
    if one is None:
        return None
    for unit in known:
        if one.kept is not None and unit.level is Level.SERVICE:
            return _kept(one.kept, unit.id, line_id)
        if one.question and one.question in unit.questions:
            return Place(ANSWER, led("governance.question", question=one.question, **unit.here))
    return None


def _kept(kept: Kept, service_id: str, line_id: str) -> Place:
    """A post or an incident has a page of its own, a policy the form of its next approval; the rest is in the list."""
    if kept.kind in ("posts", "incidents") and line_id not in ("", service_id):
        return Place("Open it", led(f"governance.{kept.kind}_row", service_id=service_id, row_id=line_id))
    if kept.kind == "policies" and line_id:
        policy = line_id.rpartition(":")[2]
        href = led("governance.policies_new", service_id=service_id, policy=policy)
        return Place("Record the approval", href)
    return Place(kept.text, led(f"governance.{kept.kind}_listing", service_id=service_id))


def midpoint(service_id: str) -> Place | None:
    """Where a missing national mid-point is set; none for who may not."""
    worker = signed_in()
    if worker is None or service_id not in worker.services(Permission.SIGN_AUDIT):
        return None
    return Place("Set the national mid-point", led("audit.midpoints_page", service_id=service_id))
