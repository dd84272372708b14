"""The list of records behind a figure: who, why, and where it is mended."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app, url_for

from careplan.audit.measures import MEASURES
from careplan.audit.measures.care_plan import INDICATORS
from careplan.audit.measures.completeness import item_measure
from careplan.audit.pages import words
from careplan.audit.pages.asking import Asked
from careplan.audit.pages.items import bank_items
from careplan.audit.queries.facts import facts_of
from careplan.audit.queries.units import clients_of
from careplan.audit.rules.measure import Measure
from careplan.audit.rules.ruleset import load
from careplan.audit.rules.tally import Line, Tally, tally
from careplan.checklists.codes import Kind

PER_PAGE = 50
MENDED = {
    "2": ("clients.overview", "Open the record"),
    "4": ("prescribing.overview", "Open prescribing"),
    "11": ("clients.overview", "Open the record"),
    "cp": ("plans.overview", "Open the care plan"),
    "cp8": ("risk.index", "Open risk"),
    "item": ("assessment.index", "Open assessments"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """What is listed: a measure, an indicator or an item, with its words and where its records are mended."""

    key: str
    title: str
    numerator: str
    denominator: str
    measure: Measure[Any]
    mended: tuple[str, str]
    with_answers: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One record: the client, why it stands here, and the page where it is mended."""

    id: str
    episode_id: str | None
    client: str
    reason: str
    href: str


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the lists behind a figure."""

    part: str
    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list."""

    figure: Figure
    tabs: tuple[Tab, ...]
    current: Tab
    reason: str
    rows: tuple[Row, ...]
    page: int
    pages: int
    words: str

    @property
    def reason_words(self) -> str:
        """The reason that narrows the list, in words."""
        return words.REASONS.get(self.reason, "")


def of_measure(key: str) -> Figure | None:
    """A measure of the review that counts records."""
    rule = next((rule for _, rule in load().measures() if rule.id == key and rule.built and rule.low_n), None)
    if rule is None:
        return None
    mended = MENDED[key.partition(".")[0]]
    return Figure(key, f"{key} {rule.words}", rule.numerator, rule.denominator, MEASURES[key], mended)


def of_indicator(key: str) -> Figure | None:
    """A care plan indicator."""
    rule = next((rule for rule in load().indicators if rule.id == key), None)
    if rule is None:
        return None
    title, mended = f"{key.upper()} {rule.words}", MENDED.get(key, MENDED["cp"])
    return Figure(key, title, rule.numerator, rule.denominator, INDICATORS[key], mended)


def of_item(key: str) -> Figure | None:
    """An item of a checklist, as kind.item."""
    kind, _, item = key.partition(".")
    found = bank_items().get(item)
    if found is None or kind not in {one.value for one in Kind} or Kind(kind) not in found.presence:
        return None
    title = f"{words.KINDS[kind]}: {found.question}"
    measure = item_measure(Kind(kind), item)
    return Figure(key, title, "asked", "assessments that expect it", measure, MENDED["item"], True)


def figure(key: str) -> Figure | None:
    """What an address names; none for anything else."""
    return of_measure(key) or of_indicator(key) or of_item(key)


def lists(found: Tally) -> dict[Tab, tuple[Line, ...]]:
    """The lists behind a figure, empty ones too, so that a link never breaks."""
    known = [("all", "All counted", found.members)]
    if not found.every:
        known += [("met", "In the numerator", found.hits), ("missed", "Not in the numerator", found.misses)]
    outside = tuple(line for lines in found.excluded().values() for line in lines)
    known.append(("left-out", "Left out", outside))
    return {Tab(part, text, len(lines)): lines for part, text, lines in known}


def address(figure: Figure, episode_id: str | None) -> str:
    """The page where a record is mended."""
    endpoint = figure.mended[0] if figure.mended[0] in current_app.view_functions else "clients.overview"
    return url_for(endpoint, episode_id=episode_id) if episode_id is not None else ""


def rows(figure: Figure, lines: tuple[Line, ...], names: Mapping[str, str]) -> tuple[Row, ...]:
    """The lines with names, in the order of names."""
    found = [
        Row(
            id=line.id,
            episode_id=line.episode_id,
            client=names.get(line.episode_id or "", ""),
            reason=words.REASONS[line.verdict.reason],
            href=address(figure, line.episode_id),
        )
        for line in lines
    ]
    return tuple(sorted(found, key=lambda row: (row.client.casefold(), row.id)))


def page_number(text: str) -> int:
    """A page number from an address; 1 for anything else."""
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def trail(asked: Asked, page: Page) -> dict[str, object]:
    """What the trail keeps of an opened list: codes and the episodes that were shown."""
    listed = {"measure": page.figure.key, "part": page.current.part, "reason": page.reason}
    episodes = sorted({row.episode_id for row in page.rows if row.episode_id is not None})
    return {**listed, "census": asked.census.on.isoformat(), "page": page.page, "episodes": episodes}


def page(asked: Asked, figure: Figure, part: str, reason: str, number: int) -> Page | None:
    """One page of the list; none where the figure has no such list."""
    services = frozenset({asked.unit.id})
    facts = facts_of(services, asked.census, with_answers=figure.with_answers)
    found = tally(figure.measure, facts, asked.census)
    known = lists(found)
    current = next((tab for tab in known if tab.part == part), None)
    if current is None or (reason and reason not in words.REASONS):
        return None
    lines = tuple(line for line in known[current] if reason in ("", line.verdict.reason))
    names = clients_of(services, {line.episode_id for line in lines if line.episode_id is not None})
    every = rows(figure, lines, names)
    pages = max(1, -(-len(every) // PER_PAGE))
    number = min(number, pages)
    shown = every[(number - 1) * PER_PAGE : number * PER_PAGE]
    return Page(figure, tuple(known), current, reason, shown, number, pages, words.tally_words(found))
