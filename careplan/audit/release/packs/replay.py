"""The report again, from evidence and ruleset alone: the rows take the place of the record, the judging is the same."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from careplan.audit.release.packs import context as contexts
from careplan.audit.release.packs.evidence import BEFORE, ITEMS, NOW, TOGETHER, lines_of, read_csv
from careplan.audit.review.measures import measures_by
from careplan.audit.review.rules.census import Census
from careplan.audit.review.rules.engine import Completeness, ItemCount, Level, Request, Unit
from careplan.audit.review.rules.export import as_data
from careplan.audit.review.rules.facts import Partnership, Service
from careplan.audit.review.rules.judging import Judge, report
from careplan.audit.review.rules.measure import Measure, Measures, always
from careplan.audit.review.rules.outliers import Peers
from careplan.audit.review.rules.ruleset import read
from careplan.audit.review.rules.tally import Line
from careplan.audit.review.rules.verdict import Verdict
from careplan.checklists.codes import Kind

Lines = Mapping[tuple[str, str, str], tuple[Line, ...]]
Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Replayed:
    """A record of which only the verdict is known."""

    id: str
    verdict: Verdict
    episode_id: None = None


def recorded(
    unit: Service | Partnership, census: Census, name: str, lines: Lines, on: date
) -> Iterator[Replayed]:
    """The records of a unit that a measure speaks about, at the census or a year before it."""
    return of_unit(unit.id, census, name, lines, on)


def recorded_together(
    units: Sequence[Service], census: Census, name: str, lines: Lines, on: date
) -> Iterator[Replayed]:
    """The same of what is found over all services at once; of one alone its own."""
    return of_unit(units[0].id if len(units) == 1 else TOGETHER, census, name, lines, on)


def of_unit(unit_id: str, census: Census, name: str, lines: Lines, on: date) -> Iterator[Replayed]:
    """The rows of the evidence for a measure, a day and a unit."""
    at = NOW if census.on == on else BEFORE
    for line in lines.get((name, at, unit_id), ()):
        yield Replayed(line.id, line.verdict)


def nowhere(case: Replayed) -> str:  # noqa: ARG001 - the shape of `together`
    """No unit: a pack tells of none."""
    return ""


def said(case: Replayed, census: Census) -> Verdict:  # noqa: ARG001 - the shape of `judge`
    """What the evidence says of it."""
    return case.verdict


def applies(names: Sequence[str]) -> Callable[[Sequence[Service], Census], bool]:
    """Whether a measure applies to one of the services."""
    ids = frozenset(names)  # a strange pack may name a hundred thousand
    return lambda services, census: any(service.id in ids for service in services)  # noqa: ARG005


def replayed(request: Request, lines: Lines, applying: Mapping[str, Sequence[str]]) -> Measures:
    """The measures of the ruleset, reading evidence instead of records."""
    values: dict[str, Measure[Any]] = {}
    journeys = "journey_gap_days" in request.ruleset.numbers.rows  # older packs pool the rows of services
    for name, measure in measures_by(request.ruleset.numbers).items():
        together = measure.together is not None and journeys
        values[name] = replace(
            measure,
            cases=partial(
                recorded_together if together else recorded, name=name, lines=lines, on=request.census.on
            ),
            judge=said,
            applies=applies(applying[name]) if name in applying else always,
            together=nowhere if together else None,
        )
    return values


def asked(content: bytes, order: Mapping[str, Sequence[str]]) -> dict[str, Completeness]:
    """Record completeness from its rows; items in the order of the figures, which the rows do not tell."""
    counts: dict[str, dict[str, list[int]]] = {kind.value: {} for kind in Kind}
    for cells in read_csv(ITEMS, content):
        count = counts[cells["kind"]].setdefault(cells["item"], [0, 0])
        count[0] += cells["asked"] == "1"
        count[1] += 1
    return {
        kind: Completeness(
            tuple(
                ItemCount(item, *counts[item])
                for item in dict.fromkeys([*order.get(kind, ()), *counts])
                if item in counts
            )
        )
        for kind, counts in counts.items()
    }


def order_of(figures: Mapping[str, Any]) -> dict[str, list[str]]:
    """The items in the order in which the figures name them."""
    return {kind: [row["item"] for row in one["items"]] for kind, one in figures["completeness"].items()}


def request_of(figures: Mapping[str, Any], ruleset: bytes, midpoints: Mapping[str, Any]) -> Request:
    """What the figures say they were asked for; ValueError where they do not say it."""
    unit = figures["unit"]
    return Request(
        Unit(Level(unit["level"]), str(unit["id"]), str(unit["name"])),
        Census.at(date.fromisoformat(figures["census"])),
        read(ruleset),
        {key: contexts.exact(value) for key, value in midpoints.items()},
    )


def replay(files: Files) -> Mapping[str, Any]:
    """The figures that evidence and ruleset give, as plain data."""
    figures, context = json.loads(files["figures.json"]), json.loads(files["context.json"])
    request = request_of(figures, files["ruleset.toml"], context["midpoints"])
    services = [contexts.service(one) for one in context["services"]]
    peers = context["peers"]
    judge = Judge(
        request,
        replayed(request, lines_of(files["evidence.csv"]), context["applies"]),
        None if context["partnership"] is None else Partnership(str(context["partnership"]), ""),
        Peers(contexts.numbers(peers["services"]), contexts.numbers(peers["partnerships"])),
    )
    again = report(judge, services, asked(files["completeness.csv"], order_of(figures)))
    values: Mapping[str, Any] = json.loads(json.dumps(as_data(again)))
    return values


def differences(where: str, told: Any, result: Any) -> Iterator[str]:
    """Every place where the figures tell something else than what the evidence gives."""
    if isinstance(told, dict) and isinstance(result, dict):
        for key in sorted({*told, *result}):
            yield from differences(f"{where} {key}", told.get(key), result.get(key))
    elif isinstance(told, list) and isinstance(result, list) and len(told) == len(result):
        for number, (one, two) in enumerate(zip(told, result, strict=True), 1):
            name = one.get("id") or one.get("item") if isinstance(one, dict) else None
            yield from differences(f"{where} {name or number}", one, two)
    elif told != result or type(told) is not type(result):
        yield f"{where}: the figures say {str(told)[:80]}, the evidence gives {str(result)[:80]}"
