"""A signed audit: as it was signed, and beside it what today's record says of the same census."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from flask import url_for

from careplan.audit.report import labels as words
from careplan.audit.review.queries.reports import audited
from careplan.audit.review.rules.bands import Band
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.engine import Level, Request, Unit
from careplan.audit.review.rules.export import as_data
from careplan.audit.review.rules.ruleset import Ruleset, editions, load
from careplan.audit.signing.models import SignedAudit
from careplan.audit.signing.queries import Signed
from careplan.audit.signing.rules import signing
from careplan.audit.signing.rules.differences import Moved, asked_again, by_key, moved, rebanded
from careplan.audit.signing.rules.signing import Data
from careplan.ui.tables import Column, Link, Paged, Table, columns
from careplan.ui.words import counted, day, moment


@dataclass(frozen=True, slots=True)
class Row:
    """A figure as signed and as today; `href` leads to its records, empty where it has none."""

    id: str
    words: str
    before: str
    band: str
    colour: str
    now: str
    band_now: str
    colour_now: str
    records: str
    href: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Page:
    """The whole page; `compared` is false where the ruleset is no longer at hand."""

    signed: Signed
    rows: tuple[Row, ...]
    compared: bool
    bands: Table
    completeness: Table

    @property
    def figures(self) -> Table:
        """The figures as a list."""
        caption = "Figures as signed, and today"
        return Table(caption, FIGURES, self.rows, size="s", caption_hidden=True)

    @property
    def same(self) -> bool:
        """Whether today's record says the same."""
        return not (any(row.differs for row in self.rows) or self.bands.rows or self.completeness.rows)


FIGURES = (
    Column("Measure", lambda row: f"{row.id} {row.words}"),
    Column("As signed"),
    Column("Today"),
    Column("Behind it", lambda row: row.href and Link("Records", row.href, f" of {row.id}")),
)
AUDITS = (
    Column("Title", lambda row: row[0].title, lambda row: url_for("audit.signed_page", signed_id=row[0].id)),
    Column("Service", 1),
    Column("Census", lambda row: day(row[0].census)),
    Column("Signed by", lambda row: f"{row[0].signed_name}, {row[0].signed_role}"),
    Column("Signed", lambda row: moment(row[0].signed_at)),
)


def listed(rows: Sequence[tuple[SignedAudit, str]], page: int, pages: int) -> Table:
    """One page of the signed audits."""
    paged = Paged(page, pages, lambda number: url_for("audit.signed_index", page=number))
    empty = "No audit is signed yet. Open a report and sign it off."
    caption = "Signed audits, the last first"
    return Table(caption, AUDITS, rows, empty, size="s", caption_hidden=True, paged=paged)


def _differing(caption: str, first: str, rows: Iterable[tuple[str, str, str]] = ()) -> Table:
    return Table(caption, columns(first, "As signed", "Today"), list(rows), size="s")


def request(signed: Signed, ruleset: Ruleset) -> Request:
    """The request that was signed."""
    head = signed.head
    unit = Unit(Level(head.level), head.unit_id, signed.report["unit"]["name"])
    points = {key: Fraction(percent) for key, percent in head.midpoints.items()}
    return Request(unit, Census.at(head.census), ruleset, points)


def again(signed: Signed, ruleset: Ruleset) -> tuple[Data, tuple[signing.Entry, ...]]:
    """The same census asked of today's record, with its records."""
    report = audited(request(signed, ruleset), frozenset({signed.head.unit_id}))
    return as_data(report, with_records=True), signing.entries(report)


def colour(row: Data) -> str:
    """The colour of a figure's band."""
    return words.COLOURS[Band(row["band"])] if row.get("band") else ""


def changed_words(one: Moved) -> str:
    """How many records appeared, disappeared or changed."""
    texts = [
        f"{one.count(became)} {became}"
        for became in ("appeared", "disappeared", "changed")
        if one.count(became)
    ]
    return ", ".join(texts)


def row(signed: Signed, key: str, names: Mapping[str, str], one: Moved | None, compared: bool) -> Row:
    """A line of the page."""
    before = by_key(signed.report)[key]
    now = one.now if one is not None else before
    listed = signed_count(before) or (one is not None and one.changes)
    return Row(
        id=words.key_words(key),
        words=names.get(key, ""),
        before=words.figure_words(before),
        band=before.get("band") or "",
        colour=colour(before),
        now=words.figure_words(now) if compared else "",
        band_now=(now.get("band") or "") if compared else "",
        colour_now=colour(now) if compared else "",
        records=changed_words(one) if one is not None else "",
        href=url_for("audit.signed_records_page", signed_id=signed.head.id, measure=key) if listed else "",
        differs=one is not None,
    )


def signed_count(row: Data) -> int:
    """How many records stand behind a signed figure."""
    records = row.get("records")
    if records is None:
        return 0
    lists = (records["numerator"], records["denominator"], *records["excluded"].values())
    return sum(len(one) for one in lists)


def wording(signed: Signed) -> Ruleset | None:
    """The ruleset that names the figures: the one used, else the edition of the same name as it is now."""
    same = (load(edition) for edition in editions() if edition == signed.head.ruleset_edition)
    return signed.ruleset or next(same, None)


def names_of(ruleset: Ruleset | None) -> dict[str, str]:
    """The words of measures and indicators by id."""
    if ruleset is None:
        return {}
    measures = {rule.id: rule.words for _, rule in ruleset.measures()}
    return measures | {rule.id: rule.words for rule in ruleset.indicators}


def _completeness(before: Data, now: Data) -> Iterator[tuple[str, str, str]]:
    for kind, (was, is_) in asked_again(before, now).items():
        yield words.KINDS[kind], _share(was), _share(is_)


def _share(one: Data) -> str:
    return words.share_words(Fraction(one["asked"]), Fraction(one["expected"]))


def band_names(ruleset: Ruleset, level: str) -> dict[str, str]:
    """Criteria, questions and the overall rating in words, by id."""
    values = {"overall": words.overall_name(ruleset, level)}
    for criterion in ruleset.criteria:
        values[criterion.id] = f"Criterion {criterion.number}"
        values |= {question.id: f"Question {question.id}" for question in criterion.questions}
    return values


def page(signed: Signed) -> Page:
    """The page of a signed audit; the comparison reads the record as a report does."""
    ruleset, report = signed.ruleset, signed.report
    names, keys = names_of(wording(signed)), list(by_key(report))
    if ruleset is None:
        rows = tuple(row(signed, key, names, None, False) for key in keys)
        return Page(
            signed,
            rows,
            False,
            _differing("Bands that differ", "What"),
            _differing("Completeness that differs", "Kind"),
        )
    now, entries = again(signed, ruleset)
    moves = {one.key: one for one in moved(report, now, signed.entries, entries)}
    titles = band_names(ruleset, signed.head.level)
    bands = [
        (titles[key], was or words.NO_BAND, is_ or words.NO_BAND)
        for key, (was, is_) in rebanded(report, now).items()
    ]
    rows = tuple(row(signed, key, names, moves.get(key), True) for key in keys)
    completeness = _differing("Completeness that differs", "Kind", _completeness(report, now))
    return Page(signed, rows, True, _differing("Bands that differ", "What", bands), completeness)


def count_words(signed: Signed) -> str:
    """What is fixed, in numbers."""
    figures, records = counted(len(signed.figures), "figure"), counted(len(signed.entries), "record")
    return f"{figures} and {records} behind them"
