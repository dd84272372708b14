"""Bands as strips: the national distribution of 2005/06, with a pointer to the service's own band."""

from collections.abc import Mapping
from dataclasses import dataclass

from careplan.audit.report.pages.report import Page
from careplan.audit.report.rules.beside import PUBLISHED
from careplan.audit.review.rules.bands import ORDER
from careplan.audit.review.rules.ruleset import CriterionRule
from careplan.ui.plots import shapes
from careplan.ui.plots.shapes import Plot
from careplan.ui.plots.strips import Strip
from careplan.ui.tables import Column, Table, Tag

NOTHING = shapes.Table((), ())
HEAD = ("Criterion", "Band here", "Weak", "Fair", "Good", "Excellent")


@dataclass(frozen=True, slots=True)
class Banded:
    """One strip with its words."""

    title: str
    band: Tag
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


def published_parts(rule: CriterionRule) -> dict[str, int]:
    """The published shares of a criterion, bands in order."""
    return {band: rule.published[band] for band in ORDER if band in rule.published}


def strips(page: Page) -> tuple[Banded, ...]:
    """A strip for each criterion that was published; a band that is hidden or unknown has no pointer."""
    whose, drawn = page.selection.unit.level, []
    for one in page.criteria:
        title, tag, parts = f"{one.rule.number}. {one.rule.words}", page.band(one), published_parts(one.rule)
        if parts:
            plot = _strip(f"strip-{one.rule.id}", title, tag.text, parts, "%", whose, one.band in ORDER)
            drawn.append(Banded(title, tag, plot))
    return tuple(drawn)


def overall(page: Page) -> Banded:
    """The strip of the overall rating, in partnerships."""
    rating = page.data["overall"]["rating"]
    words, whose = rating or "no rating", page.selection.unit.level
    plot = _strip(
        "strip-overall", page.rating_name, words, PUBLISHED.latest.overall.bands, "", whose, rating in ORDER
    )
    return Banded(page.rating_name, Tag(words, "grey"), plot)


def table(page: Page) -> Table:
    """All strips in figures."""
    rows = []
    for one in page.criteria:
        cells = (one.rule.shares.get(band, "–") for band in ORDER)
        rows.append((f"{one.rule.number}. {one.rule.words}", page.band(one).text, *cells))
    rated = PUBLISHED.latest.overall
    counts = tuple(f"{count} of {rated.of}" for count in rated.bands.values())
    columns = [Column(label, at, numeric=at > 1) for at, label in enumerate(HEAD)]
    rows.append((page.rating_name, overall(page).band.text, *counts))
    return Table("Bands and national distribution", columns, rows, size="s")
