"""The report of a unit for a reader, made once and shown again while nothing that it reads was written."""

from careplan.audit.report.pages.asking import Selection
from careplan.audit.report.pages.report import Page, page
from careplan.audit.review.queries.reports import basis
from careplan.ground.clock import today
from careplan.ground.db import writes
from careplan.ground.memory import Kept, many_objects
from careplan.staff.doors import actor
from careplan.trail.queries import marks
from careplan.ui.render import own_address

PAGES: Kept[Page] = Kept(most=16)
"""Of this process. A service of a thousand clients takes about ten megabytes."""


def kept_page(request: Selection) -> Page:
    """The report for whoever has the reader's rights: made anew after any change of a record, a mid-point or the day.

    The marks are read before the facts: what is written between the two makes the next reader read anew. A transaction
    that may write makes its own, since others must not see what it may yet undo.
    """
    if writes.get():
        return _made(request)
    rights = actor().memberships
    key = (own_address(), request.unit, request.census, request.services, request.inside, rights)
    state = (marks(), today(), request.request.ruleset.sha256, frozenset(request.midpoints.items()))
    return PAGES.get(key, state, lambda: _made(request))


def _made(request: Selection) -> Page:
    with many_objects():
        return page(request, basis(request.request, request.services))
