"""Where a need comes from, and needs as a page lists them."""

from collections.abc import Iterable, Mapping
from typing import Any

from careplan.plans.forms.choices import PRIORITIES, WANTS_HELP
from careplan.plans.models import Need
from careplan.plans.rules.needs import Ticked
from careplan.ui.words import day

LISTS = {"triage": "Triage", "comprehensive": "Comprehensive assessment", "risk": "Risk assessment"}


def source_line(ticked: Ticked) -> str:
    """The assessment and its day: Triage, 3 January 2026."""
    return f"{LISTS[ticked.kind]}, {day(ticked.asked_on)}"


def sources(ticked: Iterable[Ticked]) -> dict[str, str]:
    """Where each ticked item was asked, by item, with the question and the answer."""
    return {one.item: f"{source_line(one)}: {one.words} {one.answer}".rstrip() for one in ticked}


def weighing(need: Need) -> str:
    """High, wants help now."""
    return f"{PRIORITIES[need.priority]}, wants help: {WANTS_HELP[need.wants_help].lower()}"


def weighed_since(
    ticked: Iterable[Ticked], needs: Mapping[str, Need], form: Any
) -> list[tuple[str, str, str]]:
    """(need, saved weighing, typed weighing) for ticked needs that somebody else weighed meanwhile."""
    lines = []
    for one in ticked:
        priority, wants_help = form[f"priority_{one.item}"].data, form[f"help_{one.item}"].data
        if one.item in needs and (priority or wants_help):
            typed = f"{PRIORITIES.get(priority, '')}, wants help: {WANTS_HELP.get(wants_help, '').lower()}"
            lines.append((one.words, weighing(needs[one.item]), typed))
    return lines
