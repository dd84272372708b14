"""A signed audit: as it was signed, and beside it what today's record says of the same census."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from flask import url_for

from careplan.audit.report import labels as words
from careplan.audit.review.queries.reports import audited
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.engine import Level, Request, Unit
from careplan.audit.review.rules.export import Data, as_data
from careplan.audit.review.rules.ruleset import Ruleset, editions, load
from careplan.audit.signing.queries import Signed
from careplan.audit.signing.rules import signing
from careplan.audit.signing.rules.differences import Became, Moved, asked_again, by_key, moved, rebanded
from careplan.ui.paging import Rows
from careplan.ui.tables import Column, Link, Paged, Table, Tag, columns
from careplan.ui.words import counted, day, moment


@dataclass(frozen=True, slots=True)
class Page:
    """The whole page; `compared` is false where the ruleset is no longer at hand."""

    signed: Signed
    rows: tuple[Moved, ...]
    compared: bool
    bands: Table
    completeness: Table

    @property
    def figures(self) -> Table:
        """The figures as a list; the page writes how they were signed and what they are today."""
        names = names_of(self.signed)

        def behind(one: Moved) -> Link | str:
            if not (has_records(one.before) or one.changes):
                return ""
            href = url_for("audit.signed_records_page", signed_id=self.signed.head.id, measure=one.key)
            return Link("Records", href, f" of {words.key_words(one.key)}")

        columns = (
            Column("Measure", lambda one: f"{words.key_words(one.key)} {names.get(one.key, '')}"),
            Column("As signed"),
            Column("Today"),
            Column("Behind it", behind),
        )
        caption = "Figures as signed, and today"
        return Table(caption, columns, self.rows, size="s", caption_hidden=True)

    @property
    def same(self) -> bool:
        """Whether today's record says the same."""
        return not (any(row.differs for row in self.rows) or self.bands.rows or self.completeness.rows)


AUDITS = (
    Column("Title", lambda row: row[0].title, lambda row: url_for("audit.signed_page", signed_id=row[0].id)),
    Column("Service", 1),
    Column("Census", lambda row: day(row[0].census)),
    Column("Signed by", lambda row: f"{row[0].signed_name}, {row[0].signed_role}"),
    Column("Signed", lambda row: moment(row[0].signed_at)),
)


def listed(page: Rows) -> Table:
    """One page of the signed audits."""
    paged = Paged(page.number, page.pages, lambda number: url_for("audit.signed_index", page=number))
    empty = "No audit is signed yet. Open a report and sign it off."
    caption = "Signed audits, the last first"
    return Table(caption, AUDITS, page.rows, empty, size="s", caption_hidden=True, paged=paged)


def _differing(caption: str, first: str, rows: Sequence[tuple[str, str, str]]) -> Table:
    return Table(caption, columns(first, "As signed", "Today"), rows, size="s")


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


def figure_words(row: Data) -> str:
    """A figure in words; today's report may lack one that was signed."""
    return words.figure_words(row) if row else "not recorded"


def band_tag(row: Data) -> Tag | None:
    """The band of a figure; none where it has none."""
    return words.band_tag(row["band"]) if row.get("band") else None


def changed_words(one: Moved) -> str:
    """How many records appeared, disappeared or changed."""
    return ", ".join(f"{one.count(became)} {became}" for became in Became if one.count(became))


def has_records(row: Data) -> bool:
    """Whether records stand behind a signed figure."""
    lists = row.get("records")
    return lists is not None and any((lists["numerator"], lists["denominator"], *lists["excluded"].values()))


def wording(signed: Signed) -> Ruleset | None:
    """The ruleset that names the figures: the one used, else the edition of the same name as it is now."""
    same = (load(edition) for edition in editions() if edition == signed.head.ruleset_edition)
    return signed.ruleset or next(same, None)


def names_of(signed: Signed) -> dict[str, str]:
    """The words of measures and indicators by id."""
    ruleset = wording(signed)
    return {} if ruleset is None else ruleset.words


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
    bands: list[tuple[str, str, str]] = []
    completeness: list[tuple[str, str, str]] = []
    moves: dict[str, Moved] = {}
    if ruleset is not None:
        now, entries = again(signed, ruleset)
        moves = {one.key: one for one in moved(report, now, signed.entries, entries)}
        titles = band_names(ruleset, signed.head.level)
        for key, (was, is_) in rebanded(report, now).items():
            bands.append((titles[key], was or words.NO_BAND, is_ or words.NO_BAND))
        for kind, (before, after) in asked_again(report, now).items():
            completeness.append((words.KINDS[kind], _share(before), _share(after)))
    return Page(
        signed,
        tuple(moves.get(key) or Moved(key, row, row) for key, row in by_key(report).items()),
        ruleset is not None,
        _differing("Bands that differ", "What", bands),
        _differing("Completeness that differs", "Kind", completeness),
    )


def count_words(signed: Signed) -> str:
    """What is fixed, in numbers."""
    figures, records = counted(len(signed.figures), "figure"), counted(len(signed.entries), "record")
    return f"{figures} and {records} behind them"
