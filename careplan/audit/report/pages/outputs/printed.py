"""The report for paper: every criterion, figure, cut-off and assumption in words that need no colour."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from careplan.audit.report import labels as words
from careplan.audit.report.pages.beside import OVERALL
from careplan.audit.report.pages.sheet import Sheet
from careplan.audit.review.rules.bands import number, spelled
from careplan.audit.review.rules.engine import Status
from careplan.audit.review.rules.export import STAR, Data, Told
from careplan.audit.review.rules.ruleset import Ruleset
from careplan.ui.tables import Table, columns

MARK = "[A] "
"""Stands before everything that is assumed."""


@dataclass(frozen=True, slots=True)
class Paper(Sheet):
    """The report of a service or a partnership for paper."""

    @property
    def unit(self) -> str:
        """Its name and level."""
        return f"{self.data['unit']['name']} ({self.data['unit']['level']})"

    @property
    def days(self) -> tuple[date, date]:
        """The first day of the period, and the census."""
        return date.fromisoformat(self.data["period"]["from"]), date.fromisoformat(self.data["census"])

    @property
    def overall(self) -> str:
        """The overall rating in words; how it is made is assumed."""
        final, count = self.data["overall"], len(self.ruleset.criteria)
        if final["rating"] == STAR:
            return STAR
        text = f"{final['criteria_known']} of {count} criteria known"
        if final["rating"] is None:
            return f"none ({text}, at least {self.ruleset.overall.enough} are needed)"
        sure = ", provisional" if final["provisional"] else ""
        return f"{final['rating']}, sum {final['sum']} ({text}{sure})"

    @property
    def answers(self) -> str:
        """How many of the answers behind all figures are claimed."""
        return self.notes.share(OVERALL)

    def figures(self, question: Told) -> Table:
        """The measures of a question."""
        labels = ("Measure", "Figure", "Band", "Cut-off", "Source")
        return _small(f"Figures of {question.rule.id}", labels, [self._line(one) for one in question.below])

    def _line(self, one: Told) -> tuple[str, ...]:
        rule, row = one.rule, one.data
        parts = (amount(row, rule.low_n), outside_words(row), self.notes.beside(rule.id))
        why = (
            "none"
            if row["status"] == Status.NOT_APPLICABLE
            else words.WITHOUT.get(row["status"], words.NO_BAND)
        )
        return (
            f"{rule.id} {rule.words}",
            "; ".join(part for part in parts if part),
            one.band or why,
            f"{MARK if rule.origin == 'A' else ''}{rule.cut_words}",
            f"{self.ruleset.sources[rule.source]}: {rule.where}",
        )

    @property
    def plans(self) -> Table:
        """The care plan indicators."""
        given = self.data["care_plan"]
        rows = [(one.id.upper(), one.words, amount(given[one.id])) for one in self.ruleset.indicators]
        return _small("Care plan indicators", ("Indicator", "Words", "Figure"), rows)

    @property
    def completeness(self) -> Table:
        """Record completeness by kind of assessment."""
        rows = [
            (words.KINDS[kind], amount({"numerator": one["asked"], "denominator": one["expected"]}))
            for kind, one in self.data["completeness"].items()
        ]
        return _small("Items asked, of those expected", ("Assessment", "Asked"), rows)

    @property
    def numbers(self) -> Table:
        """The numbers behind the figures."""
        rows = [*assumed(self.ruleset)]
        return _small("Numbers and where they come from", ("What", "Number", "Source"), rows)


def _small(caption: str, labels: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    return Table(caption, columns(*labels), rows, size="s", caption_hidden=True)


def amount(row: Data, few: int = 0) -> str:
    """So many of so many, or why there is no figure; and whether it rests on fewer than so many records."""
    told = words.figure_words(row)
    rests = row.get("low_n") and row["numerator"] != STAR
    return f"{told}, fewer than {spelled(few)} records" if rests else told


def outside_words(row: Data) -> str:
    """Who was left out, and how many services of a partnership are weak."""
    excluded, services = row["excluded"], row.get("services")
    texts = []
    if excluded == STAR:
        texts.append("some records were left out")
    elif excluded:
        texts.append(f"left out: {words.left_out(row, ', ')}")
    if isinstance(services, Mapping):
        texts.append(f"{services['weak']} of {services['known']} services with a band are weak")
    return "; ".join(texts)


def assumed(ruleset: Ruleset) -> Iterator[tuple[str, str, str]]:
    """The numbers behind the figures; what is assumed carries its mark."""
    for one in ruleset.number_rows.values():
        mark = MARK if one.origin == "A" else ""
        yield f"{mark}{one.words}", str(number(one.value)), f"{ruleset.sources[one.source]}: {one.where}"
    rule = ruleset.overall
    sums = ", ".join(f"{band} from {least}" for band, least in reversed(rule.steps))
    yield f"{MARK}Overall rating", sums, f"{ruleset.sources[rule.source]}: {rule.where}"
