"""Where a record is mended: from the reason why it counts against a figure to the form that changes that, and back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import current_app

from careplan.audit.review.measures.care_plan import active_plan, completed_risks
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.facts import Episode
from careplan.audit.review.rules.tally import Line
from careplan.staff.doors import MARK, actor
from careplan.ui.returning import led

Values = dict[str, Any]
Finder = Callable[[Line, Episode, Census], Values | None]


@dataclass(frozen=True, slots=True)
class Way:
    """A form with what its button would say."""

    text: str
    href: str


def _record(_line: Line, _episode: Episode, _census: Census) -> Values:
    return {}


def _plan(_line: Line, episode: Episode, census: Census) -> Values | None:
    plan = active_plan(episode, census.on)
    return {"plan_id": plan.id} if plan is not None else None


def _risk(_line: Line, episode: Episode, census: Census) -> Values | None:
    found = completed_risks(episode, census.on)
    return {"assessment_id": found[-1].id} if found else None


def _course(line: Line, _episode: Episode, _census: Census) -> Values:
    return {"course_id": line.id}


PLAN, REVIEW = "plans.overview", "plans.hold_review"
WEEK = ("prescribing.week", "Look at the week with the client", _course)
DOSE = ("prescribing.overview", "Look at the dose with the client", _record)
WAYS: dict[str, tuple[str, str, Finder]] = {
    "no_plan": (PLAN, "Write the care plan", _record),
    "declined": (PLAN, "Open the care plan", _record),
    "not_signed": (PLAN, "Open the care plan", _record),
    "domain_missing": (PLAN, "Open the care plan", _record),
    "no_copy": ("plans.offer_copy", "Record that a copy was offered", _plan),
    "overdue": (REVIEW, "Hold the review", _record),
    "not_reviewed": (REVIEW, "Hold a review", _record),
    "no_outcome": (REVIEW, "Hold a review", _record),
    "no_recent_risk": ("assessment.index", "Start a risk assessment", _record),
    "risk_without_action": ("risk.action", "Add the risk action", _risk),
    "no_measure": (PLAN, "Open the care plan", _record),
    "no_target": (PLAN, "Open the care plan", _record),
    "no_responsible": (PLAN, "Open the care plan", _record),
    "no_need": (PLAN, "Open the care plan", _record),
    "under_three": WEEK,
    "no_day": WEEK,
    "five_or_more": WEEK,
    "no_regimen": ("prescribing.week", "Set the week", _course),
    "no_dose_order": ("prescribing.order", "Order the dose", _course),
    "below_60": DOSE,
    "above_90": DOSE,
    "below_12": DOSE,
    "above_24": DOSE,
}
READING = {"prescribing.week": "prescribing.overview", "prescribing.order": "prescribing.overview"}
"""What stands in for a form that only a prescriber may open."""


def _may(endpoint: str) -> bool:
    view = current_app.view_functions.get(endpoint)
    return view is not None and actor().may(getattr(view, MARK))


def way(line: Line, episode: Episode, census: Census) -> Way | None:
    """The form that changes why a record counts; none where nothing the worker may open does."""
    found = WAYS.get(line.verdict.reason)
    if found is None:
        return None
    endpoint, text, values_of = found
    values = values_of(line, episode, census)
    if values is None or not _may(endpoint):
        endpoint, values = READING.get(endpoint, "record.overview"), {}
    return Way(text, led(endpoint, episode_id=episode.id, **values))
