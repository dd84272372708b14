"""The records behind a signed figure, each with what today's record says of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from flask import url_for

from careplan.audit.report import labels as words
from careplan.audit.review.measures import figures
from careplan.audit.review.queries.units import clients_of
from careplan.audit.signing.pages.audit import again, figure_words, names_of, wording
from careplan.audit.signing.queries import Signed
from careplan.audit.signing.rules.differences import Became, Change, by_key, changes
from careplan.audit.signing.rules.signing import Entry, Part
from careplan.ui.paging import part_of
from careplan.ui.tables import Column, Paged, Table

PER_PAGE = 50

Parts = Mapping[str, str]
"""What each part is called."""


def parts_of(signed: Signed, key: str) -> Parts:
    """The names of the parts of a figure, as its report names them."""
    ruleset = wording(signed)
    one = figures(ruleset).get(key) if ruleset is not None else None
    met, missed = words.sides(one.rule, one.measure.apart) if one is not None else words.sides(None, False)
    return {
        Part.BOTH.value: met.lower(),
        Part.NUMERATOR.value: met.lower(),
        Part.DENOMINATOR.value: missed.lower(),
        Part.EXCLUDED.value: "left out",
    }


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list, what differs first; `names` are those of clients by episode."""

    signed: Signed
    key: str
    title: str
    figure: str
    compared: bool
    rows: tuple[Change, ...]
    names: Mapping[str, str]
    parts: Parts
    page: int
    pages: int

    @property
    def colours(self) -> Mapping[Became, str]:
        """The colour of each kind of change."""
        return BECAME

    @property
    def records(self) -> Table:
        """The rows as a list; the page writes what became of them."""
        address = partial(
            url_for, "audit.signed_records_page", signed_id=self.signed.head.id, measure=self.key
        )
        columns = (
            Column(
                "Client", lambda one: self.names.get(one.episode_id, "Not a client's record"), self._record
            ),
            Column("Record", "record_id"),
            Column("As signed", lambda one: self.stood(one.before, "was not behind the figure")),
            Column("Today"),
        )
        paged = Paged(self.page, self.pages, lambda number: address(page=number))
        empty = "No records stood behind this figure."
        return Table("Records", columns, self.rows, empty, size="s", caption_hidden=True, paged=paged)

    def _record(self, one: Change) -> str:
        return url_for("record.overview", episode_id=one.episode_id) if one.episode_id in self.names else ""

    def stood(self, entry: Entry | None, otherwise: str = "no longer behind the figure") -> str:
        """Where a record stood and why."""
        if entry is None:
            return otherwise
        reason = words.REASONS.get(entry.reason, entry.reason.replace("_", " "))
        return f"{self.parts[entry.part]}: {reason}"


def page(signed: Signed, key: str, number: int) -> Page | None:
    """One page of the records of a figure; none where the audit has no such figure."""
    figure = by_key(signed.report).get(key)
    if figure is None:
        return None
    was = [entry for entry in signed.entries if entry.key == key]
    ruleset = signed.ruleset
    result: tuple[Change, ...] = ()
    if ruleset is not None:
        _, now = again(signed, ruleset)
        result = changes(was, (entry for entry in now if entry.key == key))
    changed = {one.record_id: one for one in result}
    before = {entry.record_id: entry for entry in was}
    ids = sorted(before.keys() | changed.keys(), key=lambda id_: (id_ not in changed, id_))
    shown = part_of(ids, number, PER_PAGE)
    rows = tuple(changed.get(id_) or Change(None, id_, before[id_], before[id_]) for id_ in shown.rows)
    episodes = {one.episode_id for one in rows if one.episode_id}
    names = clients_of(frozenset({signed.head.unit_id}), episodes)
    title = f"{words.key_words(key)} {names_of(signed).get(key, '')}".strip()
    parts, compared = parts_of(signed, key), ruleset is not None
    return Page(
        signed, key, title, figure_words(figure), compared, rows, names, parts, shown.number, shown.pages
    )


def trail(page: Page) -> dict[str, object]:
    """What the trail keeps of an opened list."""
    episodes = sorted({row.episode_id for row in page.rows if row.episode_id in page.names})
    return {"signed_audit": page.signed.head.id, "measure": page.key, "page": page.page, "episodes": episodes}


BECAME = {Became.APPEARED: "blue", Became.DISAPPEARED: "orange", Became.CHANGED: "yellow"}
