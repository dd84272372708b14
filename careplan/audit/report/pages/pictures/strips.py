"""Bands as strips: the national distribution of 2005/06, with a pointer to the service's own band."""

from collections.abc import Mapping
from dataclasses import dataclass

from careplan.audit.report.pages.report import Criterion, Page
from careplan.audit.report.rules.beside import PUBLISHED
from careplan.audit.review.rules.bands import ORDER
from careplan.ui.plots import shapes
from careplan.ui.plots.shapes import Plot
from careplan.ui.plots.strips import Strip
from careplan.ui.tables import Column, Table

NOTHING = shapes.Table((), ())
HEAD = ("Criterion", "Band here", "Weak", "Fair", "Good", "Excellent")


@dataclass(frozen=True, slots=True)
class Banded:
    """One strip with its words."""

    title: str
    band: str
    colour: str
    plot: Plot


def parts_words(parts: Mapping[str, int], unit: str) -> str:
    """Weak 38%, fair 25%, good 37%."""
    return ", ".join(f"{band} {size}{unit}" for band, size in parts.items())


def extremes(parts: Mapping[str, int], unit: str) -> str:
    """The most and the least frequent band in words."""
    most, least = max(parts, key=lambda b: parts[b]), min(parts, key=lambda b: parts[b])
    return f"Most frequent: {most} ({parts[most]}{unit}). Least frequent: {least} ({parts[least]}{unit})."


def _strip(
    id_: str, title: str, band: str, parts: Mapping[str, int], unit: str, whose: str, has_band: bool
) -> Plot:
    own = f"This {whose}: {band}." if has_band else f"This {whose}: {band}, so nothing is pointed at."
    says = f"National distribution 2005/06: {parts_words(parts, unit)}. {extremes(parts, unit)} {own}"
    strip = Strip(id_, f"{title}: bands", says, band if has_band else None, f"this {whose}", unit)
    return strip.plot(parts, NOTHING)


def of_criterion(criterion: Criterion, parts: Mapping[str, int], whose: str) -> Banded:
    """The strip of a criterion; a band that is hidden or unknown has no pointer."""
    title = f"{criterion.number}. {criterion.words}"
    rated = bool(criterion.colour)
    plot = _strip(f"strip-{criterion.id}", title, criterion.band, parts, "%", whose, rated)
    return Banded(title, criterion.band, criterion.colour, plot)


def published_parts(page: Page) -> dict[str, dict[str, int]]:
    """The published shares by criterion, bands in order."""
    rules = page.report.request.ruleset.criteria
    return {rule.id: {b: rule.published[b] for b in ORDER if b in rule.published} for rule in rules}


def strips(page: Page) -> tuple[Banded, ...]:
    """A strip for each criterion that was published."""
    counts = published_parts(page)
    return tuple(
        of_criterion(one, counts[one.id], page.selection.unit.level)
        for one in page.criteria
        if counts[one.id]
    )


def overall(page: Page) -> Banded:
    """The strip of the overall rating, in partnerships."""
    stars = any(one.band == "*" for one in page.criteria)
    rating = None if stars else page.report.overall.rating
    words = "*" if stars else rating.value if rating else "no rating"
    whose, has_band = page.selection.unit.level, rating is not None
    plot = _strip(
        "strip-overall", page.rating_name, words, PUBLISHED.latest.overall.bands, "", whose, has_band
    )
    return Banded(page.rating_name, words, "", plot)


def table(page: Page) -> Table:
    """All strips in figures."""
    rows = []
    for one in page.criteria:
        parts = published_parts(page)[one.id]
        cells = tuple(f"{parts[band]}%" if band in parts else "–" for band in ORDER)
        rows.append((f"{one.number}. {one.words}", one.band, *cells))
    rated = PUBLISHED.latest.overall
    counts = tuple(f"{count} of {rated.of}" for count in rated.bands.values())
    columns = [Column(label, at, numeric=at > 1) for at, label in enumerate(HEAD)]
    rows.append((page.rating_name, overall(page).band, *counts))
    return Table("Bands and national distribution", columns, rows, size="s")
