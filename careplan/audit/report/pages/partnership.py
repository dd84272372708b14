"""A partnership's services beside each other: their bands by criterion, and how many are weak in a measure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from flask import url_for
from markupsafe import Markup

from careplan.audit.report.labels import band_tag
from careplan.audit.report.pages.asking import Selection
from careplan.audit.review.measures import measures_by
from careplan.audit.review.queries.reports import Basis
from careplan.audit.review.queries.units import midpoints_each
from careplan.audit.review.rules.bands import Overall
from careplan.audit.review.rules.engine import Level, Unit, rated
from careplan.audit.review.rules.export import STAR
from careplan.audit.review.rules.facts import Service
from careplan.audit.review.rules.judging import Judge
from careplan.audit.review.rules.ruleset import CriterionRule
from careplan.ui.tables import Column, Link, Table, Tag

HEAD = Markup('<span class="app-audit__word">Criterion </span>{}')
"""A column of a criterion; its word is not seen where all columns stand side by side."""


@dataclass(frozen=True, slots=True)
class Part:
    """A service of the partnership with its own report at the same census, and its bands by criterion."""

    id: str
    name: str
    href: str
    bands: tuple[Tag, ...]
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
    request, ruleset = selection.request, selection.request.ruleset
    measures, points = measures_by(ruleset.numbers), midpoints_each(selection.services, ruleset)

    def judge(one: Service) -> Judge:
        unit = Unit(Level.SERVICE, one.id, one.name)
        return Judge(replace(request, unit=unit, midpoints=points[one.id]), measures, peers=basis.peers)

    return {one.id: (one, judge(one)) for one in basis.services}


def part(request: Selection, service: Service, judge: Judge, hidden: Collection[str]) -> Part:
    """One service as its own report shows it to this reader."""
    href = url_for("audit.report_page", service_id=service.id, census=request.census.on.isoformat())
    criteria = judge.criteria((service,))
    bands = tuple(
        band_tag(
            STAR if any(key in hidden for question in one.questions for key in question.results) else one.band
        )
        for one in criteria
    )
    secret = any(one.text == STAR for one in bands)
    return Part(
        service.id, service.name, href, bands, rating_words(rated(criteria, request.request.ruleset), secret)
    )


def parts(request: Selection, basis: Basis, hidden: Mapping[str, Collection[str]]) -> tuple[Part, ...]:
    """The services by name; `hidden`: what each hides from this reader."""
    each = judged(request, basis)
    order = sorted(each.values(), key=lambda pair: (pair[0].name.casefold(), pair[0].id))
    return tuple(part(request, service, judge, hidden.get(service.id, ())) for service, judge in order)


def listed(parts: tuple[Part, ...], criteria: Sequence[CriterionRule]) -> Table:
    """The bands of the services, a column for each criterion."""
    columns = (
        Column("Service", "name", "href"),
        *(_banded(at, rule) for at, rule in enumerate(criteria)),
        Column("Overall indication", "rating"),
    )
    caption = "Bands of each service in its own report, by criterion"
    return Table(caption, columns, parts, size="s", classes="app-audit__services")


def _banded(at: int, rule: CriterionRule) -> Column:
    def band(part: Part) -> Link:
        hidden = f" in criterion {rule.number}, {part.name}"
        return Link(part.bands[at].text, f"{part.href}#{rule.id}", hidden)

    def classes(part: Part) -> str:
        return f"app-audit__band app-audit__band--{part.bands[at].colour.replace('grey', 'none')}"

    return Column(HEAD.format(rule.number), band, classes=classes)
