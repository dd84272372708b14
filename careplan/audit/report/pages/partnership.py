"""A partnership's services beside each other: their bands by criterion, and how many are weak in a measure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from flask import url_for
from markupsafe import Markup

from careplan.audit.report.labels import band_tag
from careplan.audit.report.pages.asking import Selection
from careplan.audit.review.measures import measures_by
from careplan.audit.review.queries.reports import Basis
from careplan.audit.review.queries.units import midpoints_each
from careplan.audit.review.rules.bands import Overall
from careplan.audit.review.rules.engine import CriterionResult, Level, Unit
from careplan.audit.review.rules.export import STAR
from careplan.audit.review.rules.facts import Service
from careplan.audit.review.rules.judging import Judge
from careplan.ui.tables import Column, Link, Table, Tag

HEAD = Markup('<span class="app-audit__word">Criterion </span>{}')
"""A column of a criterion; its word is not seen where all columns stand side by side."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The band of a service in one criterion, with the way to it."""

    number: int
    band: Tag
    href: str


@dataclass(frozen=True, slots=True)
class Part:
    """A service of the partnership with its own report at the same census."""

    id: str
    name: str
    href: str
    cells: tuple[Cell, ...]
    rating: str


def rating_words(final: Overall, secret: bool) -> str:
    """The overall rating of a service, or that there is none."""
    if secret:
        return STAR
    if final.rating is None:
        return "none"
    return f"{final.rating}, provisional" if final.provisional else final.rating.value


def judged(selection: Selection, basis: Basis) -> dict[str, tuple[Service, Judge]]:
    """Each service with a judge of its own and the mid-points that it set, as its own report has them."""
    request, points = (
        selection.request,
        midpoints_each(selection.services, selection.request.ruleset),
    )
    measures = measures_by(request.ruleset.numbers)
    return {
        one.id: (
            one,
            Judge(
                replace(request, unit=Unit(Level.SERVICE, one.id, one.name), midpoints=points[one.id]),
                measures,
                peers=basis.peers,
            ),
        )
        for one in basis.services
    }


def part(request: Selection, service: Service, judge: Judge, hidden: Collection[str]) -> Part:
    """One service as its own report shows it to this reader."""
    href = url_for("audit.report_page", service_id=service.id, census=request.census.on.isoformat())
    criteria = judge.criteria((service,))
    cells = tuple(cell(one, href, hidden) for one in criteria)
    secret = any(one.band.text == STAR for one in cells)
    return Part(service.id, service.name, href, cells, rating_words(judge.overall(criteria), secret))


def cell(result: CriterionResult, href: str, hidden: Collection[str]) -> Cell:
    """The band in one criterion."""
    secret = any(key in hidden for question in result.questions for key in question.results)
    return Cell(result.rule.number, band_tag(STAR if secret else result.band), f"{href}#{result.rule.id}")


def parts(request: Selection, basis: Basis, hidden: Mapping[str, Collection[str]]) -> tuple[Part, ...]:
    """The services by name; `hidden`: what each hides from this reader."""
    each = judged(request, basis)
    order = sorted(each.values(), key=lambda pair: (pair[0].name.casefold(), pair[0].id))
    return tuple(part(request, service, judge, hidden.get(service.id, ())) for service, judge in order)


def listed(parts: tuple[Part, ...]) -> Table:
    """The bands of the services, a column for each criterion."""
    columns = (
        Column("Service", "name", "href"),
        *(_banded(at, cell.number) for at, cell in enumerate(parts[0].cells)),
        Column("Overall indication", "rating"),
    )
    caption = "Bands of each service in its own report, by criterion"
    return Table(caption, columns, parts, size="s", classes="app-audit__services")


def _banded(at: int, number: int) -> Column:
    def band(part: Part) -> Link:
        return Link(part.cells[at].band.text, part.cells[at].href, f" in criterion {number}, {part.name}")

    def classes(part: Part) -> str:
        return f"app-audit__band app-audit__band--{part.cells[at].band.colour.replace('grey', 'none')}"

    return Column(HEAD.format(number), band, classes=classes)
