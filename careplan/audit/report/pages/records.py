"""The list of records behind a figure: who, why, and where it is mended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, url_for

from careplan.audit.report import labels as words
from careplan.audit.report.pages.asking import Selection
from careplan.audit.report.pages.items import bank_items
from careplan.audit.report.pages.ways import Way, answerable, lists, place, way
from careplan.audit.report.rules.beside import beside
from careplan.audit.review.measures import INDICATORS, MEASURES
from careplan.audit.review.measures.completeness import item_measure
from careplan.audit.review.queries.facts import facts_of
from careplan.audit.review.queries.reports import partnership_facts, practice
from careplan.audit.review.queries.units import clients_of
from careplan.audit.review.rules.facts import Service
from careplan.audit.review.rules.judging import Judge, in_scope
from careplan.audit.review.rules.measure import RECORD, Measure, tally
from careplan.audit.review.rules.ruleset import CriterionRule, MeasureRule, load
from careplan.audit.review.rules.verdict import Line, Tally
from careplan.checklists.codes import Kind
from careplan.ui.paging import page_count
from careplan.ui.returning import led
from careplan.ui.tables import Column, Paged, Table

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Figure:
    """What is listed: a measure, an indicator or an item, with its words and where its records are mended."""

    key: str
    title: str
    numerator: str
    denominator: str
    unit: str | None
    measure: Measure[Any]
    rule: tuple[CriterionRule, MeasureRule] | None = None
    with_answers: bool = False

    @property
    def sides(self) -> tuple[str, str]:
        """What its two lists are called."""
        return words.sides(self.rule[1] if self.rule is not None else None, self.measure.apart)


@dataclass(frozen=True, slots=True)
class Row:
    """One record: the client (or what it is), its service, why it stands here, and the page where it is mended."""

    id: str
    episode_id: str | None
    name: str
    service: str
    reason: str
    href: str
    act: str


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the lists behind a figure."""

    part: str
    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list."""

    selection: Selection
    figure: Figure
    tabs: tuple[Tab, ...]
    current: Tab
    reason: str
    rows: tuple[Row, ...]
    page: int
    pages: int
    words: str

    def address(self, part: str = "", reason: str = "", page: int | None = None) -> str:
        """The address of one of the lists."""
        part, key = part or self.current.part, self.figure.key
        return url_for(
            "audit.records_page",
            measure=key,
            part=part,
            reason=reason or None,
            page=page,
            **self.selection.here,
        )

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        """The lists behind the figure as tabs."""
        return [
            (f"{tab.text} ({tab.count})", self.address(tab.part), tab == self.current) for tab in self.tabs
        ]

    @property
    def records(self) -> Table:
        """The rows as a list."""
        service = (Column("Service", "service"),) if self.selection.together else ()
        mended = Column("Where to mend it", lambda row: row.act if row.href else "", "href")
        columns = (Column(self.named, "name"), *service, Column("Why", "reason"), mended)
        paged = Paged(self.page, self.pages, lambda page: self.address(reason=self.reason, page=page))
        return Table(self.current.text, columns, self.rows, "No records in this list.", size="s", paged=paged)

    @property
    def named(self) -> str:
        """What the lines are called by."""
        of_clients = {row.episode_id is not None for row in self.rows}
        return {frozenset({True}): "Client", frozenset({False}): "Record"}.get(
            frozenset(of_clients), "Client or record"
        )

    @property
    def reason_words(self) -> str:
        """The reason that narrows the list, in words."""
        return words.REASONS.get(self.reason, "")


def of_measure(key: str) -> Figure | None:
    """A measure of the review."""
    pair = next(((criterion, rule) for criterion, rule in load().measures() if rule.id == key), None)
    if pair is None:
        return None
    rule = pair[1]
    about = (key, f"{key} {rule.words}", rule.numerator, rule.denominator, rule.unit)
    return Figure(*about, MEASURES[rule.measure], pair)


def of_indicator(key: str) -> Figure | None:
    """A care plan indicator."""
    rule = next((rule for rule in load().indicators if rule.id == key), None)
    if rule is None:
        return None
    title = f"{key.upper()} {rule.words}"
    return Figure(key, title, rule.numerator, rule.denominator, "%", INDICATORS[key])


def of_item(key: str) -> Figure | None:
    """An item of a checklist, as kind.item."""
    kind, _, item = key.partition(".")
    result = bank_items().get(item)
    if result is None or kind not in {one.value for one in Kind} or Kind(kind) not in result.presence:
        return None
    title = f"{words.KINDS[kind]}: {result.question}"
    measure = item_measure(Kind(kind), item)
    return Figure(key, title, "asked", "assessments that expect it", "%", measure, None, True)


def of_beside(request: Selection, key: str) -> Figure | None:
    """A figure that stands beside a question and is no indicator."""
    rule = beside().own.get(key)
    if rule is None:
        return None
    about = (key, rule.words, rule.numerator, rule.denominator, "%")
    return Figure(*about, practice(request.services)[key])


def figure(request: Selection, key: str) -> Figure | None:
    """What an address names; none for anything else, and for what a partnership answers itself at a service."""
    figure = of_measure(key) or of_indicator(key) or of_item(key) or of_beside(request, key)
    return None if figure is not None and figure.measure.by_partnership and not request.together else figure


def tally_of(request: Selection, figure: Figure, facts: Sequence[Service]) -> Tally:
    """The lines behind a figure, the same as the report has them."""
    if figure.rule is None:
        return tally(figure.measure, facts, request.census)
    criterion, rule = figure.rule
    own = partnership_facts(request.unit.id) if figure.measure.by_partnership else None
    judge = Judge(request.request, MEASURES, own, each=False)
    return judge.measure(rule, in_scope(facts, criterion.services)).tally


def address(figure: Figure, episode_id: str | None) -> str:
    """The page where a record is mended."""
    endpoint = figure.measure.mended.endpoint
    endpoint = endpoint if endpoint in current_app.view_functions else RECORD.endpoint
    return led(endpoint, episode_id=episode_id) if episode_id is not None else ""


def name_of(line: Line, clients: Mapping[str, str], units: Mapping[str, str]) -> str:
    """The client; else the unit itself, a policy in words, or the id of what is no client's record."""
    if line.episode_id is not None:
        return clients.get(line.episode_id, "")
    if line.id == line.unit_id:
        return units[line.id]
    return words.policy_words(line.id) or line.id


def rows(
    figure: Figure,
    request: Selection,
    lines: Sequence[Line],
    clients: Mapping[str, str],
    facts: Sequence[Service],
) -> tuple[Row, ...]:
    """The lines with names, in the order of names; each with the form that mends it."""
    existing_units = answerable(request.services) if any(line.episode_id is None for line in lines) else []
    units = {one.id: one.name for one in facts} | {request.unit.id: request.unit.name}
    episodes = {one.id: one for service in facts for one in service.episodes}

    def of(line: Line) -> Row:
        there: Way | None
        if line.episode_id is None:
            there = place(figure.key, [unit for unit in existing_units if unit.id == line.unit_id], line.id)
        else:
            there = way(line, episodes[line.episode_id], request.census)
        return row(figure, line, name_of(line, clients, units), units[line.unit_id], there)

    return tuple(
        sorted(map(of, lines), key=lambda row: (row.name.casefold(), row.service.casefold(), row.id))
    )


def row(figure: Figure, line: Line, name: str, service: str, there: Way | None) -> Row:
    """A line with its name and the page where it is mended."""
    return Row(
        id=line.id,
        episode_id=line.episode_id,
        name=name,
        service=service,
        reason=words.REASONS[line.verdict.reason],
        href=there.href if there else address(figure, line.episode_id),
        act=there.text if there else figure.measure.mended.text,
    )


def trail(request: Selection, page: Page) -> dict[str, object]:
    """What the trail keeps of an opened list: codes and the episodes that were shown."""
    where = {"services": sorted(request.services)} if request.together else {}
    listed = where | {"measure": page.figure.key, "part": page.current.part, "reason": page.reason}
    episodes = sorted({row.episode_id for row in page.rows if row.episode_id is not None})
    return {**listed, "census": request.census.on.isoformat(), "page": page.page, "episodes": episodes}


def page(request: Selection, figure: Figure, part: str, reason: str, number: int) -> Page | None:
    """One page of the list; none where the figure has no such list."""
    facts = facts_of(request.services, request.census, with_answers=figure.with_answers)
    tally = tally_of(request, figure, facts)
    tabs = {Tab(part, text, len(lines)): lines for part, text, lines in lists(tally, figure.sides)}
    current = next((tab for tab in tabs if tab.part == part), None)
    if current is None or (reason and reason not in words.REASONS):
        return None
    lines = tuple(line for line in tabs[current] if reason in ("", line.verdict.reason))
    clients = clients_of(request.services, {line.episode_id for line in lines if line.episode_id is not None})
    every = rows(figure, request, lines, clients, facts)
    pages = page_count(len(every), PER_PAGE)
    number = min(number, pages)
    shown = every[(number - 1) * PER_PAGE : number * PER_PAGE]
    return Page(
        request,
        figure,
        tuple(tabs),
        current,
        reason,
        shown,
        number,
        pages,
        words.amount_words(tally.figure, figure.unit),
    )
