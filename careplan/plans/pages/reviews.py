"""What a review page shows beside its questions: how well the plan has worked for the client so far."""

from collections.abc import Sequence

from careplan.plans.models import CarePlanReview
from careplan.plans.rules.completeness import MOST_RATED
from careplan.ui.plots.curves import Point, Run
from careplan.ui.plots.shapes import Plot
from careplan.ui.plots.shapes import Table as Figures
from careplan.ui.words import day

DRAWN = 10
"""How many reviews a course draws: a choice of this page, of no standard."""


def rated(row: CarePlanReview) -> str:
    """6 of 10; empty where the client did not say."""
    return "" if row.rating is None else f"{row.rating} of {MOST_RATED}"


def course(reviews: Sequence[CarePlanReview]) -> Plot | None:
    """What the client said at each review, given the latest first; None where nothing was said yet."""
    rows = [one for one in reversed(reviews) if one.rating is not None][-DRAWN:]
    if not rows:
        return None
    says = f"On {day(rows[-1].reviewed_on)} the client said {rated(rows[-1])}."
    if len(rows) > 1:
        says = f"From {rated(rows[0])} to {rated(rows[-1])}."
    points = [
        Point(row.rating, f"{row.reviewed_on.day}/{row.reviewed_on.month}", str(row.rating)) for row in rows
    ]
    run = Run("works", "How well the plan works for the client", says, "Review", MOST_RATED)
    table = Figures(
        ("Review", "How well it works"), tuple((day(row.reviewed_on), rated(row)) for row in rows)
    )
    return run.plot(points, table)
