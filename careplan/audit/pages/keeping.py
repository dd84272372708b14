"""Where what is no client's record is mended: a return, a policy, a post, a clinical audit, an incident."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for

from careplan.governance.codes import Level
from careplan.governance.queries.units import Unit, units
from careplan.staff.doors import signed_in
from careplan.staff.rules import Permission

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
            return Place(ANSWER, url_for("governance.question", question=question, **unit.here))
    return None


def _kept(kind: str, text: str, service_id: str, line_id: str) -> Place:
    """A post or an incident has a page of its own; policies and services are found in the list."""
    if kind in ("posts", "incidents") and line_id not in ("", service_id):
        href = url_for(f"governance.{kind}_row", service_id=service_id, row_id=line_id)
        return Place("Open it", href)
    return Place(text, url_for(f"governance.{kind}_listing", service_id=service_id))
