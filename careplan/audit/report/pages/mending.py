"""Where a record is mended: from the reason why it counts against a figure to the form that changes that, and back."""

from dataclasses import dataclass

from flask import current_app

from careplan.audit.review.measures import REASONS
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.facts import Episode
from careplan.audit.review.rules.tally import Line
from careplan.staff.doors import MARK, actor
from careplan.ui.returning import led


@dataclass(frozen=True, slots=True)
class Way:
    """A form with what its button would say."""

    text: str
    href: str


READING = {"prescribing.week": "prescribing.overview", "prescribing.order": "prescribing.overview"}
"""What stands in for a form that only a prescriber may open."""


def _may(endpoint: str) -> bool:
    view = current_app.view_functions.get(endpoint)
    return view is not None and actor().may(getattr(view, MARK))


def way(line: Line, episode: Episode, census: Census) -> Way | None:
    """The form that changes why a record counts; none where nothing the worker may open does."""
    form = REASONS[line.verdict.reason].form
    if form is None:
        return None
    endpoint, values = form.endpoint, form.values(line, episode, census)
    if values is None or not _may(endpoint):
        endpoint, values = READING.get(endpoint, "record.overview"), {}
    return Way(form.text, led(endpoint, episode_id=episode.id, **values))
