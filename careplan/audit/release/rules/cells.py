"""Figures as sets of records: what may be released, and a report with stars for all that is not."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from careplan.audit.review.measures import MEASURES
from careplan.audit.review.rules.export import STAR, Data, measures_of
from careplan.audit.review.rules.ruleset import Ruleset
from careplan.ground.small import small

Records = frozenset[str]
Key = tuple[str, str]
"""The unit and the figure."""


@dataclass(frozen=True, slots=True)
class Table:
    """One figure of one report. It is released whole (numerator, denominator, value, band) or not at all.

    `part` is none for a mean. `outside` are the records left out, by reason; these are never released.
    """

    key: Key
    whole: Records
    part: Records | None = None
    outside: tuple[Records, ...] = ()

    @property
    def released(self) -> tuple[Records, ...]:
        """The sets whose sizes a reader of the figure knows."""
        return (self.whole,) if self.part is None else (self.whole, self.part)

    @property
    def is_small(self) -> bool:
        """Whether one of its own cells is small."""
        return any(small(len(cell)) for cell in self._own())

    def _own(self) -> tuple[Records, ...]:
        if self.part is None:
            return (self.whole,)
        return (self.whole, self.part, self.whole - self.part)

    def gives_away(self, other: "Table") -> bool:
        """Whether a reader of both can subtract a set from one around it and is left with a small count."""
        return any(
            small(abs(len(one) - len(two))) and (one < two or two < one)
            for one in self.released
            for two in other.released
        )


RATE = "per_100_person_years"
MEANS = ("mg", "days")


def counted(ruleset: Ruleset) -> frozenset[str]:
    """The measures that count records or people; the others count services, policies or items of a form."""
    return frozenset(rule.id for _, rule in ruleset.measures() if rule.low_n or rule.unit == RATE)


def kind_of(figure: str) -> str:
    """Records of the same kind are compared with each other."""
    measure = MEASURES.get(figure)
    return (measure.kind if measure is not None else "") or figure


def named(figure: str, records: Sequence[str]) -> Records:
    """The ids, told apart from the same ids of another kind."""
    kind = kind_of(figure)
    return frozenset(f"{kind} {record}" for record in records)


def answered(unit: str, figure: str, count: Any) -> Records:
    """People behind a number that a service was given, as many as it says; they have no ids."""
    return frozenset(f"{unit} {figure} {number}" for number in range(int(count or 0)))


def of_records(unit: str, figure: str, data: Data) -> Table | None:
    """The table of a figure whose sizes are those of its lists; none where a figure counts something else."""
    lists = data.get("records")
    if lists is None:
        return None
    hits, members = named(figure, lists["numerator"]), named(figure, lists["denominator"])
    outside = tuple(named(figure, lists["excluded"][reason]) for reason in sorted(lists["excluded"]))
    if data.get("unit") == RATE:
        return Table((unit, figure), hits)
    if len(members) != data["denominator"]:
        return None
    if data.get("unit") in MEANS:
        return Table((unit, figure), members, None, outside)
    return Table((unit, figure), members, hits, outside) if len(hits) == data["numerator"] else None


def of_answers(unit: str, figure: str, data: Data, parts: Sequence[Table]) -> Table:
    """The table of a figure that was given as a number; that of a partnership adds up those of its services."""
    if parts:
        whole = frozenset().union(*(table.whole for table in parts))
        return Table((unit, figure), whole, frozenset().union(*(table.part or () for table in parts)))
    return Table(
        (unit, figure),
        answered(unit, figure, data["denominator"]),
        answered(unit, figure, data["numerator"]),
    )


def figures(report: Data, people: frozenset[str]) -> Iterator[tuple[str, Data]]:
    """Every figure that counts people or their records."""
    for measure in measures_of(report):
        if measure["id"] in people and measure["denominator"] is not None:
            yield measure["id"], measure
    yield from report["care_plan"].items()


def tables_of(report: Data, people: frozenset[str], services: Sequence[Sequence[Table]] = ()) -> list[Table]:
    """The tables of a report; for a partnership also give those of its services."""
    unit, result = report["unit"]["id"], []
    for figure, data in figures(report, people):
        parts = [table for tables in services for table in tables if table.key[1] == figure]
        result.append(of_records(unit, figure, data) or of_answers(unit, figure, data, parts))
    return result


HIDDEN = ("numerator", "denominator", "value", "band", "low_n", "services")


def left_out(excluded: Any) -> Any:
    """How many were left out is never told, only that some were."""
    return STAR if excluded else {}


def of_measure(data: Data, hidden: bool, beneath: bool = False) -> dict[str, Any]:
    """A measure without record ids; when hidden without any number, and `beneath` without that of its services."""
    values = {key: value for key, value in data.items() if key != "records"}
    values["excluded"] = left_out(values["excluded"])
    if hidden:
        values |= {key: STAR for key in HIDDEN if key in values}
    if beneath and "services" in values:
        values["services"] = STAR
    return values


def of_criterion(data: Data, hidden: Collection[str], beneath: Collection[str] = ()) -> dict[str, Any]:
    """A criterion; a band that rests on a hidden figure is hidden, whatever it is."""
    questions = []
    for question in data["questions"]:
        measures = [
            of_measure(one, one["id"] in hidden, one["id"] in beneath) for one in question["measures"]
        ]
        secret = any(one["id"] in hidden for one in measures)
        questions.append({**question, "band": STAR if secret else question["band"], "measures": measures})
    secret = any(one["band"] == STAR for one in questions)
    return {**data, "band": STAR if secret else data["band"], "questions": questions}


def of_indicator(data: Data, hidden: bool) -> dict[str, Any]:
    """A care plan indicator."""
    return {key: STAR if hidden else data[key] for key in ("numerator", "denominator")}


def of_completeness(data: Data, items: Collection[str]) -> dict[str, Any]:
    """Completeness of a kind; the whole is told only where every item is, so that no item comes back from it."""
    rows = [
        {**row, "asked": STAR, "expected": STAR} if row["item"] in items else dict(row)
        for row in data["items"]
    ]
    whole = {key: STAR if items else data[key] for key in ("asked", "expected")}
    return {**whole, "items": rows}


def starred(
    data: Data, hidden: Collection[str], items: Mapping[str, Collection[str]], beneath: Collection[str] = ()
) -> dict[str, Any]:
    """The report without hidden figures; `items` are the hidden completeness items by kind of assessment.

    `beneath`: the measures that a service of the partnership hides; how many are weak would tell of its band.
    """
    criteria = [of_criterion(one, hidden, beneath) for one in data["criteria"]]
    secret = any(one["band"] == STAR for one in criteria)
    plans = data["care_plan"].items()
    kinds = data["completeness"].items()
    return {
        **data,
        "criteria": criteria,
        "care_plan": {key: of_indicator(one, key in hidden) for key, one in plans},
        "completeness": {kind: of_completeness(one, items.get(kind, ())) for kind, one in kinds},
        "overall": dict.fromkeys(data["overall"], STAR) if secret else data["overall"],
    }
