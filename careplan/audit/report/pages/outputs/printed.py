"""The report for paper: every criterion, figure, cut-off and assumption in words that need no colour."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from careplan.audit.report import labels as words
from careplan.audit.report.pages.beside import NOTHING, OVERALL, Notes
from careplan.audit.review.rules.bands import Proportion, number
from careplan.audit.review.rules.engine import Status
from careplan.audit.review.rules.export import STAR
from careplan.audit.review.rules.ruleset import MeasureRule, Ruleset
from careplan.ui.tables import Column, Table, columns

Data = Mapping[str, Any]
MARK = "[A] "
"""Stands before everything that is assumed."""
FIGURES = (
    Column("Measure", lambda line: f"{line.id} {line.words}"),
    Column("Figure", "figure"),
    Column("Band", "band"),
    Column("Cut-off", "cut"),
    Column("Source", "source"),
)
CRITERIA = (
    Column("Criterion", lambda one: f"{one.number}. {one.words}"),
    Column("Band", "band"),
    Column("Highest possible", "highest"),
    Column("Answers claimed", "claimed"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A figure with its band and cut-off."""

    id: str
    words: str
    figure: str
    band: str
    cut: str
    source: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its figures."""

    id: str
    words: str
    band: str
    lines: tuple[Line, ...]

    @property
    def figures(self) -> Table:
        """The lines as a list."""
        return Table(f"Figures of {self.id}", FIGURES, self.lines, size="s", caption_hidden=True)


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion with its questions."""

    number: int
    words: str
    band: str
    highest: str
    claimed: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """The whole report."""

    unit: str
    census: date
    first: date
    ruleset: Ruleset
    counted: str
    overall: str
    name: str
    indication: str
    answers: str
    criteria: tuple[Criterion, ...]
    plans: Table
    completeness: Table
    numbers: Table
    stars: str

    @property
    def summary(self) -> Table:
        """The bands of the criteria."""
        return Table("Bands of the criteria", CRITERIA, self.criteria, size="s")

    @property
    def key(self) -> tuple[str, str]:
        """Name and edition of the ruleset with the beginning of its hash."""
        return f"{self.ruleset.name} {self.ruleset.edition}", self.ruleset.sha256[:12]


def amount(data: Data) -> str:
    """So many of so many, or why there is no figure."""
    part, whole = data["numerator"], data["denominator"]
    if part == STAR:
        return STAR
    if data.get("status") == Status.NOT_APPLICABLE:
        return "does not apply here"
    if part is None:
        return "answered" if data.get("band") else "not asked of a single service"
    figure = Proportion(Fraction(str(part)), Fraction(str(whole)))
    text = words.amount_words(figure, data.get("unit", "%"))
    return f"{text}, fewer than ten records" if data.get("low_n") else text


def outside_words(data: Data) -> str:
    """Who was left out, and how many services of a partnership are weak."""
    excluded, services = data.get("excluded") or {}, data.get("services")
    texts = []
    if excluded == STAR:
        texts.append("some records were left out")
    elif excluded:
        counts = (f"{count} {words.REASONS.get(reason, reason)}" for reason, count in excluded.items())
        texts.append(f"left out: {', '.join(counts)}")
    if isinstance(services, Mapping):
        texts.append(f"{services['weak']} of {services['known']} services with a band are weak")
    return "; ".join(texts)


def line(rule: MeasureRule, data: Data, ruleset: Ruleset, beside: str) -> Line:
    """One measure; `beside` is what is said beside its figure."""
    without = data["band"] is None and data["status"] != Status.NOT_APPLICABLE
    why = words.WITHOUT.get(Status(data["status"]), "no band") if without else ""
    figure = "; ".join(part for part in (amount(data), outside_words(data), beside) if part)
    mark = MARK if rule.origin == "A" else ""
    return Line(
        rule.id,
        rule.words,
        figure,
        data["band"] or why or "none",
        f"{mark}{rule.cut_words}",
        f"{ruleset.sources[rule.source]}: {rule.where}",
    )


def criteria(data: Data, ruleset: Ruleset, notes: Notes) -> Iterator[Criterion]:
    """All criteria of the ruleset with what the report says of them."""
    for rule, result in zip(ruleset.criteria, data["criteria"], strict=True):
        questions = tuple(
            Question(
                rule.id,
                rule.words,
                told["band"] or words.NO_BAND,
                tuple(
                    line(one, m, ruleset, notes.beside(one.id))
                    for one, m in zip(rule.measures, told["measures"], strict=True)
                ),
            )
            for rule, told in zip(rule.questions, result["questions"], strict=True)
        )
        band, claimed = result["band"] or words.NO_BAND, notes.share(rule.id)
        yield Criterion(rule.number, rule.words, band, rule.cap.value, claimed, questions)


def rating(data: Data, ruleset: Ruleset) -> str:
    """The overall rating in words; how it is made is assumed."""
    if data["rating"] == STAR:
        return STAR
    text = f"{data['criteria_known']} of {len(ruleset.criteria)} criteria known"
    if data["rating"] is None:
        return f"none ({text}, at least {ruleset.overall.enough} are needed)"
    sure = ", provisional" if data["provisional"] else ""
    return f"{data['rating']}, sum {data['sum']} ({text}{sure})"


def assumed(ruleset: Ruleset) -> Iterator[tuple[str, str, str]]:
    """The numbers behind the figures; what is assumed carries its mark."""
    for one in ruleset.number_rows.values():
        value = str(number(one.value))
        yield (
            f"{MARK if one.origin == 'A' else ''}{one.words}",
            value,
            f"{ruleset.sources[one.source]}: {one.where}",
        )
    sums = ", ".join(f"{band} from {least}" for band, least in reversed(ruleset.overall.steps))
    rule = ruleset.overall
    yield f"{MARK}Overall rating", f"{sums}", f"{ruleset.sources[rule.source]}: {rule.where}"


def _small(caption: str, labels: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    return Table(caption, columns(*labels), rows, size="s", caption_hidden=True)


def paper(data: Data, ruleset: Ruleset, outside: bool, notes: Notes = NOTHING) -> Paper:
    """The report of a service or a partnership, from its data, with stars where it has them.

    `said` is what stands beside its figures.
    """
    level = data["unit"]["level"]
    plans = [(one.id.upper(), one.words, amount(data["care_plan"][one.id])) for one in ruleset.indicators]
    pairs = [
        (words.KINDS[kind], amount({"numerator": one["asked"], "denominator": one["expected"]}))
        for kind, one in data["completeness"].items()
    ]
    return Paper(
        unit=f"{data['unit']['name']} ({data['unit']['level']})",
        census=date.fromisoformat(data["census"]),
        first=date.fromisoformat(data["period"]["from"]),
        ruleset=ruleset,
        counted=words.COUNTED,
        overall=rating(data["overall"], ruleset),
        name=words.overall_name(ruleset, level),
        indication=words.indication_words(ruleset, level),
        answers=notes.share(OVERALL),
        criteria=tuple(criteria(data, ruleset, notes)),
        plans=_small("Care plan indicators", ("Indicator", "Words", "Figure"), plans),
        completeness=_small("Items asked, of those expected", ("Assessment", "Asked"), pairs),
        numbers=_small("Numbers and where they come from", ("What", "Number", "Source"), [*assumed(ruleset)]),
        stars=words.STARS if outside else "",
    )
