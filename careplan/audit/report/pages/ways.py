"""Ways out of the audit: to the records behind a figure, and to the page where one of them is mended."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask import current_app, url_for

from careplan.audit.report import labels as words
from careplan.audit.report.pages.asking import Selection
from careplan.audit.review.codes import SIGN_AUDIT
from careplan.audit.review.measures import MEASURES, REASONS
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.facts import Episode
from careplan.audit.review.rules.measure import Kept
from careplan.audit.review.rules.ruleset import MeasureRule
from careplan.audit.review.rules.verdict import Line, Tally
from careplan.governance.codes import KEEP_EVIDENCE, Level
from careplan.governance.queries import Unit, units
from careplan.staff.doors import MARK, actor, signed_in
from careplan.ui.returning import led


@dataclass(frozen=True, slots=True)
class Way:
    """A page to go to, with what its link says."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Links:
    """The lists of one side of a figure."""

    title: str
    links: tuple[Way, ...]


def record_links(
    request: Selection, key: str, tally: Tally, rule: MeasureRule | None = None
) -> tuple[Links, ...]:
    """Ways to the lists behind a figure, by what is said of the records; for readers who may see them."""
    if not request.records:
        return ()
    return tuple(
        Links("Counted" if part == "all" else title, tuple(links_of(request, key, part, lines)))
        for part, title, lines in lists(tally, words.sides(rule, tally.apart))
        if lines and (part != "all" or tally.every)
    )


def lists(tally: Tally, sides: tuple[str, str]) -> Iterator[tuple[str, str, tuple[Line, ...]]]:
    """The lists behind a figure: the part of the address, what it is called, and the lines; empty ones too."""
    yield "all", "All counted", tally.members
    if not tally.every:
        yield "met", sides[0], tally.hits
        yield "missed", sides[1], tally.misses
    yield "left-out", "Left out", tuple(line for lines in tally.excluded().values() for line in lines)


def links_of(request: Selection, key: str, part: str, lines: tuple[Line, ...]) -> Iterator[Way]:
    """One link for each reason, the most frequent first."""
    for reason, count in Counter(line.verdict.reason for line in lines).most_common():
        href = url_for("audit.records_page", measure=key, part=part, reason=reason, **request.here)
        yield Way(f"{count} {words.REASONS[reason]}", href)


ANSWER = "Open the answer and its evidence"


def answerable(services: frozenset[str]) -> list[Unit]:
    """Those of the services whose evidence the reader keeps, and their partnerships."""
    worker = signed_in()
    kept = frozenset() if worker is None else worker.services(KEEP_EVIDENCE) & services
    return units(kept) if kept else []


def place(measure: str, units: Iterable[Unit], line_id: str = "") -> Way | None:
    """Where a measure, or one of its lines, is mended; none for what comes from clients' records alone."""
    one = MEASURES.get(measure)
    if one is None:
        return None
    for unit in units:
        if one.kept is not None and unit.level is Level.SERVICE:
            return _kept(one.kept, unit.id, line_id)
        if one.question and one.question in unit.questions:
            return Way(ANSWER, led("governance.question", question=one.question, **unit.here))
    return None


def _kept(kept: Kept, service_id: str, line_id: str) -> Way:
    """A post or an incident has a page of its own, a policy the form of its next approval; the rest is in the list."""
    if kept.kind in ("posts", "incidents") and line_id not in ("", service_id):
        return Way("Open it", led(f"governance.{kept.kind}_row", service_id=service_id, row_id=line_id))
    if kept.kind == "policies" and line_id:
        policy = line_id.rpartition(":")[2]
        href = led("governance.policies_new", service_id=service_id, policy=policy)
        return Way("Record the approval", href)
    return Way(kept.text, led(f"governance.{kept.kind}_listing", service_id=service_id))


def midpoint(service_id: str) -> Way | None:
    """Where a missing national mid-point is set; none for who may not."""
    worker = signed_in()
    if worker is None or service_id not in worker.services(SIGN_AUDIT):
        return None
    return Way("Set the national mid-point", led("audit.midpoints_page", service_id=service_id))


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


@dataclass(frozen=True, slots=True)
class Named:
    """A record behind a figure: the client's name or what it is, and the form that mends it."""

    line: Line
    name: str
    way: Way | None

    @property
    def reason(self) -> str:
        """Why it stands where it stands."""
        return words.REASONS[self.line.verdict.reason]


@dataclass(frozen=True, slots=True)
class Namer:
    """Gives records their names and the way to mend them.

    `clients`: names by episode; `services`: names of the units; `other`: what a record without a name is called, its id
    where this is empty.
    """

    clients: Mapping[str, str]
    services: Mapping[str, str]
    episodes: Mapping[str, Episode]
    census: Census
    units: Sequence[Unit]
    other: str = ""

    def named(self, measure: str, lines: Iterable[Line]) -> tuple[Named, ...]:
        """The records behind a measure, by name."""
        every = (Named(line, self._name(line), self._way(measure, line)) for line in lines)
        return tuple(sorted(every, key=lambda one: (one.name.casefold(), self._service(one), one.line.id)))

    def _name(self, line: Line) -> str:
        if line.episode_id is not None:
            return self.clients.get(line.episode_id, "")
        own = self.services.get(line.id, "") if line.id == line.unit_id else ""
        return own or words.policy_words(line.id) or self.other or line.id

    def _service(self, one: Named) -> str:
        return self.services.get(one.line.unit_id, "").casefold()

    def _way(self, measure: str, line: Line) -> Way | None:
        if line.episode_id is not None:
            return way(line, self.episodes[line.episode_id], self.census)
        return place(measure, [unit for unit in self.units if unit.id == line.unit_id], line.id)
