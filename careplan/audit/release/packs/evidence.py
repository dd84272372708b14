"""What every measure said of every record, without a name: rows that give each figure again."""

import csv
import hmac
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from io import StringIO

from careplan.audit.review.measures import measures_by
from careplan.audit.review.measures.completeness import item_sets
from careplan.audit.review.rules.bands import Band
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.engine import Request
from careplan.audit.review.rules.facts import Partnership, Service
from careplan.audit.review.rules.judging import in_scope
from careplan.audit.review.rules.measure import Measures
from careplan.audit.review.rules.ruleset import MeasureRule
from careplan.audit.review.rules.verdict import Answer, Line, Verdict
from careplan.checklists.codes import Kind

NOW, BEFORE = "census", "year_before"
TOGETHER = "together"
"""In place of a unit: what is found over all services of a partnership at once."""
EVIDENCE = ("measure", "at", "unit", "record", "answer", "reason", "numerator", "denominator", "band")
ITEMS = ("kind", "assessment", "item", "asked")
NUMBER = re.compile(r"-?[0-9]{1,15}(/[1-9][0-9]{0,2})?", re.ASCII)
CODE = re.compile(r"[A-Za-z0-9._-]{1,80}", re.ASCII)
FORMS = {"numerator": NUMBER, "denominator": NUMBER, "band": re.compile(r"|weak|fair|good|excellent")}


@dataclass(frozen=True, slots=True)
class Names:
    """Pseudonyms by a keyed hash: the same record has one name in a pack, and another in every other pack."""

    key: bytes

    def of(self, id_: str) -> str:
        """The pseudonym of an id."""
        return hmac.new(self.key, id_.encode(), sha256).hexdigest()[:20]


def row(measure: str, at: str, unit_id: str | None, line: Line, names: Names) -> tuple[str, ...]:
    """A line of a unit without its ids; without a unit it is one of all services together."""
    verdict = line.verdict
    words = (verdict.answer.value, verdict.reason, str(verdict.part), str(verdict.whole), verdict.band or "")
    unit = TOGETHER if unit_id is None else names.of(unit_id)
    return (measure, at, unit, names.of(line.id), *words)


Unit = Service | Partnership
Day = tuple[str, Census]
Wanted = dict[tuple[str, str, str | None], tuple[Sequence[Unit], Census]]
"""By measure, day and unit (none: all together): what the measure is judged over, and when."""


def days(request: Request, rule: MeasureRule) -> list[Day]:
    """The census, and for what is compared with the year before that one too."""
    before = [(BEFORE, request.census.year_before())] if rule.rule == "midpoint" else []
    return [(NOW, request.census), *before]


def judged(
    request: Request, services: Sequence[Service], partnership: Partnership | None, measures: Measures
) -> Wanted:
    """What a report judges: each unit by itself, and for a partnership what its services make together."""
    wanted: Wanted = {}
    for criterion, rule in request.ruleset.measures():
        measure = measures[rule.measure]
        units: Sequence[Unit] = in_scope(services, criterion.services)
        if measure.by_partnership:
            units = () if partnership is None else (partnership,)
        for at, census in days(request, rule):
            wanted |= {(rule.measure, at, unit.id): ((unit,), census) for unit in units}
            if measure.together is not None and partnership is not None:
                wanted[rule.measure, at, None] = (units, census)
    for indicator in request.ruleset.indicators:
        wanted |= {(indicator.id, NOW, service.id): ((service,), request.census) for service in services}
    return wanted


def rows(
    request: Request, services: Sequence[Service], partnership: Partnership | None, names: Names
) -> list[tuple[str, ...]]:
    """The evidence of a report, in an order that tells nothing."""
    measures = measures_by(request.ruleset.numbers)
    return sorted(
        row(measure, at, unit_id, line, names)
        for (measure, at, unit_id), (units, census) in judged(
            request, services, partnership, measures
        ).items()
        for line in measures[measure].over(units, census)
    )


def items(request: Request, services: Iterable[Service], names: Names) -> list[tuple[str, ...]]:
    """Which assessment had to ask which item, and did."""
    rows, every = [], tuple(services)
    for kind in Kind:
        for item, (expected, ids) in item_sets(every, kind, request.census).items():
            rows += [(kind.value, names.of(id_), item, "1" if id_ in ids else "0") for id_ in expected]
    return sorted(rows)


def as_csv(head: tuple[str, ...], lines: Iterable[tuple[str, ...]]) -> bytes:
    """A CSV file with these columns."""
    target = StringIO(newline="")
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(lines)
    return target.getvalue().encode()


def read_csv(head: tuple[str, ...], content: bytes) -> Iterator[dict[str, str]]:
    """The rows of a file of this pack; ValueError says which line is wrong."""
    reader = csv.reader(StringIO(content.decode(), newline=""), strict=True)
    if next(reader, None) != list(head):
        raise ValueError(f"the first line is not {','.join(head)}")
    for number, cells in enumerate(reader, 2):
        if len(cells) != len(head):
            raise ValueError(f"line {number} has {len(cells)} cells, not {len(head)}")
        values = dict(zip(head, cells, strict=True))
        if wrong := [name for name, cell in values.items() if not FORMS.get(name, CODE).fullmatch(cell)]:
            raise ValueError(f"line {number}: {wrong[0]} is not what this column holds")
        yield values


def lines_of(content: bytes) -> Mapping[tuple[str, str, str], tuple[Line, ...]]:
    """The evidence by measure, day and unit; ValueError where a row cannot be read."""
    matching_lines: dict[tuple[str, str, str], list[Line]] = {}
    for cells in read_csv(EVIDENCE, content):
        verdict = Verdict(
            Answer(cells["answer"]),
            cells["reason"],
            Fraction(cells["numerator"]),
            Fraction(cells["denominator"]),
            Band(cells["band"]) if cells["band"] else None,
        )
        line = Line(cells["record"], cells["unit"], None, verdict)
        matching_lines.setdefault((cells["measure"], cells["at"], cells["unit"]), []).append(line)
    return {key: tuple(lines) for key, lines in matching_lines.items()}
