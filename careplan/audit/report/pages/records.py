"""The list of records behind a figure: who, why, and where it is mended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import current_app, url_for

from careplan.audit.report import labels as words
from careplan.audit.report.pages.asking import Selection
from careplan.audit.report.pages.items import bank_items
from careplan.audit.report.pages.ways import Named, Namer, answerable, lists
from careplan.audit.report.rules.beside import beside
from careplan.audit.review.measures import MEASURES, Figure, figures
from careplan.audit.review.measures.completeness import item_measure
from careplan.audit.review.queries.facts import facts_of
from careplan.audit.review.queries.reports import partnership_facts, practice
from careplan.audit.review.queries.units import clients_of
from careplan.audit.review.rules.facts import Service
from careplan.audit.review.rules.judging import Judge
from careplan.audit.review.rules.measure import RECORD, tally
from careplan.audit.review.rules.ruleset import FigureWords, load
from careplan.audit.review.rules.verdict import Line, Tally
from careplan.checklists.codes import Kind
from careplan.ui.paging import part_of
from careplan.ui.returning import led
from careplan.ui.tables import Column, Link, Paged, Table

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the lists behind a figure."""

    part: str
    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list; `services` are names of units."""

    selection: Selection
    figure: Figure
    tabs: tuple[Tab, ...]
    current: Tab
    reason: str
    rows: tuple[Named, ...]
    services: Mapping[str, str]
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
        of_unit = Column("Service", lambda row: self.services[row.line.unit_id])
        service = (of_unit,) if self.selection.together else ()
        mended = Column("Where to mend it", lambda row: way_of(self.figure, row))
        columns = (Column(self.named, "name"), *service, Column("Why", "reason"), mended)
        paged = Paged(self.page, self.pages, lambda page: self.address(reason=self.reason, page=page))
        return Table(self.current.text, columns, self.rows, "No records in this list.", size="s", paged=paged)

    @property
    def named(self) -> str:
        """What the lines are called by."""
        of_clients = {row.line.episode_id is not None for row in self.rows}
        return {frozenset({True}): "Client", frozenset({False}): "Record"}.get(
            frozenset(of_clients), "Client or record"
        )

    @property
    def met(self) -> str:
        """What the numerator is called."""
        return words.sides(self.figure.rule, self.figure.measure.apart)[0]

    @property
    def reason_words(self) -> str:
        """The reason that narrows the list, in words."""
        return words.REASONS.get(self.reason, "")


def of_item(key: str) -> Figure | None:
    """An item of a checklist, as kind.item."""
    kind, _, item = key.partition(".")
    result = bank_items().get(item)
    if result is None or kind not in {one.value for one in Kind} or Kind(kind) not in result.presence:
        return None
    title = f"{words.KINDS[kind]}: {result.question}"
    told = FigureWords(result.question, "asked", "assessments that expect it")
    return Figure(key, title, told, item_measure(Kind(kind), item))


def of_beside(request: Selection, key: str) -> Figure | None:
    """A figure that stands beside a question and is no indicator."""
    rule = beside().own.get(key)
    return None if rule is None else Figure(key, rule.words, rule, practice(request.services)[key])


def figure(request: Selection, key: str) -> Figure | None:
    """What an address names; none for anything else, and for what a partnership answers itself at a service."""
    figure = figures(load()).get(key) or of_item(key) or of_beside(request, key)
    return None if figure is not None and figure.measure.by_partnership and not request.together else figure


def tally_of(request: Selection, figure: Figure, facts: Sequence[Service]) -> Tally:
    """The lines behind a figure, the same as the report has them."""
    if figure.rule is None or figure.criterion is None:
        return tally(figure.measure, facts, request.census)
    own = partnership_facts(request.unit.id) if figure.measure.by_partnership else None
    judge = Judge(request.request, MEASURES, own, each=False)
    return judge.of_criterion(figure.criterion, figure.rule, facts).tally


def way_of(figure: Figure, row: Named) -> Link | str:
    """The page where a record is mended: by the form of its reason, else where the figure's records are; or none."""
    if row.way is not None:
        return Link(row.way.text, row.way.href)
    if row.line.episode_id is None:
        return ""
    endpoint = figure.measure.mended.endpoint
    endpoint = endpoint if endpoint in current_app.view_functions else RECORD.endpoint
    return Link(figure.measure.mended.text, led(endpoint, episode_id=row.line.episode_id))


def namer(request: Selection, lines: Sequence[Line], facts: Sequence[Service]) -> Namer:
    """Names these records of a unit."""
    clients = clients_of(request.services, {line.episode_id for line in lines if line.episode_id is not None})
    services = {one.id: one.name for one in facts} | {request.unit.id: request.unit.name}
    episodes = {one.id: one for service in facts for one in service.episodes}
    units = answerable(request.services) if any(line.episode_id is None for line in lines) else []
    return Namer(clients, services, episodes, request.census, units)


def trail(request: Selection, page: Page) -> dict[str, object]:
    """What the trail keeps of an opened list: codes and the episodes that were shown."""
    where = {"services": sorted(request.services)} if request.together else {}
    listed = where | {"measure": page.figure.key, "part": page.current.part, "reason": page.reason}
    episodes = sorted({row.line.episode_id for row in page.rows if row.line.episode_id is not None})
    return {**listed, "census": request.census.on.isoformat(), "page": page.page, "episodes": episodes}


def page(request: Selection, figure: Figure, part: str, reason: str, number: int) -> Page | None:
    """One page of the list; none where the figure has no such list."""
    facts = facts_of(request.services, request.census, with_answers=figure.measure.answers)
    tally = tally_of(request, figure, facts)
    sides = words.sides(figure.rule, figure.measure.apart)
    tabs = {Tab(part, text, len(lines)): lines for part, text, lines in lists(tally, sides)}
    current = next((tab for tab in tabs if tab.part == part), None)
    if current is None or (reason and reason not in words.REASONS):
        return None
    lines = tuple(line for line in tabs[current] if reason in ("", line.verdict.reason))
    names = namer(request, lines, facts)
    every = names.named(figure.key, lines)
    shown = part_of(every, number, PER_PAGE)
    return Page(
        request,
        figure,
        tuple(tabs),
        current,
        reason,
        tuple(shown.rows),
        names.services,
        shown.number,
        shown.pages,
        words.amount_words(tally.figure, figure.unit),
    )
