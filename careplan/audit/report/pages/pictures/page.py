"""The page of pictures for one reader: who may not see records sees pictures of released bands alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from careplan.audit.report.pages import report
from careplan.audit.report.pages.asking import Selection
from careplan.audit.report.pages.pictures import classes, courses, runs, strips
from careplan.audit.report.pages.pictures.strips import Banded
from careplan.audit.report.pages.ways import Way
from careplan.audit.report.rules.beside import PUBLISHED, Published
from careplan.audit.report.rules.pictures import doses as doses_of
from careplan.audit.report.rules.pictures import stays, supervision, waits
from careplan.audit.review.queries.reports import Basis
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.facts import Service
from careplan.prescribing.codes import Drug
from careplan.ui.plots.shapes import Plot
from careplan.ui.tables import Table


@dataclass(frozen=True, slots=True)
class Section:
    """Pictures under one heading; `empty` is said where there is nothing to draw."""

    id: str
    title: str
    about: str
    plots: tuple[Plot, ...]
    empty: str


@dataclass(frozen=True, slots=True)
class Page:
    """Everything of the page."""

    strips: tuple[Banded, ...]
    overall: Banded
    table: Table
    published: Published
    stars: str
    sections: tuple[Section, ...]
    runs: tuple[Way, ...]


def drawn(*plots: Plot | None) -> tuple[Plot, ...]:
    """Those that there are."""
    return tuple(plot for plot in plots if plot is not None)


def dosing(request: Selection, facts: Sequence[Service]) -> Section:
    """Doses as histograms."""
    shares = [doses_of(facts, request.census, drug) for drug in (Drug.METHADONE, Drug.BUPRENORPHINE)]
    methadone = classes.doses("doses-methadone", classes.METHADONE_TITLE, classes.METHADONE, shares[0])
    buprenorphine = classes.doses(
        "doses-buprenorphine", "Daily doses: buprenorphine in maintenance", classes.BUPRENORPHINE, shares[1]
    )
    about = "Courses in maintenance on the census, as measures 4.1a and 4.2 count them."
    empty = "No course in maintenance on the census."
    return Section("doses", "Doses", about, drawn(methadone, buprenorphine), empty)


def supervised(census: Census, facts: Sequence[Service]) -> Section:
    """Supervised consumption by week of treatment."""
    about = (
        "Methadone and daily buprenorphine. Every week of treatment that began in the period counts once for "
        "each course, judged by its first day; weeks without a regimen, in prison or hospital are left out. "
        "Measures 4.3 and 4.4 look at the census alone."
    )
    picture = drawn(courses.supervision(supervision(facts, census, courses.ENOUGH_DAYS)))
    return Section(
        "supervised", "Supervised consumption", about, picture, "No week with a regimen in the period."
    )


def staying(census: Census, facts: Sequence[Service]) -> Section:
    """Retention as a survival curve."""
    about = (
        "Treatment journeys that began in the period, followed until they ended, for whatever reason, or until "
        "the census (product-limit estimate after Kaplan and Meier). Measure 11.1 looks at those who started "
        "earlier and could all be followed for 84 days."
    )
    picture = drawn(courses.retention(stays(facts, census, courses.NUMBERS)))
    return Section("staying", "Staying in treatment", about, picture, "No treatment started in the period.")


def sections(request: Selection, facts: Sequence[Service]) -> tuple[Section, ...]:
    """Everything drawn from records."""
    census = request.census
    return (
        dosing(request, facts),
        supervised(census, facts),
        staying(census, facts),
        Section(
            "waits",
            "Waits by kind of treatment",
            "First offers in the period, started or not.",
            classes.waits(waits(facts, census)),
            "Nothing structured was offered in the period.",
        ),
    )


def page(request: Selection, basis: Basis) -> Page:
    """The pictures for this reader."""
    shown = report.page(request, basis)
    return Page(
        strips=strips.strips(shown),
        overall=strips.overall(shown),
        table=strips.table(shown),
        published=PUBLISHED.latest,
        stars=shown.stars,
        sections=sections(request, basis.services) if request.records else (),
        runs=runs.links(request) if request.records else (),
    )
