"""From the data of a report (careplan-audit/1, with records) to the tables that count people or their records."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from careplan.audit.release.rules.cells import Records, Table
from careplan.audit.review.measures import MEASURES
from careplan.audit.review.rules.ruleset import Ruleset

RATE = "per_100_person_years"
MEANS = ("mg", "days")
Data = Mapping[str, Any]


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
    for criterion in report["criteria"]:
        for question in criterion["questions"]:
            for measure in question["measures"]:
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
